"""Bars of a picture, laid out on the server: one column a day, the kinds of reply on top of each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers.overview import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from handlers.model import Kind
    from handlers.overview import Day

HEIGHT: Final = 100.0
STEP: Final = 10.0
"""From one column to the next; the picture is stretched to the width of the page."""
BAR: Final = 7.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle; lengths in the units of the picture, counted from its upper left corner."""

    kind: Kind
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One day."""

    day: date
    questions: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of some days."""

    columns: tuple[Column, ...]
    highest: int
    """Questions of the busiest day: the height of the picture."""

    @property
    def width(self) -> float:
        return len(self.columns) * STEP


def chart_of(days: Sequence[Day]) -> Chart:
    """A column for each day, all to one scale."""
    highest = max((day.questions for day in days), default=0)
    columns = (Column(day.day, day.questions, tuple(_bars(day, place, highest))) for place, day in enumerate(days))
    return Chart(tuple(columns), highest)


def _bars(day: Day, place: int, highest: int) -> Iterator[Bar]:
    top = HEIGHT
    for kind in QUESTIONS:
        height = HEIGHT * day.counts[kind] / highest if highest else 0.0
        top -= height
        if height:
            yield Bar(kind, place * STEP + (STEP - BAR) / 2, round(top, 2), round(height, 2))
