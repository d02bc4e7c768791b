"""A database on a PostgreSQL server: its connections, what happens alone, and what its errors mean."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import asyncpg
from sqlalchemy import event, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.address import server_address
from bot.storage.errors import OTHERWISE, StorageError
from bot.storage.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from sqlalchemy import Table
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
    from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

    from bot.bells import Bells
    from bot.storage.address import ServerAddress
    from bot.storage.openings import Opening

    ServerConnection = asyncpg.Connection[asyncpg.Record]

MOST_CONNECTIONS: Final = 20
"""Of a process, beside the one that listens: a server that is left as it was installed lets a hundred in."""
_CHANNEL: Final = "sanad"
"""On which bells are announced; the payload is the name of the bell."""
_ALONE: Final = 0x53616E6164
"""The number of the lock that whoever has to be alone takes: 'Sanad' in ASCII."""

_CONNECTING: Final = 10.0
"""Seconds that a server may take to let somebody in."""
_ANSWERING: Final = 90.0
"""Seconds after which a server counts as gone that says nothing; more than it is given for a statement."""
_STARTING: Final = (0.1, 0.2, 0.4, 0.8, 1.5)
"""Seconds between attempts to reach a server that starts."""
_LISTENING_AGAIN: Final = 2.0
"""Seconds after a connection that listens was lost."""
_STILL_THERE: Final = 60.0
"""Seconds of silence after which the connection that listens is tried."""
_SETTINGS: Final[Mapping[str, str]] = {
    "application_name": "sanad",
    "statement_timeout": "60s",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",  # a process that froze holds the others up no longer
    "jit": "off",  # compiling a query takes longer than any of ours
}

_REACH: Final = "check that the server runs and can be reached from here, then try again"
_AGAIN: Final = "try again"
_SIGN_IN: Final = "check user and password in SANAD_DATABASE, and the server's pg_hba.conf"
_GRANT: Final = "make the user of SANAD_DATABASE the owner of the database (ALTER DATABASE … OWNER TO …)"
_REMEDIES: Final[Mapping[str, str]] = {
    "08": _REACH,
    "25006": "name the primary server in SANAD_DATABASE: a standby can only be read",
    "28": _SIGN_IN,
    "3D000": "create it (CREATE DATABASE … ENCODING 'UTF8'), or name another one in SANAD_DATABASE",
    "40": _AGAIN,
    "42501": _GRANT,
    "42P07": "move away what stands in the way, or name another database in SANAD_DATABASE",
    "53100": "free some space on the server's disk",
    "53200": "give the server more memory",
    "53300": "let the server take more connections (max_connections), or run fewer processes",
    "55P03": _AGAIN,
    "57": "wait until the server has started, then try again",
    "57014": _AGAIN,
}
"""By the beginnings of SQLSTATE codes; the longest that fits counts."""
_WORDLESS: Final = ("08", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "P0001")
"""Classes of errors whose messages name users, databases and tables, and nothing of what people wrote; the last one is
what our own triggers say."""
_LOST: Final = "the connection was lost"

_log = logging.getLogger(__name__)


class Postgresql:
    """The `Product` that is a server."""

    def __init__(self, url: str) -> None:
        """Read the address.

        Raises:
            StorageError: the URL names no database on a server.
        """
        self._address = server_address(url)
        self._engine = _engine(self)
        self._of_one_moment = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._outside_transactions = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._was_reached = False
        self._asks_for_durability = False

    @property
    def place(self) -> str:
        return self._address.place

    async def open(self, opening: Opening) -> None:
        async with self.writing(is_durable=False) as connection:
            await self._look_at(connection)
            await connection.execute(text("SET LOCAL statement_timeout = 0"))  # a step may have much to move
            await connection.execute(text("SET LOCAL lock_timeout = 0"))
            await self.be_alone(connection)  # so that of processes that start at once one takes the steps
            await opening(connection, self.place)

    async def close(self) -> None:
        await self._engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        async with self._of_one_moment.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self, *, is_durable: bool) -> AsyncIterator[AsyncConnection]:
        async with self._engine.begin() as connection:
            if is_durable and self._asks_for_durability:
                await connection.execute(text("SET LOCAL synchronous_commit = on"))
            yield connection

    @asynccontextmanager
    async def once(self, *, writes: bool) -> AsyncIterator[AsyncConnection]:  # noqa: ARG002 - SQLite asks
        async with self._outside_transactions.connect() as connection:
            yield connection

    async def be_alone(self, connection: AsyncConnection) -> None:
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_ALONE})"))

    async def purge(self) -> None:
        """Let no query find erased rows any more, not even one that looks into the pages.

        What lies on the server's disk afterwards, in free space and in logs that are not recycled yet, is beyond its
        clients: that disk has to be an encrypted one.
        """
        names = ", ".join(METADATA.tables)
        async with self._outside_transactions.connect() as connection:
            await connection.execute(text(f"VACUUM (SKIP_LOCKED) {names}"))

    async def announce(self, connection: AsyncConnection, bell: str) -> None:
        await connection.execute(text("SELECT pg_notify(:channel, :bell)"), {"channel": _CHANNEL, "bell": bell})

    async def listen(self, bells: Bells) -> None:
        was_heard = True
        while True:
            try:
                await self._listen(bells)
            except (StorageError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                if was_heard:
                    _log.warning("storage.not_listening")
                was_heard = False
            else:
                was_heard = True
            await asyncio.sleep(_LISTENING_AGAIN)

    def insert(self, table: Table) -> postgresql.Insert:
        return postgresql.insert(table)

    def translated(self, error: Exception) -> StorageError:
        driver = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        cause = driver.__cause__ if isinstance(error, DBAPIError) and driver.__cause__ is not None else driver
        return StorageError(f"{self.place}: {_words(cause)}: {_remedy(cause)}")

    async def connect(self) -> ServerConnection:
        """A new connection; a server that starts is waited for, and so is one that was there a moment ago.

        Raises:
            StorageError: there is none to be had.
        """
        pauses = iter(_STARTING)
        while True:
            try:
                return await self._connect()
            except (asyncpg.CannotConnectNowError, OSError) as error:
                pause = next(pauses, None)
                is_waited_for = isinstance(error, asyncpg.CannotConnectNowError) or self._was_reached
                if pause is None or not is_waited_for or isinstance(error, TimeoutError):
                    raise self.translated(error) from None
            await asyncio.sleep(pause)

    async def _connect(self) -> ServerConnection:
        try:
            connection = await asyncpg.connect(
                self._address.dsn,
                timeout=_CONNECTING,
                command_timeout=_ANSWERING,
                server_settings=_settings(self._address),
            )
        except asyncpg.CannotConnectNowError:
            raise
        except (asyncpg.PostgresError, asyncpg.InternalClientError) as error:
            raise self.translated(error) from None
        except ValueError:  # which tells what it could not read, and that may be a password
            raise StorageError("SANAD_DATABASE cannot be read: check host, port and options.") from None
        self._was_reached = True
        return connection

    async def _look_at(self, connection: AsyncConnection) -> None:
        """Refuse a database that cannot hold Arabic, and see whether a commit is on the disk by itself."""
        show = text("SELECT current_setting('server_encoding'), current_setting('synchronous_commit')")
        encoding, commit = (await connection.execute(show)).one()
        if encoding != "UTF8":
            raise StorageError(f"{self.place}: its encoding is {encoding}: create one with ENCODING 'UTF8'.")
        self._asks_for_durability = commit in {"off", "local"}

    async def _listen(self, bells: Bells) -> None:
        """Ring what is announced, until the connection is lost."""
        is_lost = asyncio.Event()
        connection = await self.connect()
        try:
            connection.add_termination_listener(lambda _: is_lost.set())
            await connection.add_listener(_CHANNEL, lambda *announced: bells.ring([str(announced[-1])]))
            bells.ring_all()
            while not is_lost.is_set():
                try:
                    async with asyncio.timeout(_STILL_THERE):
                        await is_lost.wait()
                except TimeoutError:
                    await connection.execute("SELECT 1", timeout=_CONNECTING)
        finally:
            connection.terminate()


def _settings(address: ServerAddress) -> dict[str, str]:
    """What is set for each connection, unless the URL sets it."""
    return {name: value for name, value in _SETTINGS.items() if name not in address.options}


def _engine(server: Postgresql) -> AsyncEngine:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=server.connect,
        hide_parameters=True,  # errors and logs never show what people wrote
        pool_size=MOST_CONNECTIONS // 2,
        max_overflow=MOST_CONNECTIONS - MOST_CONNECTIONS // 2,
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(_adapted: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
    """Let the pool connect anew where the server has hung up: known without asking it, which would take its time."""
    if entry.driver_connection is not None and entry.driver_connection.is_closed():
        raise DisconnectionError


def _words(cause: BaseException) -> str:
    """What went wrong, without details and values, which may be what a person wrote."""
    if isinstance(cause, asyncpg.PostgresError):
        is_wordless = str(cause.sqlstate).startswith(_WORDLESS)
        return str(cause.args[0]) if is_wordless else type(cause).__name__
    if isinstance(cause, OSError):
        return cause.strerror or "it does not answer"
    return _LOST if isinstance(cause, asyncpg.InterfaceError) else type(cause).__name__


def _remedy(cause: BaseException) -> str:
    if isinstance(cause, (OSError, asyncpg.InterfaceError)):
        return _REACH
    code = str(getattr(cause, "sqlstate", ""))
    fitting = [beginning for beginning in _REMEDIES if code.startswith(beginning)]
    return _REMEDIES[max(fitting, key=len)] if fitting else OTHERWISE
