"""A real PostgreSQL for the tests: started by the first test that needs it, and gone with the process."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import asyncpg
import pytest

from bot.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Mapping

Result = TypeVar("Result")

REQUIRED: Final = "REQUIRE_POSTGRESQL"
"""A variable that makes tests fail which would be skipped where there is no PostgreSQL."""
_DEBIAN: Final = Path("/usr/lib/postgresql")
_TEMPLATE: Final = "migrated"
_EMPTYING: Final = """
DO $$
DECLARE
    written text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    SELECT string_agg(oid::regclass::text, ', ') INTO written FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
    AND pg_relation_size(oid) > 0;
    IF written IS NOT NULL THEN
        EXECUTE 'TRUNCATE ' || written || ' CASCADE';
    END IF;
    PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false) FROM pg_sequences
    WHERE last_value IS NOT NULL;
END
$$
"""
"""Nobody else is connected any more, no table has a page, not even of erased rows, and every number begins anew. The
log that may not be changed is emptied as well: what keeps it is out of force for a replica."""
_SCHEMA: Final = """
SELECT md5(concat(
    (SELECT array_agg((oid, relname, relkind, relnatts, relacl, reloptions) ORDER BY oid) FROM pg_class
     WHERE relnamespace = 'public'::regnamespace),
    (SELECT array_agg((oid, tgname, tgenabled) ORDER BY oid) FROM pg_trigger),
    (SELECT array_agg((oid, conname) ORDER BY oid) FROM pg_constraint),
    (SELECT array_agg((attrelid, attname, atttypid, attnotnull, attisdropped) ORDER BY attrelid, attnum)
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace),
    (SELECT array_agg((oid, adbin) ORDER BY oid) FROM pg_attrdef),
    (SELECT array_agg((oid, proname, prosrc, proacl) ORDER BY oid) FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace),
    (SELECT array_agg((oid, nspname, nspacl) ORDER BY oid) FROM pg_namespace WHERE nspname !~ '^pg_t'),
    (SELECT array_agg((setrole, setconfig) ORDER BY setrole) FROM pg_db_role_setting),
    (SELECT array_agg(version_num) FROM alembic_version)
))
"""
"""The same in all copies of a template to which nothing was done but writing rows."""
_WHO_MAY_ENTER: Final = """
host all stranger 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""
"""The roles are `sanad`, who may do everything, `guest`, who may enter, and `stranger`, whose password nobody knows."""
_OPTIONS: Final[Mapping[str, str]] = {
    # What is lost with the machine need not be written to its disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "wal_level": "minimal",
    # Tests look for secrets in the journal: none of it is taken away before.
    "wal_keep_size": "64MB",
    "max_wal_size": "1GB",
    "max_wal_senders": "0",
    "listen_addresses": "127.0.0.1",
}


class PostgresServer:
    """One that runs.

    A database at the newest schema goes from test to test, and each finds it as if it were new: to empty one costs a
    fraction of making one.
    """

    def __init__(self, programs: Path, folder: Path, port: int) -> None:
        self._programs = programs
        self._folder = folder
        self._port = port
        self._names = count(1)
        self._schema: str | None = None
        """Of the template; None until it is made."""
        self._kept: list[str] = []
        """Names of databases that are like the template, and that nobody uses."""

    def start(self) -> None:
        # Small segments tell by their time what of the journal a test has written, and little else.
        journal = "--wal-segsize=1"
        self._run("initdb", "--no-sync", journal, "--auth=trust", "--username=sanad", "--encoding=UTF8", "--locale=C")
        settings = {**_OPTIONS, "port": str(self._port), "unix_socket_directories": str(self._folder)}
        with (self.data / "postgresql.conf").open("a") as configuration:
            configuration.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        (self.data / "pg_hba.conf").write_text(_WHO_MAY_ENTER)
        self.resume()
        self.execute("CREATE ROLE guest LOGIN")

    def resume(self) -> None:
        """Start it again where it was stopped."""
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self._folder / 'log'}")

    def stop(self) -> None:
        """Cut off whoever is connected."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--silent")

    def url(self, name: str, role: str = "sanad") -> str:
        return f"postgresql://{role}@127.0.0.1:{self._port}/{name}"

    def execute(self, statement: str) -> None:
        """Do something in a database that is always there."""
        _elsewhere(_execute(self.url("postgres"), statement))

    @contextmanager
    def database(self, *, is_migrated: bool = True) -> Iterator[str]:
        """The URL of a database that nobody else uses: empty, or at the newest schema and without a row."""
        name = self._migrated() if is_migrated else self._created()
        yield self.url(name)
        if is_migrated and _elsewhere(_emptied(self.url(name))) == self._schema:
            self._kept.append(name)
        else:
            self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @property
    def data(self) -> Path:
        """Where it keeps everything."""
        return self._folder / "data"

    def _migrated(self) -> str:
        """The name of one at the newest schema."""
        if self._schema is None:
            self.execute(f"CREATE DATABASE {_TEMPLATE}")
            _elsewhere(_migrate(self.url(_TEMPLATE)))
            self._schema = _elsewhere(_emptied(self.url(_TEMPLATE)))
        return self._kept.pop() if self._kept else self._created(f" TEMPLATE {_TEMPLATE}")

    def _created(self, how: str = "") -> str:
        """The name of a new one."""
        name = f"test_{next(self._names)}"
        self.execute(f"CREATE DATABASE {name}{how}")
        return name

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), f"--pgdata={self.data}", *arguments]
        # In a folder that its user may enter; and with no pipe that the server would go on holding.
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL, **_whom())  # noqa: S603 - PostgreSQL's own programs


@contextmanager
def running() -> Iterator[PostgresServer]:
    """A server in a folder of its own, until the end of the block; skips the test where there is no PostgreSQL."""
    programs = _programs()
    if programs is None:
        absent()
    folder = Path(tempfile.mkdtemp(prefix="sanad-postgresql-"))
    if (user := _whom().get("user")) is not None:
        shutil.chown(folder, user)
    server = PostgresServer(programs, folder, _free_port())
    try:
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder)


def absent() -> NoReturn:
    """Skip the test, or fail it where PostgreSQL has to be there."""
    reason = "no PostgreSQL: install Debian's package `postgresql`, or put its initdb and pg_ctl on the PATH"
    if os.environ.get(REQUIRED):
        pytest.fail(reason)
    pytest.skip(reason)


def _programs() -> Path | None:
    """The folder of initdb and pg_ctl, of the newest PostgreSQL that is found."""
    on_path = shutil.which("initdb")
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda found: float(found.parent.parent.name))
    candidates = [*([Path(on_path)] if on_path is not None else []), *reversed(versions)]
    return next((found.resolve().parent for found in candidates), None)


def _whom() -> dict[str, Any]:
    """As whom to run it: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name for user in pwd.getpwall()}
    user = "postgres" if "postgres" in known else "nobody"
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
    return port


def _elsewhere(work: Coroutine[Any, Any, Result]) -> Result:
    """Run something in a loop of its own, in a thread, for one may be running in this."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _emptied(url: str) -> str:
    """What the schema of a database is, once nothing is in it any more."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_EMPTYING)
        return str(await connection.fetchval(_SCHEMA))
    finally:
        await connection.close()


async def _migrate(url: str) -> None:
    async with Database(url):
        pass
