"""Times as days, in which a question and the claims of many targets are compared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.dates import Period


class Days(NamedTuple):
    """A period in days, counted from the year 1: ready to be compared with many others."""

    first: int
    last: int
    ends: bool
    """Whether it has an end; else the last day is that of the calendar."""
    years: int
    """Full years in it."""

    @classmethod
    def of(cls, period: Period) -> Days:
        """A period by its first and its last day."""
        last = period.until.last_day if period.until is not None else date.max
        return cls(period.since.first_day.toordinal(), last.toordinal(), period.until is not None, period.years)

    def overlaps(self, other: Days) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


def closeness(periods: Iterable[Days], dates: Sequence[Days]) -> float:
    """How closely one of the periods speaks of one of the dates, 0 to 1; a period without an end does not count."""
    speaking = (period for period in periods for date in dates if period.ends and period.overlaps(date))
    return max((1.0 / (1.0 + period.years) for period in speaking), default=0.0)


def is_of_other_dates(periods: Iterable[Days], dates: Sequence[Days]) -> bool:
    """Whether none of the periods speaks of one of the dates that are asked for."""
    return bool(dates) and not any(period.overlaps(date) for period in periods for date in dates)
