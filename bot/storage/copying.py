"""Copies what one database holds into another; which engines they run on does not matter.

A copy that was cut off goes on where it stood: rows are copied in the order of their keys, each batch in a transaction,
so that what lies in the target says how far it is. A table of its own marks the target until the copy is whole, and
nobody can open it for anything else meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, text

from bot.storage.contents import TABLES, batches, content, number_of_rows
from bot.storage.errors import StorageError
from bot.storage.numbering import last_numbers, raise_numbers
from bot.storage.openings import MARK, half_copied
from bot.storage.tables import LEASES, METADATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.contents import Content, Extract, Query, Rows
    from bot.storage.database import Database

    Advance = Callable[[int], None]


class OccupiedError(StorageError):
    """A database that should be filled holds something already."""

    def __init__(self, holds: str) -> None:
        super().__init__(f"it holds {holds}: name an empty database, or add --replace to erase what is there")


class DifferentError(StorageError):
    """What was copied is not what it is a copy of."""

    def __init__(self, tables: Sequence[str]) -> None:
        super().__init__(f"{', '.join(tables)}: what was written is not what was read: report this")


class UsedError(StorageError):
    """A database is in use, and should rest."""

    def __init__(self) -> None:
        super().__init__("`sanad run` works with this database: stop it, wait for five seconds, and try again")


def chosen(extract: Extract) -> Iterator[tuple[Table, Query]]:
    """The tables that an extract takes something of, with what it takes; those that others refer to come first."""
    for table in TABLES:
        if (query := extract(table)) is not None:
            yield table, query


async def number_of_all(connection: AsyncConnection, extract: Extract) -> int:
    """How many rows an extract takes."""
    return sum([await number_of_rows(connection, query) for _, query in chosen(extract)])


async def contents(connection: AsyncConnection, extract: Extract) -> Mapping[str, Content]:
    """What each table comes to, as far as an extract takes it."""
    return {table.name: await content(connection, table, query) for table, query in chosen(extract)}


def empty(connection: Connection) -> None:
    """Take away all that is there, the audit log with it: the tables are made anew."""
    MARK.drop(connection, checkfirst=True)
    METADATA.drop_all(connection)
    METADATA.create_all(connection)


async def refuse_occupied(connection: AsyncConnection) -> None:
    """See that no table holds anything.

    Raises:
        OccupiedError: one does.
    """
    if await connection.run_sync(half_copied) is not None:
        raise OccupiedError("the beginning of a copy")
    for table in TABLES:
        if rows := await number_of_rows(connection, select(table)):
            raise OccupiedError(f"data already ({rows} rows in {table.name})")


async def take_its_time(connection: AsyncConnection) -> None:
    """Let the transaction last for hours, and wait for its other half: a server cuts off what rests for a minute."""
    if connection.dialect.name == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            await connection.execute(text(f"SET LOCAL {limit} = 0"))


async def refuse_used(connection: AsyncConnection, now: datetime) -> None:
    """See that no `sanad run` lives on the database.

    Raises:
        UsedError: one does, or did until a moment ago.
    """
    if await number_of_rows(connection, select(LEASES).where(LEASES.c.until > now)):
        raise UsedError


async def begin(target: Database, source: str) -> None:
    """Mark a database as one that is being filled from a source, which is named as a person should read it.

    Raises:
        OccupiedError: it holds something already that is no beginning of a copy of this source.
    """
    async with target.writing() as connection:
        if await connection.run_sync(half_copied) != source:
            await refuse_occupied(connection)
            await connection.run_sync(MARK.create)
            await connection.execute(insert(MARK).values(source=source))


async def finish(target: Database) -> None:
    """Take the mark away: the copy is whole."""
    async with target.writing() as connection:
        await connection.run_sync(MARK.drop)


async def copy(source: AsyncConnection, target: Database, extract: Extract, advance: Advance) -> None:
    """Copy what is not in the target yet, a batch in a transaction.

    Args:
        source: sees one moment.
        target: holds the beginning of this copy, or nothing.
        extract: what of each table is copied.
        advance: is told how many more rows are there; those that an earlier try copied are among them.
    """
    await take_its_time(source)
    for table, query in chosen(extract):
        async with target.reading() as connection:
            done = await number_of_rows(connection, select(table))
        advance(done)
        async for rows in batches(source, table, query, skip=done):
            async with target.writing() as connection:
                await _insert(connection, table, rows)
            advance(len(rows))
    async with target.writing() as connection:
        await raise_numbers(connection, await last_numbers(source))


async def fill(
    source: AsyncConnection, target: AsyncConnection, extract: Extract, advance: Advance
) -> Mapping[str, Content]:
    """The same into a target that is empty, all of it in the transaction of the target's connection.

    Raises:
        DifferentError: what the target holds afterwards is not what the source does.
    """
    await take_its_time(source)
    await take_its_time(target)
    for table, query in chosen(extract):
        async for rows in batches(source, table, query):
            await _insert(target, table, rows)
            advance(len(rows))
    await raise_numbers(target, await last_numbers(source))
    copied = await contents(target, extract)
    if wrong := different(await contents(source, extract), copied):
        raise DifferentError(wrong)
    return copied


def different(one: Mapping[str, Content], other: Mapping[str, Content]) -> Sequence[str]:
    """The tables whose rows are not the same."""
    return [name for name in one if one[name] != other[name]]


async def _insert(connection: AsyncConnection, table: Table, rows: Rows) -> None:
    await connection.execute(insert(table), [row._asdict() for row in rows])
