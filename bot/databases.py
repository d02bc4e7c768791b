"""`sanad database`: brings a database up to date, looks whether it is sound, and copies it into another."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.clock import SystemClock
from bot.progress import advancing
from bot.settings import database_file
from bot.storage import copying
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.migrations import migrate, revision
from bot.storage.openings import as_it_is, only_newest
from bot.storage.soundness import identity
from bot.storage.tables import LEASES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.settings import Settings
    from bot.storage.contents import Content, Query

    Contents = Mapping[str, Content]


async def bring_up_to_date(settings: Settings) -> int:
    """Bring the database to the newest schema, and print from which to which."""
    before = await _revision(settings.database)
    async with Database(settings.database):
        pass
    after = await _revision(settings.database)
    print(f"the schema is {after}" + ("" if before == after else f"; it was {before or 'not there'}"))
    return 0


async def copy(source: str, target: str, *, replace: bool) -> int:
    """Copy one database into another, from where an earlier try stood; 1 when they are not the same afterwards.

    Raises:
        StorageError: one of them cannot be used, is in use, or the target holds something else.
    """
    refuse_missing(source)
    async with (
        Database(source, opening=only_newest) as one,
        Database(target, opening=migrate) as other,
        one.reading() as rows,
    ):
        await _begin(rows, other, one.place, replace=replace)
        with advancing("Copying", await copying.number_of_all(rows, all_but_leases)) as advance:
            await copying.copy(rows, other, all_but_leases, advance)
        read, written = await _compared(rows, other)
    for name in read:
        print(_line(name, read[name], written[name]))
    if wrong := copying.different(read, written):
        print(f"{', '.join(wrong)}: the source has changed meanwhile; copy it again with --replace", file=sys.stderr)
    return 1 if wrong else 0


def all_but_leases(table: Table) -> Query | None:
    """What of a table is copied: of processes that work with the one database, none works with the other."""
    return None if table is LEASES else select(table)


def refuse_missing(url: str) -> None:
    """See that there is a file, where the URL names one: to open it would make it.

    Raises:
        StorageError: there is none.
    """
    file = database_file(url)
    if file is not None and not file.exists():
        raise StorageError(f"{file}: there is no database")


async def _revision(url: str) -> str | None:
    file = database_file(url)
    if file is not None and not file.exists():
        return None
    async with Database(url, opening=as_it_is) as database, database.reading() as connection:
        return await connection.run_sync(revision)


async def _begin(rows: AsyncConnection, target: Database, source: str, *, replace: bool) -> None:
    """See that these are two databases, and that both rest; and mark the target."""
    now = SystemClock().now()
    await copying.refuse_used(rows, now)
    async with target.writing() as connection:
        await copying.refuse_used(connection, now)
        if await identity(connection) == await identity(rows):
            raise StorageError(f"{source}: FROM and TO are the same database")
        if replace:
            await connection.run_sync(copying.empty)
    await copying.begin(target, source)


async def _compared(rows: AsyncConnection, target: Database) -> tuple[Contents, Contents]:
    """What each table of the source and of the target comes to; where nothing differs, the target may be used."""
    read = await copying.contents(rows, all_but_leases)
    async with target.reading() as connection:
        await copying.take_its_time(connection)
        written = await copying.contents(connection, all_but_leases)
    if not copying.different(read, written):
        await copying.finish(target)
    return read, written


def _line(name: str, read: Content, written: Content) -> str:
    said = f"{written.rows} rows, {written.digest[:16]}" if read == written else f"{read.rows} rows, not the same"
    return f"{name:<18} {said}"
