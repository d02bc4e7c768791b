from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from bot.storage.database import Database
from bot.storage.stores import Stores
from handlers.feedback import Opinion, Vote
from handlers.model import Gap, Reason, Session
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

MONDAY: Final = date(2019, 3, 18)
NOON: Final = datetime(2019, 3, 18, 12, tzinfo=UTC)
SECRET: Final = b"a secret of this installation"
GAP: Final = Gap("what was planted here", "en", Reason.UNKNOWN, MONDAY, "p1")
ERASING: Final[dict[str, Callable[[Stores], Awaitable[object]]]] = {
    "gaps": lambda stores: stores.gaps.erase(MONDAY, "p1"),
    "votes": lambda stores: stores.votes.erase(MONDAY, "p1"),
    "session": lambda stores: stores.sessions.erase("c1"),
}


async def fill(stores: Stores) -> None:
    """Keep something of each kind."""
    await stores.gaps.record(GAP)
    await stores.votes.cast(Vote(MONDAY, "p1", "founding", (0,), Opinion.UP, "en"))
    await stores.sessions.save("c1", Session(Language.ENGLISH), at=NOON)


@pytest.mark.parametrize("erase", ERASING.values(), ids=ERASING)
async def test_traces_are_wiped_once(any_database: Database, erase: Callable[[Stores], Awaitable[object]]) -> None:
    """After something was erased, and not again before something else is."""
    stores = Stores.on(any_database, SECRET)
    await fill(stores)

    assert not await stores.wipe()
    await erase(stores)
    await erase(stores)
    assert [await stores.wipe(), await stores.wipe()] == [True, False]


async def test_what_expired_is_wiped_apart(any_database: Database) -> None:
    """It expires all day long, and wiping takes its time: it waits for a round of its own."""
    stores = Stores.on(any_database, SECRET)
    await fill(stores)
    await stores.sessions.forget(turns_before=NOON, sessions_before=NOON + timedelta(days=1))

    assert not await stores.wipe()
    assert [await stores.wipe_expired(), await stores.wipe_expired()] == [True, False]


async def test_one_wiping_is_enough_for_both(any_database: Database) -> None:
    """What expired is wiped with what somebody had erased."""
    stores = Stores.on(any_database, SECRET)
    await fill(stores)
    await stores.sessions.forget(turns_before=NOON, sessions_before=NOON + timedelta(days=1))
    await ERASING["gaps"](stores)

    assert [await stores.wipe(), await stores.wipe_expired()] == [True, False]


async def test_nothing_expired_leaves_no_traces(any_database: Database) -> None:
    """The file is not written anew for nothing."""
    stores = Stores.on(any_database, SECRET)
    await fill(stores)
    await stores.sessions.forget(turns_before=NOON, sessions_before=NOON)

    assert not await stores.wipe_expired()


async def test_any_process_wipes_them(url: str) -> None:
    """Whoever erased it may have ended since."""
    async with Database(url) as database:
        await fill(Stores.on(database, SECRET))
        await ERASING["gaps"](Stores.on(database, SECRET))
    async with Database(url) as database:
        assert await Stores.on(database, SECRET).wipe()


async def test_what_is_erased_is_in_no_file_afterwards(database: Database, path: Path) -> None:
    """Neither in the database nor in its log, whatever pages SQLite has split meanwhile."""
    stores = Stores.on(database, SECRET)
    for number in range(200):
        await stores.gaps.record(replace(GAP, text=f"{GAP.text} {number}", pseudonym=f"p{number % 2}"))
    await stores.gaps.erase(MONDAY, "p0")
    await stores.gaps.erase(MONDAY, "p1")
    await stores.wipe()

    assert b"planted" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


async def test_memory_has_no_traces() -> None:
    """What is erased there is gone."""
    stores = Stores.in_memory()
    await fill(stores)
    await ERASING["gaps"](stores)

    assert not await stores.wipe()
