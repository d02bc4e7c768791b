"""One SQLite file: its connections, its one writer, and what its errors mean."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import sqlite3
import time
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.errors import OTHERWISE, StorageError
from bot.storage.prompt_connection import PromptConnection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from sqlalchemy import Connection, Table
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
    from sqlalchemy.pool import ConnectionPoolEntry

    from bot.bells import Bells
    from bot.storage.openings import Opening

_PATIENCE: Final = 5.0
"""Seconds to wait for another process."""
_BETWEEN_TRIES: Final = 0.02
"""Seconds, where SQLite does not wait by itself."""
_PRAGMAS: Final = (
    "foreign_keys = ON",
    "secure_delete = ON",  # erased rows are overwritten with zeros
    "temp_store = MEMORY",  # what people wrote is never copied to a temporary file
)
_ORDINARY: Final = "NORMAL"
"""Safe with WAL; a power cut may cost the last moments, never the file."""
_DURABLE: Final = "FULL"
"""What is committed is on the disk."""
_BEGIN: Final = "begin"
"""Execution option: the statement that opens a transaction; empty for none."""
_EXAMPLE: Final = "write sqlite:///folder/file.sqlite3, or sqlite:////folder/file.sqlite3 for an absolute path"

_PRIMARY_CODE: Final = 0xFF
"""SQLite's extended result codes carry the plain one in their lowest byte."""
_CHECK_PLACE: Final = "check that the folder and the file exist and that this user may write them"
_REMEDIES: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_BUSY: "close the other program that holds the database, then try again",
    sqlite3.SQLITE_CANTOPEN: _CHECK_PLACE,
    sqlite3.SQLITE_CORRUPT: "restore the file from a backup",
    sqlite3.SQLITE_FULL: "free some space on the disk",
    sqlite3.SQLITE_IOERR: "check the disk, then try again",
    sqlite3.SQLITE_NOTADB: "move that file away, or name another one",
    sqlite3.SQLITE_PERM: _CHECK_PLACE,
    sqlite3.SQLITE_READONLY: _CHECK_PLACE,
}

_log = logging.getLogger(__name__)


class Sqlite:
    """The `Product` that is a file."""

    def __init__(self, url: str) -> None:
        """Find the file.

        Raises:
            StorageError: the URL names none.
        """
        self._path = _path(url)
        self._engine = _engine(self._path, _ORDINARY)
        self._outside_transactions = self._engine.execution_options(**{_BEGIN: ""})
        self._durable = _engine(self._path, _DURABLE)
        self._writers = asyncio.Lock()
        """SQLite has one writer at a time; here they queue up, where SQLite would let them try their luck."""

    @property
    def place(self) -> str:
        return str(self._path)

    async def open(self, opening: Opening) -> None:
        _create(self._path)
        async with self.writing(is_durable=False) as connection:
            await opening(connection, self.place)

    async def close(self) -> None:
        await self._engine.dispose()
        await self._durable.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self, *, is_durable: bool) -> AsyncIterator[AsyncConnection]:
        engine = self._durable if is_durable else self._engine
        # The lock is taken at the start: a reader that turns writer half-way fails at once where another was faster.
        async with self._writers, engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}).begin() as connection:
            yield connection

    @asynccontextmanager
    async def once(self, *, writes: bool) -> AsyncIterator[AsyncConnection]:
        async with self._writers if writes else nullcontext(), self._outside_transactions.connect() as connection:
            yield connection

    async def be_alone(self, connection: AsyncConnection) -> None:
        """Every writer is."""

    async def purge(self) -> None:
        """Leave no byte of erased rows in the file or in its write-ahead log.

        `secure_delete` overwrites a row where it stands, but not the copies that stay behind when SQLite splits a page:
        the file is written anew. A reader in another process can hold the log open; then it is emptied by the next
        purge, or when the last connection closes.
        """
        async with self._writers, self._outside_transactions.connect() as connection:
            await connection.exec_driver_sql("VACUUM")
            is_busy, *_ = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        if is_busy:
            _log.warning("storage.purge_incomplete")

    async def announce(self, connection: AsyncConnection, bell: str) -> None:
        """SQLite tells other processes nothing: they look again and again."""

    async def listen(self, bells: Bells) -> None:
        """There is nothing to be heard."""

    def insert(self, table: Table) -> sqlite.Insert:
        return sqlite.insert(table)

    def translated(self, error: Exception) -> StorageError:
        driver = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        return StorageError(f"{self.place}: {_cause(driver)}: {_remedy(driver)}")


def _path(url: str) -> Path:
    """The file that the URL names. No message repeats the URL, for it may hold a password."""
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StorageError(f"SANAD_DATABASE is no URL: {_EXAMPLE}.") from error
    if parts.host or parts.query or not parts.database or parts.database == ":memory:":
        raise StorageError(f"SANAD_DATABASE names no file: {_EXAMPLE}.")
    return Path(parts.database).absolute()


def _create(path: Path) -> None:
    """Folder and file for this user alone; what exists already keeps the rights that somebody gave it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():  # and only then: to open and close a file that SQLite has open takes SQLite's locks away
        path.touch(mode=0o600)
    # Asked here, for the driver's thread outlives a failure to connect and complains on its own.
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(path, os.R_OK | os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _engine(path: Path, synchronous: str) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        hide_parameters=True,  # errors and logs never show what people wrote
        async_creator=lambda: _connected(path),
    )

    def configure(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, f"synchronous = {synchronous}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", configure)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


async def _connected(path: Path) -> PromptConnection:
    connection = PromptConnection(path)
    await connection
    try:
        await _said(connection, f"PRAGMA busy_timeout = {_PATIENCE * 1000:.0f}")
        await _log_ahead(connection)
    except BaseException:
        await connection.close()
        raise
    return connection


async def _log_ahead(connection: PromptConnection) -> None:
    """Turn to the write-ahead log, with which readers and the writer do not wait for each other.

    A file that has it already is only read. On a new one it is a reader that turns writer: where several processes
    begin at once, SQLite refuses all but one there and then, whatever its `busy_timeout`.
    """
    last_try = time.monotonic() + _PATIENCE
    while True:
        try:
            await _said(connection, "PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > last_try:
                raise
            await asyncio.sleep(_BETWEEN_TRIES)
        else:
            return


async def _said(connection: PromptConnection, statement: str) -> None:
    """Have a statement carried out, and leave nothing of it open."""
    async with connection.execute(statement):
        pass


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


def _cause(driver: BaseException) -> str:
    """A few words without the statement and without its values, which may be what a person wrote."""
    if isinstance(driver, OSError):
        return driver.strerror or type(driver).__name__
    return type(driver).__name__ if isinstance(driver, SQLAlchemyError) else str(driver)


def _remedy(driver: BaseException) -> str:
    if isinstance(driver, OSError):
        return _CHECK_PLACE
    return _REMEDIES.get(_code(driver), OTHERWISE)


def _code(driver: BaseException) -> int:
    code: int = getattr(driver, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & _PRIMARY_CODE
