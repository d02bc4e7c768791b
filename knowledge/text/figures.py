"""The figures and dates that a text states, so that two languages, and a text and its sources, can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from knowledge.text.normalize import fold
from knowledge.text.tokens import without_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.dates import PartialDate
    from knowledge.schema import Lexicon
    from knowledge.text.calendar import Calendar

_NUMBER: Final = re.compile(r"(?<![\w.])(?P<digits>\d{1,3}(?:[,٬]\d{3})+|\d+)(?P<fraction>[.٫]\d+)?(?P<sign>\s?[%٪])?")
_GLUED_NUMBER: Final = re.compile(r"(?<=[\u0620-\u064a])(?=\d)|(?<=-)(?=\d)")
_MARK: Final = re.compile(r"\[\d+\]")
_NEXT_WORD: Final = re.compile(r"[\s-]*([^\W\d_]+)(?:\s+([^\W\d_]+))?")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SCALES: Final = {
    **dict.fromkeys(("thousand", "الف", "الاف"), Decimal(1_000)),
    **dict.fromkeys(("million", "millions", "مليون", "ملايين", "مليونا"), Decimal(1_000_000)),
    **dict.fromkeys(("billion", "billions", "مليار", "مليارات", "مليارا"), Decimal(1_000_000_000)),
    **dict.fromkeys(("الفا",), Decimal(1_000)),
}
_PERCENT: Final = frozenset({"percent", "بالميه", "بالمايه", "بالمه", "في الميه", "في المايه", "في المه", "per cent"})
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

    def read(self, text: str) -> Stated:
        """Everything that `text` states; source marks such as `[1]` do not count."""
        folded = fold(_MARK.sub(" ", text))
        dates = self._calendar.find(folded)
        for found in reversed(dates):
            folded = f"{folded[: found.start]} ; {folded[found.end :]}"
        folded = _GLUED_NUMBER.sub(" ", folded)
        figures = frozenset([*self._in_digits(folded), *self._in_words(folded)])
        return Stated(figures, frozenset(found.date for found in dates))

    def _in_digits(self, folded: str) -> Iterator[Figure]:
        for match in _NUMBER.finditer(folded):
            fraction = (match["fraction"] or "").replace("٫", ".")
            value = Decimal(re.sub(r"[,٬]", "", match["digits"]) + fraction)
            after = _NEXT_WORD.match(folded, match.end())
            following = after.groups(default="") if after else ("", "")
            is_percentage = match["sign"] is not None or bool({following[0], " ".join(following)} & _PERCENT)
            yield Figure(value * _SCALES.get(following[0], Decimal(1)), is_percentage)

    def _in_words(self, folded: str) -> Iterator[Figure]:
        found = list(_WORD.finditer(folded))
        for position, match in enumerate(found):
            value = next(
                (self._number_words[word] for word in without_prefixes(match.group()) if word in self._number_words),
                None,
            )
            if value is not None:
                following = found[position + 1].group() if position + 1 < len(found) else ""
                yield Figure(Decimal(value) * _SCALES.get(following, Decimal(1)))
