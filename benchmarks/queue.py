"""How long the curators' queue takes with very many gaps in the database: to open, and to take one more."""

from __future__ import annotations

import asyncio
import random
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert

from benchmarks.apart import apart
from benchmarks.replies import resident_megabytes
from benchmarks.tables import head, milliseconds, row
from benchmarks.texts import SEED
from benchmarks.timing import Percentiles, awaited_durations
from bot.storage.database import Database
from bot.storage.gaps import SqlGapQueue
from bot.storage.tables import GAPS, GROUPS, TERMS, WORDINGS
from handlers.gap_queue import GapState
from handlers.model import Gap, Reason
from knowledge.search.likeness import telling

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Table

SIZES: Final = ((10_000, 4_000), (100_000, 40_000))
"""Gaps, and the groups that they are in."""
ASKED: Final = 200
"""Times that each thing is done."""
TODAY: Final = date(2026, 6, 1)
DAYS: Final = 90
"""Over which the gaps are spread."""
SPELLINGS: Final = 3
"""Of each question."""
CONCEPTS: Final = 400
WORDS: Final = 20_000
"""Sounds of words that no lexicon has."""

Terms = tuple[str, ...]


def queue() -> Iterator[str]:
    """A table with a row for each thing that is done at each size."""
    yield f"Each is done {ASKED} times. Terms are made up: a few are in very many questions, most in few."
    yield ""
    yield from head("done", "gaps", "groups", "p50 ms", "p95 ms", "p99 ms", "memory MB")
    for gaps, groups in SIZES:
        durations, megabytes = apart(measured, gaps, groups)
        for done, seconds in durations.items():
            figures = (milliseconds(part) for part in (seconds.p50, seconds.p95, seconds.p99))
            yield row(done, f"{gaps:,}", f"{groups:,}", *figures, f"{megabytes:.0f}")


def measured(gaps: int, groups: int) -> tuple[dict[str, Percentiles], float]:
    """What each thing takes in a database of that size, and the megabytes of this process after all of them."""
    return asyncio.run(_measured(gaps, groups)), resident_megabytes()


async def _measured(gaps: int, groups: int) -> dict[str, Percentiles]:
    asked = drawn_terms(groups)
    with TemporaryDirectory() as folder:
        async with Database(f"sqlite:///{Path(folder) / 'queue.sqlite3'}") as database:
            async with database.writing() as connection:
                for table, rows in _rows(asked, gaps):
                    await connection.execute(insert(table), rows)
            numbers = [str(number) for number in range(ASKED)]
            return {
                done: Percentiles.of(await awaited_durations(call, numbers))
                for done, call in _calls(SqlGapQueue(database), asked).items()
            }


def _calls(gaps: SqlGapQueue, asked: Sequence[Terms]) -> Mapping[str, Callable[[str], Awaitable[object]]]:
    """What is done, by name; each call is given its number."""
    known, new = iter(drawn_terms(2 * ASKED, seed=SEED + 1, among=asked)), iter(drawn_terms(ASKED, seed=SEED + 2))
    return {
        "open the queue": lambda _: gaps.groups(states=(GapState.OPEN,), limit=50),
        "look at the group of most gaps": lambda _: gaps.wordings(1),
        "record what was asked before": lambda number: gaps.record(_gap(number, next(known))),
        "record it with a word more": lambda number: gaps.record(_gap(number, (*next(known), f"sound:{number}"))),
        "record what is asked for the first time": lambda number: gaps.record(_gap(number, next(new))),
    }


def drawn_terms(count: int, seed: int = SEED, among: Sequence[Terms] = ()) -> list[Terms]:
    """The terms of so many questions, or of some of those that are given: the lower a number, the more often drawn."""
    generator = random.Random(seed)  # noqa: S311 - repeatable, not secret # nosec B311
    if among:
        return generator.sample(among, count)
    return [_terms(generator) for _ in range(count)]


def _terms(generator: random.Random) -> Terms:
    concepts = {f"concept:{_low(generator, CONCEPTS)}" for _ in range(generator.randint(1, 4))}
    words = {f"sound:{_low(generator, WORDS)}" for _ in range(generator.randint(0, 2))}
    return (f"kind:{_low(generator, 8)}", *sorted(concepts), *sorted(words))


def _low(generator: random.Random, below: int) -> int:
    """Any number, but each order of magnitude as often as the next: what is said is said unevenly."""
    return int(below ** generator.random())


def _gap(text: str, terms: Terms) -> Gap:
    return Gap(
        f"question {text} {len(terms)}", "en", Reason.UNKNOWN, TODAY, f"asker {text}", (("founding", 0.5),), terms
    )


def _rows(asked: Sequence[Terms], gaps: int) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """What the store would have written, table by table: each group has a gap, and the first ones most of the rest."""
    numbers = range(1, len(asked) + 1)
    share = (gaps - len(asked)) / sum(1 / number for number in numbers)
    sizes = {number: 1 + round(share / number) for number in numbers}
    terms = dict(zip(numbers, asked, strict=True))
    yield GROUPS, [_group(number, sizes[number]) for number in numbers]
    wordings = [
        _wording(number, place, sizes[number], terms[number])
        for number in numbers
        for place in range(min(sizes[number], SPELLINGS))
    ]
    yield WORDINGS, wordings
    yield (
        TERMS,
        [{"term": term, "wording_id": wording["id"]} for wording in wordings for term in telling(wording["terms"])],
    )
    yield GAPS, [_gap_row(number, place) for number in numbers for place in range(sizes[number])]


def _group(number: int, size: int) -> dict[str, Any]:
    return {
        "id": number,
        "state": GapState.OPEN,
        "reason": Reason.UNKNOWN,
        "text": f"question {number}",
        "language": "en",
        "times": size,
        "askers": size,
        "askers_by_language": {"en": size},
        "first_day": _day(size - 1),
        "last_day": TODAY,
        "candidates": [("founding", 0.5)],
    }


def _wording(number: int, place: int, size: int, terms: Terms) -> dict[str, Any]:
    text, times = f"question {number} spelt {place}", len(range(place, size, SPELLINGS))
    words = {"text": text, "folded": text, "language": "en", "terms": sorted(terms)}
    counted = {"times": times, "askers": times, "last_day": _day(place), "last_gap": number}
    return {"id": SPELLINGS * number + place, "group_id": number, **words, **counted}


def _gap_row(number: int, place: int) -> dict[str, Any]:
    wording = SPELLINGS * number + place % SPELLINGS
    return {"group_id": number, "wording_id": wording, "day": _day(place), "pseudonym": f"asker {place} of {number}"}


def _day(place: int) -> date:
    return TODAY - timedelta(days=place % DAYS)
