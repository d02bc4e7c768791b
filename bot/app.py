"""The composition root: the one place where settings become objects and ports get their implementations."""

from __future__ import annotations

import secrets
import sys
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from bot.clock import SystemClock
from bot.library_cache import cached_library
from bot.storage.stores import Stores
from handlers.conversation import Conversation
from handlers.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date

    from bot.settings import Settings
    from bot.storage.gaps import SqlGapQueue
    from handlers.model import Gap

RETENTION: Final = timedelta(days=90)
"""How long gaps are kept, and how long a language choice after its last use."""


@asynccontextmanager
async def local_conversation(settings: Settings) -> AsyncIterator[Conversation]:
    """A conversation for one process: everything in memory but the gaps; the database is opened when one occurs.

    A database that cannot be used costs the record and a line on standard error, not the reply.
    """
    conversation = _conversation(settings, Stores.in_memory(), _key(settings))
    async with DeferredGapLog(settings.database) as gaps:
        yield replace(conversation, gaps=gaps)


def forgetful_conversation(settings: Settings) -> Conversation:
    """A conversation that leaves nothing behind: for questions that nobody asked."""
    return _conversation(settings, Stores.in_memory(), secrets.token_bytes())


@asynccontextmanager
async def stored_conversation(settings: Settings) -> AsyncIterator[Conversation]:
    """A conversation whose sessions and gaps outlive the process; what is too old is erased when it opens."""
    from bot.storage.database import Database  # noqa: PLC0415 - SQLAlchemy costs a third of a second that `ask` saves

    async with Database(settings.database) as database:
        conversation = _conversation(settings, Stores.on(database), _key(settings))
        await forget_what_is_old(conversation)
        yield conversation


async def forget_what_is_old(conversation: Conversation) -> None:
    """Erase gaps and sessions past their retention, and who cast the votes of past days."""
    today = conversation.clock.now().date()
    await conversation.gaps.forget(before=today - RETENTION)
    await conversation.votes.forget(before=today)
    await forget_turns(conversation)


async def forget_turns(conversation: Conversation) -> None:
    """Erase the turns of conversations that rest, and language choices that were long not used."""
    now = conversation.clock.now()
    await conversation.sessions.forget(turns_before=now - conversation.remembers, sessions_before=now - RETENTION)


class DeferredGapLog:
    """The port `GapLog`, opening the database when it is first needed: most questions are answered and need none.

    What cannot be recorded is not; that is complained about once.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._stack = AsyncExitStack()
        self._opened: SqlGapQueue | None = None
        self._has_complained = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def record(self, gap: Gap) -> int | None:
        from bot.storage.errors import StorageError  # noqa: PLC0415 - see the docstring

        try:
            return await (await self._log()).record(gap)
        except StorageError as error:
            if not self._has_complained:
                print(f"Questions without an answer are not recorded: {error}", file=sys.stderr)  # noqa: T201 - its place
            self._has_complained = True
            return None

    async def forget(self, *, before: date) -> int:
        return await (await self._log()).forget(before=before)

    async def _log(self) -> SqlGapQueue:
        if self._opened is None:
            from bot.storage.database import Database  # noqa: PLC0415 - see the docstring
            from bot.storage.gaps import SqlGapQueue  # noqa: PLC0415 - see the docstring

            self._opened = SqlGapQueue(await self._stack.enter_async_context(Database(self._url)))
        return self._opened


def _conversation(settings: Settings, stores: Stores, secret: bytes) -> Conversation:
    shelf = Shelf(cached_library(settings.knowledge))
    return Conversation(shelf, stores.sessions, stores.gaps, stores.votes, stores.tallies, SystemClock(), secret)


def _key(settings: Settings) -> bytes:
    return settings.secret.reveal().encode()
