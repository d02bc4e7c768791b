"""Gaps in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, delete, func, insert, select, true

from bot.storage.tables import GAPS
from handlers.model import GapCount, Reason
from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Row, Select

    from bot.storage.database import Database
    from handlers.model import Gap

_GROUP: Final = (GAPS.c.folded, GAPS.c.language, GAPS.c.reason)


class SqlGapLog:
    """The port `GapLog` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, gap: Gap) -> None:
        text = _storable(gap.text)
        statement = insert(GAPS).values(
            day=gap.day,
            language=gap.language,
            reason=gap.reason,
            text=text,
            folded=fold(text),
            pseudonym=gap.pseudonym,
            candidates=gap.candidates,
        )
        async with self._database.writing() as connection:
            await connection.execute(statement)

    async def most_asked(self, *, limit: int, since: date | None = None) -> Sequence[GapCount]:
        async with self._database.reading() as connection:
            rows = await connection.execute(_most_asked(since).limit(limit))
        return tuple(_gap_count(row) for row in rows)

    async def forget(self, *, before: date) -> int:
        async with self._database.writing() as connection:
            erased = (await connection.execute(delete(GAPS).where(GAPS.c.day < before))).rowcount
        if erased:
            await self._database.purge()
        return erased


def _storable(text: str) -> str:
    """Without what a database cannot hold: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", errors="replace").decode("utf-8")


def _most_asked(since: date | None) -> Select[tuple[object, ...]]:
    """Groups joined with their latest gap: windows cannot count distinct values, and groups cannot pick a row."""
    is_recent: ColumnElement[bool] = true() if since is None else GAPS.c.day >= since
    newest_first = (GAPS.c.day.desc(), GAPS.c.id.desc())
    age = func.row_number().over(partition_by=_GROUP, order_by=newest_first).label("age")
    gap = select(GAPS, age).where(is_recent).subquery("gap")
    times, askers = func.count().label("times"), func.count(GAPS.c.pseudonym.distinct()).label("askers")
    group = select(*_GROUP, times, askers).where(is_recent).group_by(*_GROUP).subquery("asked")
    is_latest = and_(gap.c.age == 1, *(gap.c[column.name] == group.c[column.name] for column in _GROUP))
    columns = (gap.c.text, gap.c.language, gap.c.reason, group.c.times, group.c.askers, gap.c.day, gap.c.candidates)
    order = (group.c.askers.desc(), gap.c.day.desc(), gap.c.text, gap.c.language, gap.c.reason)
    return select(*columns).join_from(gap, group, is_latest).order_by(*order)


def _gap_count(row: Row[tuple[object, ...]]) -> GapCount:
    return GapCount(
        text=row.text,
        language=row.language,
        reason=Reason(row.reason),
        times=row.times,
        askers=row.askers,
        last_day=row.day,
        candidates=tuple((entry, score) for entry, score in row.candidates),
    )
