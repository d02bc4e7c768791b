"""What a start does once for all that follow: the newest schema, and the knowledge folder as a release.

Both leave memory behind that a bot would keep for good, and so are done by a process of its own.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from bot.apart import complaint_of
from bot.appointing import appointed
from bot.clock import SystemClock
from bot.examining import ChildExaminer
from bot.storage.database import Database
from bot.storage.openings import up_to_date
from bot.storage.stores import Stores
from handlers import publishing
from handlers.releases import StaleError
from handlers.shelf import Shelf
from knowledge.errors import SanadError
from knowledge.tree import Tree

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.settings import Settings
    from bot.storage.openings import Opening
    from handlers.desk import Desk

_REFUSED: Final = 2


class BeginningError(SanadError):
    """A start could not do what it does once; says what the process that tried said last."""


@asynccontextmanager
async def opened(settings: Settings, *, opening: Opening = up_to_date) -> AsyncIterator[tuple[Stores, Desk]]:
    """The stores of an installation, and a desk with an empty shelf.

    Raises:
        StorageError: the database cannot be used, or not be opened like that.
    """
    async with Database(settings.database, opening=opening) as database:
        stores = Stores.on(database, settings.key, before=settings.keys_before)
        desk = stores.desk(
            Shelf(), ChildExaminer(), SystemClock(), appointed(settings), fewest_askers=settings.fewest_askers
        )
        yield stores, desk


async def begin_apart(settings: Settings, *, publishes: bool) -> None:
    """Do both by a process of its own.

    Args:
        settings: of the installation.
        publishes: whether the knowledge folder, whose library is in the cache, becomes a release where that is due.

    Raises:
        BeginningError: that process failed, or was ended.
    """
    # By way of standard input, for everybody on this machine can read the arguments of a process.
    complaint = await complaint_of("bot.beginning", given=pickle.dumps((settings, publishes)))
    if complaint is not None:
        raise BeginningError(f"The start came to no end: {complaint}")


async def _begin(settings: Settings, *, publishes: bool) -> None:
    async with opened(settings) as (stores, desk):
        await stores.recognise()
        if publishes:
            # Another process that starts at this moment may be faster: then nothing is left of this one's release.
            with suppress(StaleError):
                async with stores.transactions.together():
                    await publishing.begin(desk, Tree.read(settings.knowledge))


def main() -> int:
    """Do what standard input says, as a process of its own."""
    settings, publishes = pickle.load(sys.stdin.buffer)  # noqa: S301 - of the process that started this one # nosec B301
    try:
        asyncio.run(_begin(settings, publishes=publishes))
    except SanadError as error:
        sys.stderr.write(f"{error}\n")
        return _REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
