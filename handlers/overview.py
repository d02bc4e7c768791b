"""How things stand, in counts only: what was asked and answered day by day, what readers think, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handlers.gap_queue import GapState
from handlers.model import Kind
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from handlers.desk import Desk
    from handlers.feedback import Share
    from handlers.releases import Release

DAYS: Final = 30
"""Days that are looked back on, today among them."""
QUESTIONS: Final = (Kind.ANSWER, Kind.CLARIFY, Kind.GAP)
"""The replies that questions get; the rest is small talk."""
WORST: Final = 5
"""Answers that are named because readers vote them down."""


@dataclass(frozen=True, slots=True)
class Day:
    """The questions of one day in one language, by the kind of reply that they got."""

    day: date
    counts: Mapping[Kind, int]

    @property
    def questions(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """The last days, and now."""

    days: Mapping[Language, tuple[Day, ...]]
    """Every day of each language, the earliest first."""
    up: int
    down: int
    voted_down: tuple[Share, ...]
    """Answers with votes against them, most first."""
    open_gaps: int
    waiting: int
    """Changes in the draft."""
    release: Release | None
    """What is served; None before anything was published."""

    @property
    def totals(self) -> Mapping[Kind, int]:
        """All days and languages together."""
        days = [day for days in self.days.values() for day in days]
        return {kind: sum(day.counts[kind] for day in days) for kind in QUESTIONS}


async def overview(desk: Desk) -> Overview:
    """How things stand now."""
    last = desk.clock.now().date()
    first = last - timedelta(days=DAYS - 1)
    shares = await desk.votes.shares(since=first)
    return Overview(
        await _days(desk, first, last),
        sum(share.up for share in shares),
        sum(share.down for share in shares),
        tuple(share for share in shares if share.down)[:WORST],
        await desk.gaps.count(states=(GapState.OPEN,)),
        len(await desk.drafts.changes()),
        await desk.releases.served(),
    )


async def _days(desk: Desk, first: date, last: date) -> Mapping[Language, tuple[Day, ...]]:
    tallies = await desk.tallies.between(first, last)
    dates = [first + timedelta(days=number) for number in range(DAYS)]
    return {
        language: tuple(
            Day(date, {kind: tallies.get((date, language, kind), 0) for kind in QUESTIONS}) for date in dates
        )
        for language in Language
    }
