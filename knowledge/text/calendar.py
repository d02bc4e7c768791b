"""Dates in running text of both languages: `6 February 2019`, `شباط/فبراير 2019`, `2019-02-06`, `02/2019`, `2019`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from knowledge.dates import PartialDate
from knowledge.text.normalize import fold
from knowledge.text.spoken_numbers import SpokenNumbers
from knowledge.text.spoken_years import SpokenYears, alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.schema import Concept

_YEAR: Final = r"(?P<year>(?:19[89]|20[0-4])\d)(?![\d%]|[.,]\d)"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_GLUE: Final = r"[وفبلك]{0,2}(?:ال)?"
_FOUR_DIGITS: Final = re.compile(r"\d{4}")
_LONGEST_BEFORE_YEAR: Final = 80
"""Signs of a date before its year; 'nihayet shahr 31 من تشرين الثاني/كانون الاول, من سنه' has fewer."""
_BEFORE: Final = rf"(?<![\w.,]){_GLUE}"
_BEFORE_YEAR: Final = r"(?:(?<![\d.,/-])(?<![a-z])|(?<=\d{4}[-/])|(?<=[a-z]-))"
"""A year may also end a range, or follow a hyphen as in `mid-2019`."""
_BETWEEN_MONTH_AND_YEAR: Final = r"[\s,،]*(?:(?:of|in|from|سنه|عام|من|لعام|لسنه)\s+){0,2}"
_END_OF: Final = (
    r"(?:(?<!\w)[وفب]{0,2}(?:نهايه|اخر|nihayet|nehayet|a5er|akher)\s+(?:(?:شهر|عام|سنه|shahr|sanat|sana|sene)\s+)?"
    r"|(?<!by the )(?<!at the )\bend of\s+(?:the year\s+)?)?"
)
"""What may stand before a year or month and means its last days; by itself it asks for what ends, or is the last."""
_JOINED_DIGITS: Final = re.compile(r"\d[-/.]\d")
_A_YEAR: Final = re.compile(rf"{_END_OF}{_BEFORE_YEAR}{_GLUE}-?{_YEAR}")
_SEASONS: Final = {"spring": 5, "summer": 8, "autumn": 11, "ربيع": 5, "صيف": 8, "خريف": 11}
"""Seasons with their last month, which stands for them; winter belongs to two years."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where in the folded text it stands."""

    date: PartialDate
    start: int
    end: int


class Calendar:
    """Finds dates; knows the months' names from the lexicon, in both Arabic systems and in English.

    `numbers` are the lexicon's number words; with them `in_digits` knows spoken years and numbers.
    """

    def __init__(self, months: Mapping[int, Concept], numbers: Mapping[int, Concept] | None = None) -> None:
        self._months = {fold(form): number for number, month in months.items() for _, form in month.every_form()}
        names = alternatives(self._months)
        self._month = re.compile(rf"(?<!\w){_GLUE}(?P<name>{names})(?!\w)")
        self._season = re.compile(rf"(?<!\w){_GLUE}(?P<name>{alternatives(_SEASONS)})(?!\w)")
        self._name = re.compile(names)
        self._in_figures = tuple(map(re.compile, _notations_in_figures()))
        self._with_a_name = tuple(map(re.compile, _notations_with_a_name(names)))
        self._years, self._numbers = SpokenYears(numbers or {}), SpokenNumbers(numbers or {})

    def in_digits(self, folded: str) -> str:
        """A folded text with its spoken years and numbers in digits, so that `find` finds them."""
        return self._numbers.in_digits(self._years.in_digits(folded))

    def find(self, folded: str) -> list[FoundDate]:
        """Every date in a folded text, in order; the fullest reading of each place wins."""
        found: list[FoundDate] = []
        first_year = _FOUR_DIGITS.search(folded)
        if first_year is None:
            return found
        first = max(0, first_year.start() - _LONGEST_BEFORE_YEAR)
        for pattern in self._notations(folded, first):
            for match in pattern.finditer(folded, first):
                date = self._date(match)
                if date is not None and not any(one.start < match.end() and match.start() < one.end for one in found):
                    found.append(FoundDate(date, match.start(), match.end()))
        return sorted(found, key=lambda one: one.start)

    def month_in(self, folded: str) -> int | None:
        """The first month that a folded text names, with a year or without; else the last one of a season."""
        if (month := self._month.search(folded)) is not None:
            return self._months[month["name"]]
        season = self._season.search(folded)
        return _SEASONS[season["name"]] if season is not None else None

    def _notations(self, folded: str, first: int) -> Iterator[re.Pattern[str]]:
        """Patterns for the dates that a text may have from a place on, the fullest first."""
        if _JOINED_DIGITS.search(folded) is not None:
            yield from self._in_figures
        if self._name.search(folded, first) is not None:
            yield from self._with_a_name
        yield _A_YEAR

    def _date(self, match: re.Match[str]) -> PartialDate | None:
        parts = match.groupdict()
        month = self._months.get(parts.get("name") or "") or int(parts.get("number") or 0) or None
        day = int(parts["day"]) if parts.get("day") else None
        try:
            date = PartialDate(int(parts["year"]), month, day)
            date.first_day  # noqa: B018 - asks the calendar whether there is such a day
        except ValueError:
            return None
        return date


def _notations_in_figures() -> Iterator[str]:
    yield rf"{_BEFORE}(?P<year>\d{{4}})-(?P<number>\d{{2}})-(?P<day>\d{{2}})(?!\d)"
    yield rf"{_BEFORE}(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})[/.]{_YEAR}"
    yield rf"{_BEFORE}(?P<number>\d{{1,2}})/{_YEAR}"
    yield rf"{_BEFORE}(?P<year>\d{{4}})-(?P<number>\d{{2}})(?!\d)"


def _notations_with_a_name(months: str) -> Iterator[str]:
    """With `months`, a pattern for the name of a month."""
    month = rf"{_GLUE}(?P<name>{months})(?:\s*[/(]\s*(?:{months})\)?)?(?!\w)"
    yield rf"{_END_OF}(?:{_BEFORE}{_DAY}\s+(?:من\s+|of\s+)?)?(?<!\w){month}{_BETWEEN_MONTH_AND_YEAR}{_YEAR}"
    yield rf"(?<!\w){month}\s+{_DAY}[\s,،]+{_YEAR}"
