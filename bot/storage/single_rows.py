"""Single rows of a database, read with the driver alone: SQLAlchemy costs a third of a second."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from bot.storage.address import POSTGRESQL, product_of, server_address
from bot.storage.errors import StorageError

if TYPE_CHECKING:
    from pathlib import Path

Row: TypeAlias = "tuple[Any, ...] | None"

_PATIENCE: Final = 3.0
"""Seconds for a server to let somebody in, and to answer."""


class NoAnswerError(StorageError):
    """The database cannot be read just now, or there is none."""


def first_row(url: str, file: Path | None, query: str, *values: int) -> Row:
    """The first row that a query finds; None where it finds nothing.

    Args:
        url: of the database.
        file: where it is a file.
        query: with a question mark for each value.
        values: for the question marks, one at the most.

    Raises:
        NoAnswerError: it cannot be asked.
    """
    if file is not None:
        return _of_file(file, query, values)
    if product_of(url) == POSTGRESQL:
        # In a loop of its own, in a thread, for one may be running in this.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(asyncio.run, _of_server(url, query.replace("?", "$1"), values)).result()
    return None


def _of_file(file: Path, query: str, values: tuple[int, ...]) -> Row:
    try:
        with contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            row: Row = connection.execute(query, values).fetchone()
    except sqlite3.Error as error:
        raise NoAnswerError(f"{file} cannot be read: {error}") from error
    return row


async def _of_server(url: str, query: str, values: tuple[int, ...]) -> Row:
    import asyncpg  # noqa: PLC0415 - whoever keeps things in a file does without

    address = server_address(url)
    try:
        connection = await asyncpg.connect(address.dsn, timeout=_PATIENCE, command_timeout=_PATIENCE)
        try:
            row = await connection.fetchrow(query, *values)
        finally:
            await connection.close(timeout=_PATIENCE)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, ValueError):
        raise NoAnswerError(f"{address.place} cannot be read") from None
    return None if row is None else tuple(row)
