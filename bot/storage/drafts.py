"""The changes that wait, in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from bot.storage.changes import from_json, to_json
from bot.storage.conflicts import overtaken
from bot.storage.tables import DRAFT_CHANGES
from handlers.releases import DraftChange

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.storage.database import Database
    from knowledge.editing import Change


class SqlDrafts:
    """The port `Drafts` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def changes(self) -> Sequence[DraftChange]:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(DRAFT_CHANGES).order_by(DRAFT_CHANGES.c.number))
        return tuple(DraftChange(row.number, from_json(row.change), row.author, row.at, row.group_id) for row in rows)

    async def add(
        self, change: Change, *, author: str, at: datetime, group: int | None = None, expected: int
    ) -> DraftChange:
        row = {"change": to_json(change), "author": author, "at": at, "group_id": group}
        new = insert(DRAFT_CHANGES).values(row).returning(DRAFT_CHANGES.c.number)
        async with self._database.writing() as connection:
            latest = await connection.scalar(select(func.max(DRAFT_CHANGES.c.number)))
            if (latest or 0) != expected:
                raise overtaken()
            number = (await connection.execute(new)).scalar_one()
        return DraftChange(number, change, author, at, group)

    async def drop(self, numbers: Sequence[int]) -> None:
        async with self._database.writing() as connection:
            await connection.execute(delete(DRAFT_CHANGES).where(DRAFT_CHANGES.c.number.in_(numbers)))
