from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import pytest

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.gaps import SqlGapQueue
from bot.storage.sessions import SqlSessions
from bot.storage.tables import SESSIONS
from bot.storage.tallies import SqlTallies
from handlers.model import Gap, Reason, Session
from knowledge.schema import Language

if TYPE_CHECKING:
    from bot.bells import Bell

MONDAY: Final = date(2019, 3, 18)
NOON: Final = datetime(2019, 3, 23, 12, tzinfo=UTC)
ARABIC: Final = Session(Language.ARABIC)
GAP: Final = Gap("How tall is it?", "en", Reason.UNKNOWN, MONDAY, "p1")
BELL: Final = "doorbell"
LONG: Final = 30.0
"""Seconds; a test that waits that long has failed."""


class TroubleError(Exception):
    """Something that went wrong on the way."""


async def count(database: Database) -> None:
    """Write something."""
    await SqlTallies(database).add(MONDAY, "en", "answer")


async def counted(database: Database) -> int:
    """How often that was done."""
    return sum((await SqlTallies(database).between(MONDAY, MONDAY)).values())


async def fail_to_write(database: Database) -> None:
    """Write something, and something else that the database refuses."""
    async with database.writing() as connection:
        await connection.execute(SESSIONS.insert().values(key="b", saved_at=NOON, is_quiet=False))
        await connection.execute(SESSIONS.insert().values(key="a", saved_at=NOON, is_quiet=False))


async def in_another_task(database: Database) -> int:
    """What is counted from outside."""
    return await asyncio.create_task(counted(database))


async def test_everything_comes_true_at_the_end(any_database: Database) -> None:
    """What several stores wrote is seen by others when the block is over, and by itself at once."""
    async with any_database.together():
        await SqlSessions(any_database).save("a", ARABIC, at=NOON)
        await count(any_database)
        inside, outside = await counted(any_database), await in_another_task(any_database)

    assert (inside, outside, await in_another_task(any_database)) == (1, 0, 1)
    assert await SqlSessions(any_database).load("a", turn_since=NOON) == ARABIC


async def test_nothing_comes_true_where_the_block_raises(any_database: Database) -> None:
    """Not even what was written long before; and the error is the one that was raised."""
    with pytest.raises(TroubleError):
        await count_and_fail(any_database)

    assert await counted(any_database) == 0
    await count(any_database)
    assert await counted(any_database) == 1


async def count_and_fail(database: Database) -> None:
    async with database.together():
        await count(database)
        await count(database)
        raise TroubleError


@pytest.mark.parametrize("before", [0, 1])
async def test_a_part_that_fails_takes_nothing_else_with_it(any_database: Database, before: int) -> None:
    """Whoever catches the error may go on: that part is undone, whether it was the first or not, and no other."""
    await SqlSessions(any_database).save("a", ARABIC, at=NOON)
    async with any_database.together():
        for _ in range(before):
            await count(any_database)
        with pytest.raises(StorageError):
            await fail_to_write(any_database)
        await count(any_database)

    assert await counted(any_database) == before + 1
    assert await SqlSessions(any_database).load("b", turn_since=NOON) == Session()


async def test_a_single_statement_that_fails_takes_everything_with_it(any_database: Database) -> None:
    """Whoever catches the error is told at the end of the block that nothing came true."""
    with pytest.raises(StorageError):
        await count_fail_and_go_on(any_database)

    assert await counted(any_database) == 0
    await count(any_database)
    assert await counted(any_database) == 1


async def count_fail_and_go_on(database: Database) -> None:
    async with database.together():
        await count(database)
        with pytest.raises(StorageError):
            await insert_nothing(database)


async def insert_nothing(database: Database) -> None:
    """What the database refuses."""
    async with database.writing_once() as connection:
        await connection.execute(SESSIONS.insert().values(key="a", is_quiet=False))


async def test_blocks_within_blocks_are_one(any_database: Database) -> None:
    """What was written in the inner one is gone where the outer one raises."""
    with pytest.raises(TroubleError):
        await count_within_and_fail(any_database)

    assert await counted(any_database) == 0


async def count_within_and_fail(database: Database) -> None:
    async with database.together():
        async with database.together():
            await count(database)
        raise TroubleError


async def test_other_tasks_are_on_their_own(any_database: Database) -> None:
    """What a task writes that was started in the block stays, though the block raises."""
    tasks: list[asyncio.Task[None]] = []
    with pytest.raises(TroubleError):
        await start_and_fail(any_database, tasks)
    await tasks[0]

    assert await counted(any_database) == 1


async def start_and_fail(database: Database, tasks: list[asyncio.Task[None]]) -> None:
    async with database.together():
        await SqlSessions(database).save("a", ARABIC, at=NOON)
        tasks.append(asyncio.create_task(count(database)))
        raise TroubleError


async def test_reading_keeps_nobody_waiting(any_database: Database) -> None:
    """As long as nothing was written in the block, others write."""
    async with any_database.together():
        await counted(any_database)
        await asyncio.wait_for(asyncio.create_task(count(any_database)), LONG)

    assert await counted(any_database) == 1


async def test_what_is_erased_is_purged_afterwards(any_database: Database) -> None:
    """No database purges in the middle of a transaction."""
    gaps = SqlGapQueue(any_database)
    await gaps.record(GAP)
    async with any_database.together():
        await count(any_database)
        assert await gaps.erase(MONDAY, "p1") == 1

    assert await gaps.groups() == ()


async def test_two_databases_are_two(any_database: Database, url: str) -> None:
    """A block on one of them does not span the other."""
    async with Database(f"{url}-2") as other:
        with pytest.raises(TroubleError):
            await count_in_both_and_fail(any_database, other)

        assert (await counted(any_database), await counted(other)) == (0, 1)


async def count_in_both_and_fail(database: Database, other: Database) -> None:
    async with database.together():
        await count(database)
        await count(other)
        raise TroubleError


async def test_what_shall_be_durable_comes_first(any_database: Database) -> None:
    """It cannot be promised of a transaction that has begun without it, and that is said."""
    async with any_database.together():
        await count(any_database)
        with pytest.raises(RuntimeError, match="written first"):
            await any_database.writing(durable=True).__aenter__()

    assert await counted(any_database) == 1


async def test_durable_is_on_the_disk(database: Database) -> None:
    """SQLite then waits for the disk at each commit (2 is FULL)."""
    async with database.writing(durable=True) as connection:
        durable = (await connection.exec_driver_sql("PRAGMA synchronous")).scalar_one()
    async with database.writing() as connection:
        ordinary = (await connection.exec_driver_sql("PRAGMA synchronous")).scalar_one()

    assert (durable, ordinary) == (2, 1)


async def test_durable_is_on_the_disk_of_a_server(postgres_url: str) -> None:
    """PostgreSQL does so even where its other commits do not wait, as on the server of these tests."""
    async with Database(postgres_url) as database:
        async with database.writing(durable=True) as connection:
            durable = (await connection.exec_driver_sql("SHOW synchronous_commit")).scalar_one()
        async with database.writing() as connection:
            ordinary = (await connection.exec_driver_sql("SHOW synchronous_commit")).scalar_one()

    assert (durable, ordinary) == ("on", "off")


async def test_a_bell_rings_when_it_came_true(any_database: Database) -> None:
    """And not before, though the one who writes goes on writing."""
    bell = any_database.bell(BELL)
    await quiet(bell)
    async with any_database.together():
        await ring(any_database)
        waiting = asyncio.create_task(bell.wait(LONG))
        await asyncio.sleep(0.05)
        assert not waiting.done()

    await asyncio.wait_for(waiting, LONG / 2)


async def test_what_was_undone_rings_no_bell(any_database: Database) -> None:
    """There is nothing to look for."""
    bell = any_database.bell(BELL)
    await quiet(bell)
    with pytest.raises(TroubleError):
        await ring_and_fail(any_database)
    waiting = asyncio.create_task(bell.wait(LONG))
    await asyncio.sleep(0.05)

    assert not waiting.done()
    waiting.cancel()


async def ring(database: Database) -> None:
    """Write something of which others are to hear."""
    async with database.writing(rings=BELL) as connection:
        await connection.execute(SESSIONS.insert().values(key="a", saved_at=NOON, is_quiet=False))


async def ring_and_fail(database: Database) -> None:
    async with database.together():
        await ring(database)
        raise TroubleError


async def quiet(bell: Bell) -> None:
    """Wait until it does not ring any more for having just been hung."""
    await bell.wait(0.3)
