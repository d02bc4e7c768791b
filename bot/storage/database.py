"""One SQLite file, opened, brought up to date, and shared by many coroutines."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.errors import StorageError, translated
from bot.storage.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import TracebackType

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
    from sqlalchemy.pool import ConnectionPoolEntry

_PRAGMAS: Final = (
    "busy_timeout = 5000",  # milliseconds to wait for another process; first, for the next ones may have to wait
    "journal_mode = WAL",  # readers and the writer do not wait for each other
    "synchronous = NORMAL",  # safe with WAL; a power cut may cost the last moments, never the file
    "foreign_keys = ON",
    "secure_delete = ON",  # erased rows are overwritten with zeros
    "temp_store = MEMORY",  # what people wrote is never copied to a temporary file
)
_BEGIN: Final = "begin"
"""Execution option: the statement that opens a transaction; empty for none."""
_EXAMPLE: Final = "write sqlite:///folder/file.sqlite3, or sqlite:////folder/file.sqlite3 for an absolute path"

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Together:
    """What a task does in a block of `Database.together`."""

    task: asyncio.Task[object] | None
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    connection: AsyncConnection | None = None
    """None until something is written."""


class Database:
    """A database between `async with Database(url) as database` and its end."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._path: Path | None = None
        self._engine: AsyncEngine | None = None
        self._writers = asyncio.Lock()
        """SQLite has one writer at a time; here they queue up, where SQLite would let them try their luck."""
        self._together: ContextVar[_Together | None] = ContextVar("together", default=None)

    async def __aenter__(self) -> Self:
        self._path = _path(self._url)
        with translated(str(self._path)):
            _create(self._path)
            self._engine = _engine(self._path)
            await self._migrate()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with translated(str(self._path)):
            await self._close()

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """The port `Transactions`."""
        together = _Together(asyncio.current_task())
        token = self._together.set(together)
        try:
            with translated(str(self._path)):
                async with together.stack:
                    yield
        finally:
            self._together.reset(token)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose statements all see the database as it was at the first of them.

        In a block of `together` they see what was written in it.
        """
        together = self._joined()
        with translated(str(self._path)):
            if together is not None and together.connection is not None:
                yield together.connection
            else:
                async with self._opened().connect() as connection:
                    yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose statements all come true together at the end, or not at all.

        In a block of `together` the end is that of the block.
        """
        together = self._joined()
        with translated(str(self._path)):
            if together is None:
                async with self._transaction() as connection:
                    yield connection
            else:
                if together.connection is None:
                    together.connection = await together.stack.enter_async_context(self._transaction())
                yield together.connection

    def _joined(self) -> _Together | None:
        """The block that this task is in. A task that was begun in the block has its context, and is not in it."""
        together = self._together.get()
        return together if together is not None and together.task is asyncio.current_task() else None

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        async with self._writers, _for_writing(self._opened()).begin() as connection:
            yield connection

    async def purge(self) -> None:
        """Leave no byte of erased rows in the file or in its write-ahead log.

        `secure_delete` overwrites a row where it stands, but not the copies that stay behind when SQLite splits a page:
        the file is written anew. A reader in another process can hold the log open; then it is emptied by the next
        purge, or when the last connection closes.
        """
        with translated(str(self._path)):
            outside_transactions = self._opened().execution_options(**{_BEGIN: ""})
            async with self._writers, outside_transactions.connect() as connection:
                await connection.exec_driver_sql("VACUUM")
                is_busy, *_ = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        if is_busy:
            _log.warning("storage.purge_incomplete")

    def _opened(self) -> AsyncEngine:
        if self._engine is None:
            raise RuntimeError("the database is not open: use `async with`")
        return self._engine

    async def _migrate(self) -> None:
        try:
            await migrate(_for_writing(self._opened()))
        except BaseException:
            await self._close()
            raise

    async def _close(self) -> None:
        engine, self._engine = self._opened(), None
        await engine.dispose()


def _path(url: str) -> Path:
    """The file that the URL names. No message repeats the URL, for it may hold a password."""
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StorageError(f"SANAD_DATABASE is no URL: {_EXAMPLE}.") from error
    if parts.drivername not in {"sqlite", "sqlite+aiosqlite"}:
        raise StorageError(
            f"SANAD_DATABASE: {parts.drivername} is not supported: PostgreSQL comes later; for now {_EXAMPLE}."
        )
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


def _engine(path: Path) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        hide_parameters=True,  # errors and logs never show what people wrote
        connect_args={"isolation_level": None},  # the driver begins no transactions of its own: see `_begin`
    )
    event.listen(engine.sync_engine, "connect", _configure)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _for_writing(engine: AsyncEngine) -> AsyncEngine:
    """Takes the write lock at the start: a reader that turns writer half-way fails at once where another was faster."""
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def _configure(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)
