"""The gap queue in the database."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, case, func, insert, select, true, union_all, update

from bot.storage import gap_counts, traces
from bot.storage.grouping import folded, kept, shared_with_nearest
from bot.storage.tables import GAPS, GROUPS, TERMS, WORDINGS
from handlers.gap_queue import GapGroup, GapState, Wording
from handlers.model import Reason
from knowledge.search.likeness import SAME, likeness, telling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Database
    from handlers.model import Gap

MOST_FOUND: Final = 1000
"""Wordings that are looked up by a term, the newest first: one that more have tells little."""
MOST_COMPARED: Final = 40
"""Wordings that a gap is compared with: those that share most of its telling terms, and of these the newest."""


class SqlGapQueue:
    """The ports `GapQueue` and `GapLog` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, gap: Gap) -> int:
        gap = kept(gap)
        async with self._database.writing() as connection:
            group = await _group_of(connection, gap)
            if group is None:
                group = await _begin(connection, gap)
            await gap_counts.add(connection, group, gap)
        return group

    async def groups(
        self, *, states: Sequence[GapState] = (), limit: int = 50, offset: int = 0, fewest_askers: int = 1
    ) -> Sequence[GapGroup]:
        order = (GROUPS.c.askers.desc(), GROUPS.c.last_day.desc(), GROUPS.c.id.desc())
        query = select(GROUPS).where(_stands_in(states)).order_by(*order).limit(limit).offset(offset)
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
        return tuple(_group(row, fewest_askers) for row in rows)

    async def count(self, *, states: Sequence[GapState] = ()) -> int:
        query = select(func.count()).select_from(GROUPS).where(_stands_in(states))
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalar_one()

    async def group(self, group: int, *, fewest_askers: int = 1) -> GapGroup | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(select(GROUPS).where(GROUPS.c.id == group))).one_or_none()
        return None if row is None else _group(row, fewest_askers)

    async def wordings(self, group: int, *, fewest_askers: int = 1) -> Sequence[Wording]:
        query = select(WORDINGS).join_from(WORDINGS, GROUPS).where(GROUPS.c.id == group, WORDINGS.c.text != "")
        is_asked_enough = GROUPS.c.askers >= fewest_askers
        async with self._database.reading() as connection:
            found = await connection.execute(query.where(is_asked_enough).order_by(*gap_counts.MOST_ASKED))
        rows = found.all()
        return tuple(map(_wording, rows, shared_with_nearest([row.terms for row in rows])))

    async def decide(self, group: int, state: GapState, *, by: str, at: datetime, entry: str | None = None) -> None:
        kept = entry or (None if state is GapState.OPEN else GROUPS.c.entry)
        # An answer that is voted down stays that of its entry.
        attached = case((GROUPS.c.reason == Reason.DISLIKED, GROUPS.c.entry), else_=kept)
        statement = update(GROUPS).where(GROUPS.c.id == group)
        async with self._database.writing() as connection:
            await connection.execute(statement.values(state=state, decided_by=by, decided_at=at, entry=attached))

    async def erase(self, day: date, pseudonym: str) -> int:
        async with self._database.writing() as connection:
            erased = await gap_counts.erase(connection, GAPS.c.day == day, GAPS.c.pseudonym == pseudonym)
            if erased:
                await traces.leave(self._database, connection)
        return erased

    async def forget(self, *, before: date) -> int:
        async with self._database.writing() as connection:
            erased = await gap_counts.erase(connection, GAPS.c.day < before)
        if erased:
            await self._database.purge()
        return erased


async def _begin(connection: AsyncConnection, gap: Gap) -> int:
    """A new group, in which nothing is counted yet."""
    is_disliked = gap.reason is Reason.DISLIKED
    statement = insert(GROUPS).values(
        state=GapState.OPEN,
        reason=gap.reason,
        text="",
        language=gap.language,
        times=0,
        askers=0,
        askers_by_language={},
        first_day=gap.day,
        last_day=gap.day,
        candidates=[],
        entry=gap.entry if is_disliked else None,
    )
    group: int = (await connection.execute(statement.returning(GROUPS.c.id))).scalar_one()
    return group


async def _group_of(connection: AsyncConnection, gap: Gap) -> int | None:
    """The group that asks the same; there is none for what is asked for the first time."""
    match gap.reason:
        case Reason.DECLINED:
            return await _first(connection, gap, GROUPS.c.language == gap.language)
        case Reason.DISLIKED:
            return await _first(connection, gap, GROUPS.c.entry == gap.entry)
    group = None
    if gap.terms:
        group = await _worded(connection, gap, WORDINGS.c.terms == [*gap.terms])
        group = group or await _nearest(connection, gap)
    return group or await _worded(connection, gap, WORDINGS.c.folded == folded(gap))


async def _first(connection: AsyncConnection, gap: Gap, condition: ColumnElement[bool]) -> int | None:
    query = select(GROUPS.c.id).where(GROUPS.c.reason == gap.reason, condition).order_by(GROUPS.c.id).limit(1)
    return await connection.scalar(query)


async def _worded(connection: AsyncConnection, gap: Gap, alike: ColumnElement[bool]) -> int | None:
    """The oldest group of the same reason with such a wording."""
    groups = select(WORDINGS.c.group_id).join_from(WORDINGS, GROUPS).order_by(WORDINGS.c.group_id).limit(1)
    return await connection.scalar(groups.where(alike, GROUPS.c.reason == gap.reason))


async def _nearest(connection: AsyncConnection, gap: Gap) -> int | None:
    terms = telling(gap.terms)
    asked = {_term(place): term for place, term in enumerate(terms)}
    rows = await connection.execute(_compared(len(terms)), {"asked_for": gap.reason, **asked})
    most, group = max(((likeness(gap.terms, row.terms), -row.group_id) for row in rows), default=(0.0, 0))
    return -group if most >= SAME else None


@cache
def _compared(terms: int) -> Select[int, list[str]]:
    """The wordings that share most of so many terms; made once for each number, since making it takes milliseconds."""
    found = union_all(*map(_newest_with, map(_term, range(terms)))).subquery().c.wording_id
    most = func.count().desc(), found.desc()
    compared = select(found).group_by(found).order_by(*most).limit(MOST_COMPARED).subquery()
    is_compared = WORDINGS.c.id == compared.c.wording_id
    query = select(WORDINGS.c.group_id, WORDINGS.c.terms).join_from(compared, WORDINGS, is_compared).join(GROUPS)
    return query.where(GROUPS.c.reason == bindparam("asked_for"))


def _newest_with(term: str) -> Select[int]:
    wording = TERMS.c.wording_id
    newest = select(wording).where(TERMS.c.term == bindparam(term)).order_by(wording.desc()).limit(MOST_FOUND)
    return select(newest.subquery().c.wording_id)


def _term(place: int) -> str:
    """What the parameter is called that stands for a term."""
    return f"term_{place}"


def _stands_in(states: Sequence[GapState]) -> ColumnElement[bool]:
    return GROUPS.c.state.in_(states) if states else true()


def _group(row: Row[*tuple[Any, ...]], fewest_askers: int) -> GapGroup:
    return GapGroup(
        id=row.id,
        state=GapState(row.state),
        reason=Reason(row.reason),
        text=row.text if row.askers >= fewest_askers else "",
        language=row.language,
        times=row.times,
        askers=row.askers,
        askers_by_language=row.askers_by_language,
        first_day=row.first_day,
        last_day=row.last_day,
        candidates=tuple((entry, score) for entry, score in row.candidates),
        entry=row.entry,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def _wording(row: Row[*tuple[Any, ...]], why: tuple[str, ...]) -> Wording:
    return Wording(row.text, row.language, row.times, row.askers, row.last_day, why)
