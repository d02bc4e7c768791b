"""Counts of replies in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.storage.tables import TALLIES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bot.storage.database import Database


class SqlTallies:
    """The port `Tallies` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, day: date, language: str, kind: str) -> None:
        first = self._database.insert(TALLIES).values(day=day, language=language, kind=kind, replies=1)
        more = {"replies": TALLIES.c.replies + 1}
        async with self._database.writing_once() as connection:
            await connection.execute(first.on_conflict_do_update(index_elements=TALLIES.primary_key, set_=more))

    async def between(self, first: date, last: date) -> Mapping[tuple[date, str, str], int]:
        async with self._database.reading_once() as connection:
            rows = await connection.execute(select(TALLIES).where(TALLIES.c.day.between(first, last)))
        return {(row.day, row.language, row.kind): row.replies for row in rows}
