"""Roles that were granted, and wishes of staff, in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from bot.storage.tables import MEMBERSHIPS
from handlers.roles import OF_THE_SETTINGS
from handlers.staff import Membership, Role
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row

    from bot.storage.database import Database


class SqlMemberships:
    """The port `Memberships` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Sequence[Membership]:
        async with self._database.reading() as connection:
            rows = await connection.execute(select(MEMBERSHIPS).order_by(MEMBERSHIPS.c.number))
        return tuple(_membership(row) for row in rows)

    async def grant(self, membership: Membership) -> None:
        role = {"role": membership.role, "granted_by": membership.granted_by, "granted_at": membership.granted_at}
        wishes = {"language": membership.language, "wants_digest": membership.wants_digest}
        await self._upsert(membership.id, role, {**wishes, "digest_day": membership.digest_day})

    async def revoke(self, staff: str) -> bool:
        is_granted = (MEMBERSHIPS.c.id == staff) & (MEMBERSHIPS.c.granted_by != OF_THE_SETTINGS)
        async with self._database.writing() as connection:
            return (await connection.execute(delete(MEMBERSHIPS).where(is_granted))).rowcount > 0

    async def set_language(self, staff: str, role: Role, language: Language) -> None:
        others = {"role": role, "granted_by": OF_THE_SETTINGS, "wants_digest": False}
        await self._upsert(staff, {"language": language}, others)

    async def set_digest(self, staff: str, role: Role, *, wanted: bool) -> None:
        others = {"role": role, "granted_by": OF_THE_SETTINGS, "language": Language.ENGLISH}
        await self._upsert(staff, {"wants_digest": wanted}, others)

    async def digest_sent(self, staff: str, day: date) -> None:
        async with self._database.writing() as connection:
            await connection.execute(update(MEMBERSHIPS).where(MEMBERSHIPS.c.id == staff).values(digest_day=day))

    async def _upsert(self, staff: str, changed: Mapping[str, object], others: Mapping[str, object]) -> None:
        """Change a row, or make it with the other columns as well."""
        new = self._database.insert(MEMBERSHIPS).values(id=staff, **changed, **others)
        async with self._database.writing() as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=[MEMBERSHIPS.c.id], set_=changed))


def _membership(row: Row[*tuple[Any, ...]]) -> Membership:
    return Membership(
        id=row.id,
        role=Role(row.role),
        granted_by=row.granted_by,
        granted_at=row.granted_at,
        language=Language(row.language),
        wants_digest=row.wants_digest,
        digest_day=row.digest_day,
    )
