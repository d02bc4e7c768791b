"""The composition root: the one place where settings become objects and ports get their implementations."""

from __future__ import annotations

import secrets
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.clock import SystemClock
from bot.day_keys import DerivedDayKeys
from bot.deferred_gaps import DeferredGapLog
from bot.served import served_library
from bot.storage.memory import NoGaps
from bot.storage.stores import Stores
from handlers.conversation import Conversation
from handlers.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import timedelta

    from bot.built_libraries import BuiltLibraries
    from bot.following import Following
    from bot.settings import Settings
    from handlers.desk import Desk

# What stands on the database is imported where it is needed: SQLAlchemy costs a third of a second that `ask` saves.
# ruff: noqa: PLC0415


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that runs together: readers and staff share one shelf and one set of stores."""

    conversation: Conversation
    desk: Desk
    following: Following
    stores: Stores


@asynccontextmanager
async def local_conversation(settings: Settings) -> AsyncIterator[Conversation]:
    """A conversation for one process: everything in memory but the gaps; the database is opened when one occurs.

    A database that cannot be used costs the record and a line on standard error, not the reply. What is asked here was
    not asked by the public, and is not counted.
    """
    secret = settings.key
    conversation = _conversation(Shelf(served_library(settings)), Stores.in_memory(), secret, settings.remembers)
    async with DeferredGapLog(settings.database) as gaps:
        yield replace(conversation, gaps=gaps, day_keys=DerivedDayKeys(secret))


def forgetful_conversation(settings: Settings) -> Conversation:
    """A conversation that leaves nothing behind, neither sessions nor gaps: for questions that nobody asked."""
    shelf = Shelf(served_library(settings))
    conversation = _conversation(shelf, Stores.in_memory(), secrets.token_bytes(), settings.remembers)
    return replace(conversation, gaps=NoGaps())


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """A desk for work on what is stored; its shelf is empty, for a library costs seconds."""
    from bot.beginning import opened

    async with opened(settings) as (_, desk):
        yield desk


@asynccontextmanager
async def open_service(settings: Settings) -> AsyncIterator[Service]:
    """What `sanad run` runs, with the release on the shelf that is served; what is too old is erased if that is due.

    Raises:
        BuildError: the knowledge folder should become a release, and cannot be served.
        BeginningError: the database cannot be brought up to date, or the knowledge folder not become a release.
        OtherSecretError: the secret is not the one that the database is used with.
    """
    from bot.bells import RELEASES_BELL
    from bot.built_libraries import BuiltLibraries
    from bot.following import Following
    from bot.memory import give_back
    from bot.release_folders import ReleaseFolders
    from bot.retention import A_DAY, FORGETTING, forget_what_is_old
    from bot.rounds import do_if_due

    async with _begun(settings) as (stores, desk):
        await stores.recognise()
        conversation = replace(
            _conversation(desk.shelf, stores, settings.key, settings.remembers), secrets_before=settings.keys_before
        )
        await do_if_due(FORGETTING, A_DAY, partial(forget_what_is_old, conversation, desk), stores.duties, desk.clock)
        libraries = BuiltLibraries(ReleaseFolders.beside(settings))
        await _publish_folder(desk, settings, libraries)
        following = Following(desk.releases, desk.shelf, libraries, desk.clock, stores.bell(RELEASES_BELL))
        await following.begin()
        give_back()  # what was read to find the release and to build what it is served from
        yield Service(conversation, desk, following, stores)


@asynccontextmanager
async def _begun(settings: Settings) -> AsyncIterator[tuple[Stores, Desk]]:
    """As `opened`; what has to be done before is done by another process, whose memory is not ours."""
    from bot.beginning import begin_apart, opened
    from bot.library_cache import is_cached
    from bot.storage.errors import OtherSchemaError
    from bot.storage.openings import only_newest

    async with AsyncExitStack() as stack:
        try:
            stores, desk = await stack.enter_async_context(opened(settings, opening=only_newest))
        except OtherSchemaError:
            await begin_apart(settings, publishes=is_cached(settings.knowledge))
            stores, desk = await stack.enter_async_context(opened(settings, opening=only_newest))
        yield stores, desk


async def _publish_folder(desk: Desk, settings: Settings, libraries: BuiltLibraries) -> None:
    """Make the knowledge folder a release where it is due, unless it cannot be served."""
    from bot.beginning import begin_apart
    from handlers import publishing
    from knowledge.tree import Tree

    if await publishing.is_due(desk, Tree.read(settings.knowledge)):
        await libraries.have_built(settings.knowledge)
        await begin_apart(settings, publishes=True)


def _conversation(shelf: Shelf, stores: Stores, secret: bytes, remembers: timedelta) -> Conversation:
    kept = (stores.sessions, stores.gaps, stores.votes, stores.tallies, stores.day_keys)
    return Conversation(shelf, *kept, SystemClock(), secret, remembers)
