"""Keys of days in the database, sealed."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.storage.memory.day_keys import KEY_BYTES
from bot.storage.tables import DAY_KEYS

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.sealing import Seal
    from bot.storage.database import Database


class SqlDayKeys:
    """The port `DayKeys` on the database."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def key(self, day: date) -> bytes:
        return await self.kept(day) or self._seal.open(await self._made(day), _about(day))

    async def kept(self, day: date) -> bytes | None:
        async with self._database.reading_once() as connection:
            sealed = await _kept(connection, day)
        return self._seal.open(sealed, _about(day)) if sealed is not None else None

    async def forget(self, *, before: date) -> int:
        async with self._database.writing_once() as connection:
            return (await connection.execute(delete(DAY_KEYS).where(DAY_KEYS.c.day < before))).rowcount

    async def _made(self, day: date) -> bytes:
        """The day's key, sealed; that of another process where it was faster."""
        sealed = self._seal.seal(secrets.token_bytes(KEY_BYTES), _about(day))
        statement = self._database.insert(DAY_KEYS).values(day=day, sealed=sealed).on_conflict_do_nothing()
        async with self._database.writing(alone=False) as connection:
            await connection.execute(statement)
            return await _kept(connection, day) or sealed


async def _kept(connection: AsyncConnection, day: date) -> bytes | None:
    kept: bytes | None = await connection.scalar(select(DAY_KEYS.c.sealed).where(DAY_KEYS.c.day == day))
    return kept


def _about(day: date) -> bytes:
    return day.isoformat().encode()
