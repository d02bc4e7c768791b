"""The numbers that a database gives to new rows: they go on where they stood, also after rows were copied.

A number that was given once is not given again, even where its row is gone: what was written about the one would seem
to be about the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, text

from bot.storage.contents import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Column, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

_SQLITE_KNOWN: Final = text("SELECT name, seq FROM sqlite_sequence")
_SQLITE_FORGET: Final = text("DELETE FROM sqlite_sequence WHERE name = :name")
_SQLITE_KEEP: Final = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)")
_POSTGRESQL_SEQUENCE: Final = text("SELECT pg_get_serial_sequence(:name, :column)")
_POSTGRESQL_KEEP: Final = text("SELECT setval(CAST(:sequence AS text)::regclass, :last)")


async def last_numbers(connection: AsyncConnection) -> Mapping[str, int]:
    """The highest number that was ever given in each numbered table, as far as the database knows."""
    numbers = {table.name: await _highest(connection, column) for table, column in _numbered()}
    known = await (_given_by_sqlite if _is_sqlite(connection) else _given_by_postgresql)(connection)
    return {name: max(number, known.get(name, 0)) for name, number in numbers.items()}


async def raise_numbers(connection: AsyncConnection, numbers: Mapping[str, int]) -> None:
    """Let new rows be numbered above these, and above those that are there."""
    reached = await last_numbers(connection)
    keep = _keep_in_sqlite if _is_sqlite(connection) else _keep_in_postgresql
    for table, column in _numbered():
        last = max(reached[table.name], numbers.get(table.name, 0))
        if last:
            await keep(connection, table, column, last)


def _numbered() -> list[tuple[Table, Column[int]]]:
    return [(table, table.autoincrement_column) for table in TABLES if table.autoincrement_column is not None]


def _is_sqlite(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "sqlite"


async def _highest(connection: AsyncConnection, column: Column[int]) -> int:
    return await connection.scalar(select(func.max(column))) or 0


async def _given_by_sqlite(connection: AsyncConnection) -> Mapping[str, int]:
    return {row.name: row.seq for row in await connection.execute(_SQLITE_KNOWN)}


async def _given_by_postgresql(connection: AsyncConnection) -> Mapping[str, int]:
    given = {}
    for table, column in _numbered():
        if sequence := await _sequence(connection, table, column):
            # A sequence that was never used says 1 as well, and that it was not called.
            query = text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608 - its own name
            given[table.name] = await connection.scalar(query) or 0
    return given


async def _keep_in_sqlite(connection: AsyncConnection, table: Table, _: Column[int], last: int) -> None:
    if table.dialect_options["sqlite"]["autoincrement"]:  # others number their rows above those that are there
        await connection.execute(_SQLITE_FORGET, {"name": table.name})
        await connection.execute(_SQLITE_KEEP, {"name": table.name, "last": last})


async def _keep_in_postgresql(connection: AsyncConnection, table: Table, column: Column[int], last: int) -> None:
    if sequence := await _sequence(connection, table, column):
        await connection.execute(_POSTGRESQL_KEEP, {"sequence": sequence, "last": last})


async def _sequence(connection: AsyncConnection, table: Table, column: Column[int]) -> str | None:
    named = {"name": table.name, "column": column.name}
    sequence: str | None = await connection.scalar(_POSTGRESQL_SEQUENCE, named)
    return sequence
