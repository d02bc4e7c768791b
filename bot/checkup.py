"""`sanad database check`: whether the database can be used, line by line."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from bot.clock import SystemClock
from bot.databases import refuse_missing
from bot.replicas import CLOCKS_APART
from bot.sealing import fingerprint
from bot.storage import soundness
from bot.storage.contents import TABLES, number_of_rows
from bot.storage.database import Database
from bot.storage.errors import OtherSecretError
from bot.storage.inbox import backlog
from bot.storage.installation import Installation
from bot.storage.migrations import revision
from bot.storage.migrations.versions import HEAD
from bot.storage.openings import as_it_is, half_copied
from bot.storage.tables import LEASES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.settings import Settings

_SHOWN: Final = 8
"""Digits of a fingerprint: enough to tell two secrets apart."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line."""

    about: str
    said: str
    is_wrong: bool = False


async def check(settings: Settings) -> int:
    """Print what is found; 1 when something is wrong.

    Raises:
        StorageError: it cannot be opened.
    """
    refuse_missing(settings.database)
    async with Database(settings.database, opening=as_it_is) as database, database.reading() as connection:
        findings = [finding async for finding in _findings(database, connection, settings)]
    for finding in findings:
        print(f"{'wrong' if finding.is_wrong else 'well':<6} {finding.about:<10} {finding.said}")
    return 1 if any(finding.is_wrong for finding in findings) else 0


async def _findings(database: Database, connection: AsyncConnection, settings: Settings) -> AsyncIterator[Finding]:
    """What is found; of a database with another schema, the rows are not asked for."""
    yield Finding("database", f"{database.place}, {await soundness.engine(connection)}")
    now, schema = SystemClock().now(), await _schema(connection)
    yield schema
    yield _sound(await soundness.faults(connection))
    yield _clock(await soundness.clock_difference(connection, SystemClock()))
    if not schema.is_wrong:
        yield await _secret(database, connection, settings)
        yield await _rows(connection)
        yield await _replicas(connection, now)
        yield await _waiting(connection, now)


async def _schema(connection: AsyncConnection) -> Finding:
    found = await connection.run_sync(revision)
    if (source := await connection.run_sync(half_copied)) is not None:
        return Finding(
            "schema", f"a copy of {source} that is not whole: finish it with `sanad database copy`", is_wrong=True
        )
    if found == HEAD:
        return Finding("schema", f"{found}, the newest")
    return Finding(
        "schema", f"{found or 'none'}, and this Sanad needs {HEAD}: see `sanad database migrate`", is_wrong=True
    )


def _sound(faults: Sequence[str]) -> Finding:
    return Finding("soundness", "; ".join(faults) or "no faults", is_wrong=bool(faults))


def _clock(difference: timedelta) -> Finding:
    seconds = difference.total_seconds()
    if abs(difference) <= CLOCKS_APART:
        return Finding("clock", f"{seconds:+.3f} s")
    return Finding(
        "clock", f"the server's is {seconds:+.1f} s away from this machine's: keep both by NTP", is_wrong=True
    )


async def _secret(database: Database, connection: AsyncConnection, settings: Settings) -> Finding:
    """Whether `sanad run` would be let in with its secret; the fingerprint is for comparing machines."""
    print_of_it = fingerprint(settings.key)[:_SHOWN]
    for key, whose in ((settings.key, "the"), *((key, "an earlier") for key in settings.keys_before)):
        with suppress(OtherSecretError):
            await Installation(database, key).check(connection)
            return Finding("secret", f"{print_of_it}…, and the database knows {whose} secret")
    return Finding("secret", f"{print_of_it}…: {OtherSecretError()}", is_wrong=True)


async def _rows(connection: AsyncConnection) -> Finding:
    counts = {table.name: await number_of_rows(connection, select(table)) for table in TABLES}
    return Finding("rows", ", ".join(f"{name} {rows}" for name, rows in sorted(counts.items()) if rows) or "none")


async def _replicas(connection: AsyncConnection, now: datetime) -> Finding:
    living = select(func.count(LEASES.c.holder.distinct())).where(LEASES.c.until > now)
    number = await connection.scalar(living)
    return Finding("replicas", f"{number} of `sanad run` work with it" if number else "none works with it")


async def _waiting(connection: AsyncConnection, now: datetime) -> Finding:
    waiting = await backlog(connection)
    if waiting.oldest is None:
        return Finding("inbox", "nothing waits")
    return Finding("inbox", f"{waiting.events} wait, the oldest for {(now - waiting.oldest).total_seconds():.0f} s")
