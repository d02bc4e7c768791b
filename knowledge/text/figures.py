"""The figures and dates that a text states, so that two languages, and a text and its sources, can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.dates import PartialDate
    from knowledge.schema import Lexicon
    from knowledge.text.calendar import Calendar

_NUMBER: Final = re.compile(r"(?<![\w.])(?P<digits>\d{1,3}(?:[,٬]\d{3})+|\d+)(?P<fraction>[.٫]\d+)?(?P<sign>\s?[%٪])?")
_GLUED_NUMBER: Final = re.compile(r"(?<=[\u0620-\u064a])(?=\d)|(?<=-)(?=\d)")
_MARK: Final = re.compile(r"\[\d+\]")
_NEXT_WORD: Final = re.compile(r"[\s-]*([^\W\d_]+)")
_SCALES: Final = {
    **dict.fromkeys(("thousand", "thousands", "k", "الف", "الاف", "الوف"), Decimal(1_000)),
    **dict.fromkeys(("million", "millions", "mln", "مليون", "ملايين", "مليونا"), Decimal(1_000_000)),
    **dict.fromkeys(("billion", "billions", "bn", "مليار", "مليارات", "مليارا"), Decimal(1_000_000_000)),
    **dict.fromkeys(("الفا",), Decimal(1_000)),
}
_PERCENT: Final = re.compile(r"\s*(?<!\w)(?:per\s?cent|(?:ب|في\s)ال(?:ميه|مايه|مه))(?!\w)")
_SMALLEST_WORD: Final = 3
"""Below three, number words are articles and duals ('one of', `شريكان`) rather than figures."""


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """A number as a text states it, scaled: '7.7 million' is 7,700,000."""

    value: Decimal
    is_percentage: bool = False

    def __str__(self) -> str:
        return f"{self.value.normalize():,f}{'%' if self.is_percentage else ''}"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text states in figures and in dates."""

    figures: frozenset[Figure]
    dates: frozenset[PartialDate]


class FigureReader:
    """Reads figures and dates; knows the number words of both languages from the lexicon."""

    def __init__(self, lexicon: Lexicon, calendar: Calendar) -> None:
        self._calendar = calendar
        self._number_words = {
            fold(form): value
            for value, concept in lexicon.numbers.items()
            for _, form in concept.every_form()
            if value >= _SMALLEST_WORD and fold(form) not in _SCALES
        }
        names = "|".join(sorted(map(re.escape, self._number_words), key=len, reverse=True)) or "(?!)"
        self._number_word = re.compile(rf"(?<!\w)[وف]?(?:لل|[بلك]?(?:ال)?)(?P<name>{names})(?!\w)")

    def read(self, text: str) -> Stated:
        """Everything that `text` states; source marks such as `[1]` do not count."""
        folded = fold(_MARK.sub(" ", text))
        dates = self._calendar.find(folded)
        for found in reversed(dates):
            folded = f"{folded[: found.start]} ; {folded[found.end :]}"
        folded = _PERCENT.sub("%", _GLUED_NUMBER.sub(" ", folded))
        figures = frozenset([*self._in_digits(folded), *self._in_words(folded)])
        return Stated(figures, frozenset(found.date for found in dates))

    def _in_digits(self, folded: str) -> Iterator[Figure]:
        for match in _NUMBER.finditer(folded):
            fraction = (match["fraction"] or "").replace("٫", ".")
            value = Decimal(re.sub(r"[,٬]", "", match["digits"]) + fraction)
            yield Figure(value * _scale_after(match), match["sign"] is not None)

    def _in_words(self, folded: str) -> Iterator[Figure]:
        for match in self._number_word.finditer(folded):
            yield Figure(Decimal(self._number_words[match["name"]]) * _scale_after(match))


def _scale_after(number: re.Match[str]) -> Decimal:
    """What a number is multiplied by: a million in '7.7 million', one where no such word follows."""
    following = _NEXT_WORD.match(number.string, number.end())
    return _SCALES.get(following[1], Decimal(1)) if following else Decimal(1)
