"""The counters of groups and wordings: kept as gaps come, and counted anew where gaps were erased."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, case, delete, exists, func, insert, select, update

from bot.storage.grouping import folded
from bot.storage.tables import GAPS, GROUPS, TERMS, WORDINGS
from knowledge.search.likeness import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from handlers.model import Gap

MOST_ASKED: Final = (WORDINGS.c.askers.desc(), WORDINGS.c.last_day.desc(), WORDINGS.c.last_gap.desc())
"""The order of wordings: most askers first, then the latest."""
_AT_ONCE: Final = 1000
"""Groups that are counted anew by one statement: databases take so and so many values, and no more."""
_TIMES: Final = func.count()
_ASKERS: Final = func.count(GAPS.c.pseudonym.distinct())
_OF_WORDING: Final = GAPS.c.wording_id == WORDINGS.c.id
_OF_GROUP: Final = GAPS.c.group_id == GROUPS.c.id


async def add(connection: AsyncConnection, group: int, gap: Gap) -> None:
    """Keep one more gap of a group, and count it."""
    wording = await _wording(connection, group, gap)
    before = await _asked_before(connection, group, gap)
    row = {"group_id": group, "wording_id": wording.id, "day": gap.day, "pseudonym": gap.pseudonym}
    number = await connection.scalar(insert(GAPS).values(row).returning(GAPS.c.id))
    counted: dict[str, Any] = {"times": wording.times + 1, "askers": wording.askers + (wording.id not in before)}
    if gap.day >= wording.last_day:
        counted |= {"text": gap.text, "terms": gap.terms, "last_day": gap.day, "last_gap": number}
        if wording.terms != [*gap.terms]:
            await _index(connection, wording.id, gap.terms)
    await connection.execute(update(WORDINGS).where(WORDINGS.c.id == wording.id).values(counted))
    await _count(connection, group, gap, before)


async def _index(connection: AsyncConnection, wording: int, terms: Sequence[str]) -> None:
    """Let a wording be found by the telling ones of its terms, and by no others."""
    await connection.execute(delete(TERMS).where(TERMS.c.wording_id == wording))
    if terms:
        await connection.execute(insert(TERMS), [{"term": term, "wording_id": wording} for term in telling(terms)])


async def _wording(connection: AsyncConnection, group: int, gap: Gap) -> Row[*tuple[Any, ...]]:
    """The wording of a gap, made if it is new."""
    key = {"group_id": group, "folded": folded(gap), "language": gap.language}
    query = select(WORDINGS).where(*(WORDINGS.c[name] == value for name, value in key.items()))
    if (row := (await connection.execute(query)).one_or_none()) is not None:
        return row
    nothing = {"text": gap.text, "terms": [], "times": 0, "askers": 0, "last_day": gap.day, "last_gap": 0}
    made = await connection.execute(insert(WORDINGS).values(key | nothing).returning(*WORDINGS.c))
    return made.one()


async def _asked_before(connection: AsyncConnection, group: int, gap: Gap) -> Mapping[int, str]:
    """The wordings in which the same person has asked the same, with their languages."""
    query = select(WORDINGS.c.id, WORDINGS.c.language).join_from(GAPS, WORDINGS, _OF_WORDING).distinct()
    rows = await connection.execute(query.where(GAPS.c.group_id == group, GAPS.c.pseudonym == gap.pseudonym))
    return {row.id: row.language for row in rows}


async def _count(connection: AsyncConnection, group: int, gap: Gap, before: Mapping[int, str]) -> None:
    row = (await connection.execute(select(GROUPS).where(GROUPS.c.id == group))).one()
    counted: dict[str, Any] = {
        "times": row.times + 1,
        "askers": row.askers + (not before),
        "first_day": min(row.first_day, gap.day),
    }
    if gap.language not in before.values():
        counted["askers_by_language"] = _one_more(row.askers_by_language, gap.language)
    if gap.day >= row.last_day:
        counted |= {"last_day": gap.day, "candidates": gap.candidates}
    shown = select(WORDINGS).where(WORDINGS.c.group_id == group).order_by(*MOST_ASKED).limit(1)
    for column in (WORDINGS.c.text, WORDINGS.c.language):
        counted[column.name] = shown.with_only_columns(column).scalar_subquery()
    await connection.execute(update(GROUPS).where(GROUPS.c.id == group).values(counted))


def _one_more(counts: Mapping[str, int], key: str) -> dict[str, int]:
    return {**counts, key: counts.get(key, 0) + 1}


async def erase(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> int:
    """Erase the gaps that fulfil all conditions, with the wordings and groups that have none left; how many gaps."""
    erased = (await connection.execute(delete(GAPS).where(*conditions).returning(GAPS.c.group_id))).scalars().all()
    touched = sorted(set(erased))
    for first in range(0, len(touched), _AT_ONCE):
        await _count_anew(connection, touched[first : first + _AT_ONCE])
    return len(erased)


async def _count_anew(connection: AsyncConnection, touched: Sequence[int]) -> None:
    """Right what is told of groups that lost gaps, and of their wordings.

    The words of a wording are those of its latest gap. Where that one was erased, the others' own spellings are not
    known any more: what all spellings have in common is shown instead, and nothing of how the erased one was written.
    """
    of_touched = WORDINGS.c.group_id.in_(touched)
    await connection.execute(delete(WORDINGS).where(of_touched, ~exists().where(_OF_WORDING)))
    await connection.execute(delete(GROUPS).where(GROUPS.c.id.in_(touched), ~exists().where(_OF_GROUP)))
    times, askers, last_day = (
        select(told).where(_OF_WORDING).scalar_subquery() for told in (_TIMES, _ASKERS, func.max(GAPS.c.day))
    )
    latest = select(GAPS.c.id).where(_OF_WORDING).order_by(GAPS.c.day.desc(), GAPS.c.id.desc()).limit(1)
    last_gap = latest.scalar_subquery()
    words = case((WORDINGS.c.last_gap == last_gap, WORDINGS.c.text), else_=WORDINGS.c.folded)
    counted = {"times": times, "askers": askers, "last_day": last_day, "last_gap": last_gap, "text": words}
    await connection.execute(update(WORDINGS).where(of_touched).values(counted))
    if groups := await _counted(connection, touched):
        await connection.execute(update(GROUPS).where(GROUPS.c.id == bindparam("group")), groups)


async def _counted(connection: AsyncConnection, touched: Sequence[int]) -> list[dict[str, Any]]:
    """For each group the columns that are counted."""
    gaps = select(GAPS.c.group_id).where(GAPS.c.group_id.in_(touched)).group_by(GAPS.c.group_id)
    first_day, last_day = func.min(GAPS.c.day).label("first_day"), func.max(GAPS.c.day).label("last_day")
    totals = gaps.add_columns(_TIMES.label("times"), _ASKERS.label("askers"), first_day, last_day)
    languages = gaps.add_columns(WORDINGS.c.language, _ASKERS).join(WORDINGS, _OF_WORDING).group_by(WORDINGS.c.language)
    askers = _by_group(await connection.execute(languages))
    shown = {row.group_id: row for row in await connection.execute(_shown(touched))}
    return [
        {
            "group": row.group_id,
            "times": row.times,
            "askers": row.askers,
            "first_day": row.first_day,
            "last_day": row.last_day,
            "askers_by_language": askers[row.group_id],
            "text": shown[row.group_id].text,
            "language": shown[row.group_id].language,
        }
        for row in await connection.execute(totals)
    ]


def _by_group(rows: Iterable[Row[*tuple[Any, ...]]]) -> Mapping[int, dict[str, int]]:
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for group, key, count in rows:
        counts[group][key] = count
    return counts


def _shown(touched: Sequence[int]) -> Select[*tuple[Any, ...]]:
    """The wording of each group that most people used."""
    place = func.row_number().over(partition_by=WORDINGS.c.group_id, order_by=MOST_ASKED).label("place")
    ranked = select(WORDINGS, place).where(WORDINGS.c.group_id.in_(touched)).subquery()
    return select(ranked.c.group_id, ranked.c.text, ranked.c.language).where(ranked.c.place == 1)
