"""What a database says of itself: which engine it is, whether it is sound, what time it has."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from handlers.ports import Clock

_SQLITE_VERSION: Final = text("SELECT 'SQLite ' || sqlite_version()")
_SQLITE_INTEGRITY: Final = text("PRAGMA integrity_check(20)")
_SQLITE_ORPHANS: Final = text('SELECT DISTINCT "table", parent FROM pragma_foreign_key_check')
_POSTGRESQL_VERSION: Final = text("SELECT 'PostgreSQL ' || current_setting('server_version')")
_POSTGRESQL_FAULTS: Final = text("""
    SELECT conrelid::regclass || ': the constraint ' || conname || ' is not valid'
    FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
    UNION ALL
    SELECT indrelid::regclass || ': the index ' || indexrelid::regclass || ' is not valid'
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE NOT (indisvalid AND indisready) AND relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT tgrelid::regclass || ': the trigger ' || tgname || ' is off'
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgenabled = 'D' AND relnamespace = current_schema()::regnamespace
""")
_SQLITE_FILE: Final = text("SELECT file FROM pragma_database_list WHERE name = 'main'")
_POSTGRESQL_IDENTITY: Final = text("SELECT system_identifier || ' ' || current_database() FROM pg_control_system()")
_POSTGRESQL_NOW: Final = text("SELECT clock_timestamp()")


async def engine(connection: AsyncConnection) -> str:
    """Name and version of the engine."""
    return str(await connection.scalar(_SQLITE_VERSION if _is_sqlite(connection) else _POSTGRESQL_VERSION))


async def identity(connection: AsyncConnection) -> str:
    """By which a database is known, by whatever address it was reached."""
    if not _is_sqlite(connection):
        return str(await connection.scalar(_POSTGRESQL_IDENTITY))
    return _inode(Path(str(await connection.scalar(_SQLITE_FILE))))


async def faults(connection: AsyncConnection) -> Sequence[str]:
    """What is wrong with pages, indexes, references and constraints; nothing in a database that is sound."""
    if not _is_sqlite(connection):
        return [str(fault) for fault in await connection.scalars(_POSTGRESQL_FAULTS)]
    broken = [str(line) for line in await connection.scalars(_SQLITE_INTEGRITY)]
    orphans = await connection.execute(_SQLITE_ORPHANS)
    return [
        *(line for line in broken if line != "ok"),
        *(f"{table}: a row refers to one of {parent} that is gone" for table, parent in orphans),
    ]


async def clock_difference(connection: AsyncConnection, clock: Clock) -> timedelta:
    """By how much the clock of the database's server is ahead of this machine's, give or take half the way there."""
    if _is_sqlite(connection):
        return timedelta(0)
    asked = clock.now()
    said: datetime = (await connection.execute(_POSTGRESQL_NOW)).scalar_one()
    answered = clock.now()
    return said - asked - (answered - asked) / 2


def _inode(path: Path) -> str:
    status = path.stat()
    return f"{status.st_dev} {status.st_ino}"


def _is_sqlite(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "sqlite"
