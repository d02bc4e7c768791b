"""Leases and duties in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, or_, select, update

from bot.replicas import TO_DO_IT
from bot.storage.tables import DUTIES, LEASES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.storage.database import Database

_TOLERANCE: Final = timedelta(seconds=1)


class SqlLeases:
    """The port `Leases` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hold(self, name: str, holder: str, *, until: datetime, at: datetime) -> bool:
        held = {"holder": holder, "until": until}
        is_free = or_(LEASES.c.holder == holder, LEASES.c.until <= at)
        new = self._database.insert(LEASES).values(name=name, **held)
        statement = new.on_conflict_do_update(index_elements=["name"], set_=held, where=is_free)
        async with self._database.writing_once() as connection:
            return (await connection.execute(statement)).rowcount > 0

    async def release(self, name: str, holder: str) -> None:
        statement = delete(LEASES).where(LEASES.c.name == name, LEASES.c.holder == holder)
        async with self._database.writing_once() as connection:
            await connection.execute(statement)

    async def held(self, *, at: datetime) -> Mapping[str, str]:
        query = select(LEASES.c.name, LEASES.c.holder).where(LEASES.c.until > at)
        async with self._database.reading_once() as connection:
            return {row.name: row.holder for row in await connection.execute(query)}

    async def forget(self, *, before: datetime) -> int:
        async with self._database.writing_once() as connection:
            return (await connection.execute(delete(LEASES).where(LEASES.c.until < before))).rowcount


class SqlDuties:
    """The port `Duties` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, name: str, *, every: timedelta, at: datetime) -> bool:
        taken = {"taken_at": at - every + min(every, TO_DO_IT)}
        is_due = DUTIES.c.taken_at <= at - (every - _TOLERANCE)
        new = self._database.insert(DUTIES).values(name=name, **taken)
        statement = new.on_conflict_do_update(index_elements=["name"], set_=taken, where=is_due)
        async with self._database.writing_once() as connection:
            return (await connection.execute(statement)).rowcount > 0

    async def done(self, name: str, *, at: datetime) -> None:
        async with self._database.writing_once() as connection:
            await connection.execute(update(DUTIES).where(DUTIES.c.name == name).values(taken_at=at))
