"""One-time links and the console's sessions in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from bot.storage.tables import CONSOLE_SESSIONS, LINKS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Database


class SqlTickets:
    """The port `Tickets` on the database. What is too old is erased when somebody signs in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def issue(self, hashed: str, staff: str, *, until: datetime) -> None:
        async with self._database.writing_once() as connection:
            await connection.execute(insert(LINKS).values(hashed=hashed, staff=staff, until=until))

    async def is_waiting(self, hashed: str, *, at: datetime) -> bool:
        waits = (LINKS.c.hashed == hashed) & (LINKS.c.until > at)
        async with self._database.reading_once() as connection:
            return await connection.scalar(select(LINKS.c.staff).where(waits)) is not None

    async def redeem(self, hashed: str, *, at: datetime) -> str | None:
        async with self._database.writing(alone=False) as connection:
            await _sweep(connection, at)
            return await connection.scalar(delete(LINKS).where(LINKS.c.hashed == hashed).returning(LINKS.c.staff))

    async def open(self, hashed: str, staff: str, *, at: datetime, until: datetime) -> None:
        async with self._database.writing(alone=False) as connection:
            await _sweep(connection, at)
            await connection.execute(insert(CONSOLE_SESSIONS).values(hashed=hashed, staff=staff, until=until))

    async def whose(self, hashed: str, *, at: datetime) -> str | None:
        is_open = (CONSOLE_SESSIONS.c.hashed == hashed) & (CONSOLE_SESSIONS.c.until > at)
        async with self._database.reading_once() as connection:
            return await connection.scalar(select(CONSOLE_SESSIONS.c.staff).where(is_open))

    async def extend(self, hashed: str, *, until: datetime) -> None:
        is_shorter = (CONSOLE_SESSIONS.c.hashed == hashed) & (CONSOLE_SESSIONS.c.until < until)
        async with self._database.writing_once() as connection:
            await connection.execute(update(CONSOLE_SESSIONS).where(is_shorter).values(until=until))

    async def close(self, hashed: str) -> None:
        async with self._database.writing_once() as connection:
            await connection.execute(delete(CONSOLE_SESSIONS).where(CONSOLE_SESSIONS.c.hashed == hashed))

    async def close_all(self, staff: str) -> None:
        async with self._database.writing(alone=False) as connection:
            for table in (LINKS, CONSOLE_SESSIONS):
                await connection.execute(delete(table).where(table.c.staff == staff))


async def _sweep(connection: AsyncConnection, at: datetime) -> None:
    for table in (LINKS, CONSOLE_SESSIONS):
        await connection.execute(delete(table).where(table.c.until <= at))
