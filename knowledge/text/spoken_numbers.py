"""Numbers of two words, and ordinals in figures: 'seventy-nine', 'تسعة وسبعين', 'الثاني والثمانون', '82nd'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from knowledge.schema import Variety
from knowledge.text.normalize import fold
from knowledge.text.spoken_years import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from knowledge.schema import Concept

_TENS: Final = range(20, 100, 10)
_UNITS: Final = range(1, 10)
_ENGLISH_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ARABIC_ORDINALS: Final = (
    "أحد حادي حادية 7adi hadi",
    "ثاني ثانية تاني تانية tani tanye thani",
    "ثالث ثالثة تالت تالتة talet taleth thalith",
    "رابع رابعة rabe3 rabi3",
    "خامس خامسة 5ames khames khamis",
    "سادس سادسة sades sadis",
    "سابع سابعة sabe3 sabi3",
    "ثامن ثامنة تامن تامنة tamen thamin",
    "تاسع تاسعة tase3 tasi3",
)
"""Words from 1 on that are numbers before or after tens alone; else 'أحد' is anybody, and 'الثاني' a concept."""
_ARTICLE: Final = r"(?:ال|(?<=ل)ل|[aei]l[\s-]?|l[\s-])?"
_AND: Final = r"(?:\s*و\s?|[\s-]+(?:w[aei]?|u|o)[\s-]?)"
_FIGURE: Final = re.compile(r"(?<![\w.])(1[3-9]|[2-9]\d|\d{3,})(?:st|nd|rd|th)(?!\w)")
"""Those before '13th' are concepts of the lexicon, as 'twelfth' is."""


class SpokenNumbers:
    """Writes spoken numbers from 21 to 99 as digits; knows the number words of the lexicon in every variety."""

    def __init__(self, numbers: Mapping[int, Concept]) -> None:
        told = [(variety, fold(form), value) for value, one in numbers.items() for variety, form in one.every_form()]
        english = {form: value for variety, form, value in told if variety is Variety.ENGLISH}
        english |= {word: value for value, word in enumerate(_ENGLISH_ORDINALS, 1)}
        arabic = {form: value for variety, form, value in told if variety is not Variety.ENGLISH}
        arabic |= {fold(word): value for value, words in enumerate(_ARABIC_ORDINALS, 1) for word in words.split()}
        self._values = english | arabic
        self._tens = tuple(form for form, value in self._values.items() if value in _TENS)
        # What is glued is as short as can be: 'واحد' is no 'and' before 'أحد'.
        self._arabic = re.compile(
            rf"(?<!\w)(?P<glued>[وفبلك]{{0,2}}?){_ARTICLE}{_named('units', arabic, _UNITS)}"
            rf"{_AND}{_ARTICLE}{_named('tens', arabic, _TENS)}(?!\w)"
        )
        self._english = re.compile(
            rf"(?<!\w)(?P<glued>){_named('tens', english, _TENS)}[\s‐-]?{_named('units', english, _UNITS)}(?!\w)"
        )

    def in_digits(self, folded: str) -> str:
        """A folded text with each such number as digits; a glued 'in' or 'and' before it stays, an article does not."""
        folded = _FIGURE.sub(r"\1", folded)
        if not any(form in folded for form in self._tens):
            return folded
        return self._english.sub(self._written, self._arabic.sub(self._written, folded))

    def _written(self, match: re.Match[str]) -> str:
        return f"{match['glued']}{self._values[match['tens']] + self._values[match['units']]}"


def _named(name: str, values: Mapping[str, int], wanted: Iterable[int]) -> str:
    """A group for the words of some values."""
    numbers = frozenset(wanted)
    return rf"(?P<{name}>{alternatives(form for form, value in values.items() if value in numbers)})"
