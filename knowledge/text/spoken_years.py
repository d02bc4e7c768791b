"""Years as they are spoken: 'twenty nineteen', 'two thousand and twenty two', 'ألفين وتسعة عشر', 'الألفين وسبعتعش'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from knowledge.schema import Concept

_TWO_THOUSAND: Final = 2000
_TENS: Final = (20, 30, 40)
_TEENS: Final = range(10, 20)
_UNITS: Final = range(1, 10)
_AND: Final = r"(?:\s*(?:and|w|و)\s*|[\s-]+)"
"""Between the parts; an Arabic 'and' is glued to the part after it."""
_ARTICLE: Final = "(?:ال)?"


class SpokenYears:
    """Writes the spoken years of this century as digits; knows the number words of the lexicon in every variety."""

    def __init__(self, numbers: Mapping[int, Concept]) -> None:
        self._values = {
            fold(form): value
            for value, concept in numbers.items()
            if value in {*_UNITS, *_TEENS, *_TENS}
            for _, form in concept.every_form()
        }
        head = numbers.get(_TWO_THOUSAND)
        two_thousand = [fold(form) for _, form in head.every_form()] if head is not None else []
        units, teens, tens = (self._any_of(values) for values in (_UNITS, _TEENS, _TENS))
        rest = rf"(?P<tens_{{0}}>{tens}){_AND}(?P<units_{{0}}>{units})|(?P<round_{{0}}>{teens}|{tens})"
        counted = rf"(?P<units_first>{units}){_AND}(?P<tens_last>{tens})|{rest.format('a')}"
        self._heads = tuple(two_thousand)
        self._pattern = re.compile(
            rf"(?<!\w)(?P<glued>[وفبلك]{{0,2}})(?:"
            rf"{_ARTICLE}(?:{alternatives(two_thousand)}){_AND}{_ARTICLE}(?:{counted})"
            rf"|twenty[\s-]+(?:{rest.format('b')}))(?!\w)"
        )

    def in_digits(self, folded: str) -> str:
        """A folded text with each spoken year as digits; a glued 'in' or 'and' before it stays, an article does not."""
        if "twenty" not in folded and not any(head in folded for head in self._heads):
            return folded
        return self._pattern.sub(self._written, folded)

    def _any_of(self, values: Iterable[int]) -> str:
        wanted = set(values)
        return alternatives([form for form, value in self._values.items() if value in wanted])

    def _written(self, match: re.Match[str]) -> str:
        said = (part for name, part in match.groupdict().items() if part is not None and name != "glued")
        return f"{match['glued']}{_TWO_THOUSAND + sum(self._values[part] for part in said)}"


def alternatives(forms: Iterable[str]) -> str:
    """A pattern for any of the forms, the longest first; for none of them one that matches nothing."""
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) or r"(?!)"
