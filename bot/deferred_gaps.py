"""A log of gaps whose database is opened when the first one occurs."""

from __future__ import annotations

import sys
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from datetime import date

    from bot.storage.gaps import SqlGapQueue
    from handlers.model import Gap


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

    async def erase(self, day: date, pseudonym: str) -> int:
        return await (await self._log()).erase(day, pseudonym)

    async def forget(self, *, before: date) -> int:
        return await (await self._log()).forget(before=before)

    async def _log(self) -> SqlGapQueue:
        if self._opened is None:
            from bot.storage.database import Database  # noqa: PLC0415 - see the docstring
            from bot.storage.gaps import SqlGapQueue  # noqa: PLC0415 - see the docstring

            self._opened = SqlGapQueue(await self._stack.enter_async_context(Database(self._url)))
        return self._opened
