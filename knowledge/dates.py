"""Partial dates (2019, 2019-02, 2019-02-06) and the periods in which claims hold."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day: as much of a date as a source gives."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, written: str) -> PartialDate:
        """Read `2019`, `2019-02` or `2019-02-06`.

        Raises:
            ValueError: the text is none of these, or no such day exists.
        """
        match = _WRITTEN.fullmatch(written.strip())
        if match is None:
            raise ValueError(written)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None  # noqa: S101 - the pattern has no match without a year; tells the type checker
        partial = cls(year, month, day)
        partial.first_day  # noqa: B018 - asks the calendar whether there is such a day
        return partial

    @property
    def first_day(self) -> date:
        return date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def covers(self, other: PartialDate) -> bool:
        """Whether `other` lies within this date: 2019 covers 2019-02 and itself."""
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def overlaps(self, other: PartialDate) -> bool:
        """Whether the two can mean the same day."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Period:
    """When a claim held: at a date (`since` equals `until`), or from one date until another.

    `until` is None for what still held when it was last read.
    """

    since: PartialDate
    until: PartialDate | None

    @classmethod
    def at(cls, when: PartialDate) -> Period:
        """The period of a claim with `as_of`."""
        return cls(when, when)

    @property
    def is_moment(self) -> bool:
        return self.since == self.until

    @property
    def years(self) -> int:
        """Full years between the beginning and the end; none for a moment, and for what has not ended."""
        return 0 if self.until is None else (self.until.first_day - self.since.first_day).days // 365

    def overlaps(self, asked: PartialDate) -> bool:
        """Whether the claim speaks of the asked date."""
        if self.until is None:
            return self.since.first_day <= asked.last_day
        return self.since.first_day <= asked.last_day and asked.first_day <= self.until.last_day


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that a question names; an end that it leaves open is None."""

    since: PartialDate | None
    until: PartialDate | None

    @property
    def ends(self) -> tuple[PartialDate, ...]:
        """Those that are named, the earlier first."""
        return tuple(end for end in (self.since, self.until) if end is not None)
