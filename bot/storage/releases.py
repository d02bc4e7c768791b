"""Releases in the database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select, true, update

from bot.bells import RELEASES_BELL
from bot.storage.conflicts import outdated
from bot.storage.tables import RELEASE_TREES, RELEASES
from bot.storage.texts import storable
from bot.storage.trees import packed, unpacked
from handlers.releases import Release, ReleaseState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select, Update

    from bot.storage.database import Database
    from knowledge.tree import Tree

_PUBLISHED: Final = RELEASES.alias()
_SERVED: Final = (
    select(_PUBLISHED)
    .where(_PUBLISHED.c.state == ReleaseState.PUBLISHED)
    .order_by(_PUBLISHED.c.published_at.desc(), _PUBLISHED.c.number.desc())
    .limit(1)
)
"""The release that was published last."""


class SqlReleases:
    """The port `Releases` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, release: Release, tree: Tree) -> Release:
        content = await asyncio.to_thread(packed, tree)  # megabytes, for which nobody's answer shall wait
        statement = insert(RELEASES).values(
            hash=release.hash,
            author=release.author,
            at=release.at,
            note=storable(release.note),
            state=release.state,
            base=release.base,
            is_forced=release.is_forced,
            reasons=release.reasons,
            restores=release.restores,
            published_at=release.published_at,
        )
        async with self._database.writing(rings=RELEASES_BELL) as connection:
            number = (await connection.execute(statement.returning(RELEASES.c.number))).scalar_one()
            await connection.execute(insert(RELEASE_TREES).values(number=number, content=content))
        return replace(release, number=number, note=storable(release.note))

    async def move(self, number: int, state: ReleaseState, *, reasons: Sequence[str] = ()) -> Release:
        statement = update(RELEASES).values(state=state, reasons=list(reasons))
        return await self._change(number, statement.where(RELEASES.c.state != ReleaseState.PUBLISHED))

    async def publish(self, number: int, *, at: datetime, is_forced: bool = False) -> Release:
        served = func.coalesce(_SERVED.with_only_columns(_PUBLISHED.c.number).scalar_subquery(), 0)
        statement = update(RELEASES).values(state=ReleaseState.PUBLISHED, published_at=at, is_forced=is_forced)
        waits = RELEASES.c.state != ReleaseState.PUBLISHED
        return await self._change(number, statement.where(waits, RELEASES.c.base == served))

    async def served(self) -> Release | None:
        return await self._one(_SERVED)

    async def get(self, number: int) -> Release | None:
        return await self._one(select(RELEASES).where(RELEASES.c.number == number))

    async def tree(self, number: int) -> Tree:
        query = select(RELEASE_TREES.c.content).where(RELEASE_TREES.c.number == number)
        async with self._database.reading_once() as connection:
            content = await connection.scalar(query)
        if content is None:
            raise KeyError(number)
        return await asyncio.to_thread(unpacked, content)

    async def history(self, *, limit: int = 50, states: Sequence[ReleaseState] = ()) -> Sequence[Release]:
        is_wanted = RELEASES.c.state.in_(states) if states else true()
        query = select(RELEASES).where(is_wanted).order_by(RELEASES.c.number.desc()).limit(limit)
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
        return tuple(_release(row) for row in rows)

    async def _one(self, query: Select[*tuple[Any, ...]]) -> Release | None:
        async with self._database.reading_once() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _release(row)

    async def _change(self, number: int, statement: Update) -> Release:
        """Make a change that is only made where its conditions hold.

        Raises:
            KeyError: there is no such release.
            StaleError: they do not hold.
        """
        async with self._database.writing(rings=RELEASES_BELL) as connection:
            changed = await connection.execute(statement.where(RELEASES.c.number == number).returning(*RELEASES.c))
            row = changed.one_or_none()
        if row is not None:
            return _release(row)
        if await self.get(number) is None:
            raise KeyError(number)
        raise outdated(number)


def _release(row: Row[*tuple[Any, ...]]) -> Release:
    return Release(
        number=row.number,
        hash=row.hash,
        author=row.author,
        at=row.at,
        note=row.note,
        state=ReleaseState(row.state),
        base=row.base,
        is_forced=row.is_forced,
        reasons=tuple(row.reasons),
        restores=row.restores,
        published_at=row.published_at,
    )
