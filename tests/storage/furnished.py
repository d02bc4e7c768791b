"""A database with something in every column of every table, whatever tables there come to be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import JSON, Boolean, Date, Integer, LargeBinary, insert

from bot.storage.contents import TABLES
from bot.storage.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, Table

    from bot.storage.database import Database

NOON: Final = datetime(2019, 3, 23, 12, 0, 0, 7, tzinfo=UTC)
MONDAY: Final = date(2019, 3, 18)
WORDS: Final = "متى? ' \" \\ % \N{GRINNING FACE} \N{RIGHT-TO-LEFT MARK}\n"


async def furnish(database: Database, *, rows: int = 5, tables: Sequence[Table] = TABLES) -> None:
    """Put so many rows into each table."""
    async with database.writing() as connection:
        for table in tables:
            await connection.execute(insert(table), [_row(table, number) for number in range(1, rows + 1)])


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(column, number) for column in table.columns}


def _value(column: Column[Any], number: int) -> object:  # noqa: PLR0911 - a value for each kind of column
    """A value that tells its row; rows refer to those of the same number; of what may be empty, every third is."""
    if column.nullable and number % 3 == 0:
        return None
    match column.type:
        case JSON():
            return [WORDS, number, {"b": 1, "a": None}]
        case Boolean():
            return number % 2 == 0
        case Date():
            return MONDAY + timedelta(days=number)
        case Moment():
            return NOON + timedelta(hours=number)
        case LargeBinary():
            return bytes(range(256)) + bytes([number])
        case Integer():
            return number
        case _:
            return f"{column.name} {number:05} {WORDS}"
