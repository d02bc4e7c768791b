"""Roots of Arabic words by the patterns that the words are made in, without a dictionary (Taghva et al. 2005, ISRI).

More words of one root meet than by `tokens.root`, and more that are not of one. Beside a lexicon, which knows most
words, that one errs less.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from knowledge.text.tokens import is_arabic

_PATTERNS: Final = tuple(
    re.compile(pattern.replace("-", "(.)"))
    for pattern in (
        *("است---", "مست---", "ا-ت-ا-"),
        *("ا-[ات]--", "م--[ايو]-", "[ميت]-ت--", "[مت]-ا--", "[ام]ن---", "ا--ا-", "ت--ي-"),
        *("م---", "-ا--", "--[اوي]-"),
    )
)
"""A dash for each letter of the root: 'استخدم', 'انتظار', 'مكتوب', 'تدريب', 'كاتب'. Of several that fit, the first."""
_ENDINGS: Final = frozenset("هيكتا")
_OPENINGS: Final = frozenset("لبفسويتنا")
_WEAK: Final = frozenset("اوي")
_LETTERS: Final = 3
"""Of a root; shorter words are in no pattern."""
_SHORTEST: Final = 2
_LONGEST: Final = 4


@lru_cache(maxsize=8_192)
def root_by_pattern(stem: str) -> str:
    """What is left of a folded Arabic stem without its pattern: two to four letters, or all of one that is weak.

    Weak letters are passed over but for the first, since they come and go. A stem in other letters stays as it is.
    """
    if not is_arabic(stem):
        return stem
    bare = _without_pattern(stem)
    firm = bare[0] + "".join(letter for letter in bare[1:] if letter not in _WEAK)
    return firm[:_LONGEST] if len(firm) >= _SHORTEST else bare


def _without_pattern(word: str) -> str:
    """The letters of the root; a word that fits no pattern first loses single letters from its ends until one fits."""
    while len(word) > _LETTERS:
        fitting = next(filter(None, (pattern.fullmatch(word) for pattern in _PATTERNS)), None)
        if fitting is not None:
            return "".join(fitting.groups())
        if word[-1] in _ENDINGS:
            word = word[:-1]
        elif word[0] in _OPENINGS:
            word = word[1:]
        else:
            break
    return word
