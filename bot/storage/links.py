"""What curators found behind links, in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.storage.tables import LINK_CHECKS
from handlers.link_checks import LinkCheck

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.storage.database import Database


class SqlLinkChecks:
    """The port `LinkChecks` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mark(self, check: LinkCheck) -> None:
        found = {"is_dead": check.is_dead, "by": check.by, "at": check.at}
        new = self._database.insert(LINK_CHECKS).values(source=check.source, **found)
        async with self._database.writing(alone=False) as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=LINK_CHECKS.primary_key, set_=found))

    async def all(self) -> Mapping[str, LinkCheck]:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(LINK_CHECKS))
        return {row.source: LinkCheck(row.source, row.is_dead, row.by, row.at) for row in rows}
