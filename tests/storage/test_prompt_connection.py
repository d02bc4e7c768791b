from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from bot.storage.prompt_connection import PromptConnection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program's connection to the same file."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE words (word TEXT)")
        yield connection


@pytest.fixture
async def connection(other: sqlite3.Connection, path: Path) -> AsyncIterator[PromptConnection]:
    assert other.in_transaction is False
    opened = PromptConnection(path)
    await opened
    yield opened
    await opened.close()


async def test_reading_leaves_the_loop_to_nobody_meanwhile(connection: PromptConnection) -> None:
    """A statement that cannot wait is over before anything else has a turn."""
    turns: list[str] = []
    asyncio.get_running_loop().call_soon(turns.append, "another")
    cursor = await connection.execute("SELECT 1")
    [row] = await cursor.fetchall()

    assert (tuple(row), turns) == ((1,), [])


async def test_a_lock_of_another_program_holds_up_nothing_else(
    connection: PromptConnection, other: sqlite3.Connection
) -> None:
    """Whoever waits for the write lock leaves the loop to the others."""
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(connection.execute("BEGIN IMMEDIATE").__aenter__())
    await asyncio.sleep(0.02)
    was_waiting = not writing.done()
    other.execute("ROLLBACK")
    await writing

    assert (was_waiting, connection.in_transaction) == (True, True)


async def test_calls_stay_in_order_when_nobody_waits_for_one(
    connection: PromptConnection, other: sqlite3.Connection
) -> None:
    """What follows a call that was given up comes after it all the same."""
    other.execute("BEGIN IMMEDIATE")
    given_up = asyncio.create_task(connection.execute("BEGIN IMMEDIATE").__aenter__())
    await asyncio.sleep(0.01)
    given_up.cancel()
    with suppress(asyncio.CancelledError):
        await given_up
    reading = asyncio.create_task(connection.execute("SELECT 1").__aenter__())
    await asyncio.sleep(0.02)
    was_waiting = not reading.done()
    other.execute("ROLLBACK")
    await reading

    assert (was_waiting, connection.in_transaction) == (True, True)


async def test_what_was_committed_is_there(connection: PromptConnection, other: sqlite3.Connection) -> None:
    """A transaction takes both ways, and comes true at its end alone."""
    await connection.execute("BEGIN IMMEDIATE")
    await connection.execute("INSERT INTO words VALUES ('a')")
    before = other.execute("SELECT * FROM words").fetchall()
    await connection.commit()

    assert (before, other.execute("SELECT * FROM words").fetchall()) == ([], [("a",)])
