"""The audit log in the database, where triggers keep its rows from being changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, true

from bot.storage.tables import DEEDS
from handlers.staff import Deed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.storage.database import Database


class SqlAuditLog:
    """The port `AuditLog` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, deed: Deed) -> None:
        said = {"actor": deed.actor, "action": deed.action, "target": deed.target, "at": deed.at}
        changed = {"before": dict(deed.before), "after": dict(deed.after)}
        async with self._database.writing(alone=False) as connection:
            await connection.execute(insert(DEEDS).values(**said, **changed))

    async def latest(
        self, *, limit: int = 50, before: int | None = None, actor: str | None = None, kind: str | None = None
    ) -> Sequence[Deed]:
        is_wanted = (
            true() if before is None else DEEDS.c.number < before,
            true() if actor is None else DEEDS.c.actor == actor,
            true() if kind is None else DEEDS.c.action.startswith(f"{kind}.", autoescape=True),
        )
        query = select(DEEDS).where(*is_wanted).order_by(DEEDS.c.number.desc()).limit(limit)
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
        return tuple(Deed(row.actor, row.action, row.target, row.at, row.before, row.after, row.number) for row in rows)
