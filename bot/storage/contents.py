"""What a database holds, in terms that no engine has a say in: rows table by table, and whether they are the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import LargeBinary, func, select

from bot.storage.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from sqlalchemy import Row, Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    Rows = Sequence[Row[*tuple[Any, ...]]]
    Query = Select[*tuple[Any, ...]]
    Extract = Callable[[Table], Query | None]
    """What of a table is meant: all of its rows, some, or None of them."""

TABLES: Final[Sequence[Table]] = METADATA.sorted_tables
"""All tables; those that others refer to stand before them."""

_ROWS: Final = 500
"""Rows that are held in memory together."""
_LARGE_ROWS: Final = 10
"""The same where a row can be megabytes."""
_MODULUS: Final = 2**256


@dataclass(frozen=True, slots=True)
class Content:
    """How many rows there are, and what they come to."""

    rows: int
    digest: str
    """The same for the same rows, in whatever order an engine has them: the sum of their SHA-256, in hexadecimal."""


async def batches(connection: AsyncConnection, table: Table, query: Query, *, skip: int = 0) -> AsyncIterator[Rows]:
    """What a query finds in a table, in the order of its keys, a few rows at a time and without the first so many."""
    size = _LARGE_ROWS if any(isinstance(column.type, LargeBinary) for column in table.columns) else _ROWS
    ordered = query.order_by(*table.primary_key).offset(skip or None)
    async with connection.stream(ordered, execution_options={"yield_per": size}) as rows:
        async for batch in rows.partitions():
            yield batch


async def number_of_rows(connection: AsyncConnection, query: Query) -> int:
    """How many rows a query finds."""
    return (await connection.execute(select(func.count()).select_from(query.subquery()))).scalar_one()


async def content(connection: AsyncConnection, table: Table, query: Query) -> Content:
    """What the rows come to that a query finds in a table."""
    count, total = 0, 0
    async for batch in batches(connection, table, query):
        count += len(batch)
        total = (total + sum(map(_fingerprint, batch))) % _MODULUS
    return Content(count, f"{total:064x}")


def _fingerprint(row: Row[*tuple[Any, ...]]) -> int:
    written = json.dumps([*row], default=_plain, sort_keys=True)
    return int.from_bytes(hashlib.sha256(written.encode()).digest())


def _plain(value: object) -> str:
    """What JSON has no word for, such as a day, a moment or bytes."""
    return value.hex() if isinstance(value, bytes) else str(value)
