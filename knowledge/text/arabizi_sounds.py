"""How Arabic words sound in Latin letters: which consonants and vowels may stand for which, and how likely.

Writers of Arabizi agree neither on vowels nor on what stands for the letters that Latin writing lacks: `ta7alof`,
`tahaluf`, `el ta7alouf`. So words of both scripts are told by their consonants, and then compared letter by letter.
Costs are negative logarithms by their scale, set by hand and confirmed by what is asked in Arabizi.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CONSONANTS: Final[Mapping[str, Mapping[str, float]]] = {
    "3'": {"غ": 0.0}, "7'": {"خ": 0.0}, "kh": {"خ": 0.0}, "gh": {"غ": 0.0}, "sh": {"ش": 0.0}, "ph": {"ف": 0.0},
    "ch": {"ج": 0.1, "ك": 0.5, "ش": 0.7},
    "th": {"ث": 0.0, "ذ": 0.3, "ض": 0.6, "ظ": 0.6, "ت": 1.0, "س": 1.5},
    "dh": {"ذ": 0.2, "ظ": 0.2, "ض": 0.3, "د": 1.0},
    "2": {"": 0.0, "ق": 0.3}, "3": {"ع": 0.0}, "4": {"ذ": 0.3}, "5": {"خ": 0.0}, "6": {"ط": 0.0}, "7": {"ح": 0.0},
    "8": {"ق": 0.3, "غ": 0.6}, "9": {"ص": 0.2, "ق": 0.3},
    "b": {"ب": 0.0}, "c": {"ك": 0.4, "س": 0.7}, "d": {"د": 0.0, "ض": 0.3, "ذ": 0.8, "ظ": 1.2}, "f": {"ف": 0.0},
    "g": {"ق": 0.4, "ج": 0.4, "ك": 0.5, "غ": 1.0}, "h": {"ه": 0.1, "ح": 0.35}, "j": {"ج": 0.0},
    "k": {"ك": 0.1, "ق": 0.5}, "l": {"ل": 0.0}, "m": {"م": 0.0}, "n": {"ن": 0.0}, "p": {"ب": 0.1},
    "q": {"ق": 0.0, "ك": 1.5}, "r": {"ر": 0.0}, "s": {"س": 0.0, "ص": 0.4, "ث": 0.8},
    "t": {"ت": 0.0, "ط": 0.4, "ث": 1.2}, "v": {"ف": 0.1}, "z": {"ز": 0.1, "ظ": 0.4, "ذ": 0.5, "ض": 1.0},
}  # fmt: skip
"""What a Latin consonant may stand for in a folded Arabic word, and what it costs to take it so."""
_VOWELS: Final[Mapping[str, Mapping[str, float]]] = {
    "a": {"ا": 0.15, "": 0.2, "ه": 0.3, "ي": 0.8}, "e": {"": 0.2, "ي": 0.3, "ه": 0.35, "ا": 0.5},
    "i": {"": 0.2, "ي": 0.2, "ا": 0.6}, "o": {"و": 0.2, "": 0.25, "وا": 0.3, "ه": 0.5, "ا": 0.9},
    "u": {"": 0.2, "و": 0.2, "وا": 0.3, "ا": 0.9, "ه": 0.9}, "w": {"و": 0.0}, "y": {"ي": 0.0, "ا": 1.5},
    "2": {"ا": 0.1, "ي": 0.3, "و": 0.4, "": 0.8}, "h": {"": 1.0},
    "aa": {"ا": 0.0, "": 0.8}, "ah": {"ه": 0.1, "ا": 0.6}, "ai": {"ي": 0.2, "اي": 0.2, "ا": 1.0},
    "aw": {"او": 0.1, "و": 0.2, "وا": 0.4}, "ay": {"ي": 0.2, "اي": 0.2}, "ee": {"ي": 0.0, "": 0.9},
    "eh": {"ه": 0.1, "ي": 0.9}, "ei": {"ي": 0.2}, "ie": {"ي": 0.2}, "ii": {"ي": 0.0, "": 0.9}, "iy": {"ي": 0.1},
    "oo": {"و": 0.0, "وا": 0.1, "": 0.9}, "ou": {"و": 0.1, "وا": 0.2, "": 0.6}, "uu": {"و": 0.0},
    "ya": {"يا": 0.0, "يه": 0.1, "ي": 0.9}, "ye": {"يه": 0.1, "ي": 0.3},
}  # fmt: skip
"""The same of vowels, half-vowels and the glottal stop, alone and in twos."""
_VOWELS_AT_THE_BEGINNING: Final[Mapping[str, Mapping[str, float]]] = {
    vowel: {**dict.fromkeys(_VOWELS[vowel], 1.0), "ا": 0.1} for vowel in "aeiou"
}
"""An Arabic word that begins with a vowel begins with an alif."""
_VOWELS_AT_THE_END: Final[Mapping[str, Mapping[str, float]]] = {
    vowel: {**_VOWELS[vowel], "": cost}
    for vowel, cost in {"a": 1.2, "e": 1.1, "i": 1.3, "o": 1.5, "u": 1.5, "2": 0.1}.items()
}
"""The last vowel of a word is nearly always written, and a last hamza is not."""
_LEFT_OUT: Final = {"ا": 0.75, "ي": 0.8, "و": 0.85, "ه": 1.0, "ع": 1.0}
"""What it costs that an Arabic letter has no Latin one."""
_LEFT_OUT_AT_AN_END: Final = {"ه": 1.2, "ا": 1.3, "ي": 1.4, "و": 1.5, "ع": 0.6}
_TA_FOR_HA: Final = 0.35
"""What it costs to hear the ta that a last ha becomes before another noun: 'khaleyat London'."""
_AIN_FOR_NONE: Final = 0.4
"""What it costs to leave out an ain at the beginning ('iraqi') of somebody who writes 3 for it."""
_HA_FOR_HA: Final = 0.8
"""What it costs, for each, to hear a ha in an `h` of somebody who writes 7 for it."""
_MOST_WAYS: Final = 32
"""In which one word is heard."""

_VOWEL_LETTERS: Final = "اوي"
_AIN: Final = "ع"
_BETWEEN: Final = re.compile(f"([^{_VOWEL_LETTERS}])")
_BETWEEN_WITHOUT_AIN: Final = re.compile(f"([^{_VOWEL_LETTERS}{_AIN}])")
_PART: Final = re.compile("3'|7'|[kgscptd]h|.")
_DOUBLED: Final = re.compile(r"([^aeiou])\1+")
_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys(_VOWEL_LETTERS),
        **dict.fromkeys("تط", "ت"), **dict.fromkeys("سصث", "س"), **dict.fromkeys("دض", "د"),
        **dict.fromkeys("زذظ", "ز"), **dict.fromkeys("هح", "ه"), **dict.fromkeys("قك", "ك"),
    }
)  # fmt: skip
"""Consonants that Latin letters hardly tell apart, as one; vowels not at all."""


class Habits(NamedTuple):
    """Which sounds somebody writes with digits: others write nothing for hamza and ain, and one letter for both ha."""

    writes_hamza: bool
    writes_ain: bool
    writes_ha: bool

    @classmethod
    def of(cls, folded: str) -> Habits:
        """Those that a text shows."""
        return cls(*(re.search(rf"[a-z]{digit}|{digit}[a-z]", folded) is not None for digit in "237"))


class Heard(NamedTuple):
    """A Latin word in one of the ways in which it may be heard."""

    consonants: Sequence[str]
    """As they were written."""
    vowels: Sequence[str]
    """What stands before, between and after them."""


def ways(latin: str) -> Iterator[tuple[str, Heard]]:
    """The ways in which a Latin word may be heard, each with the sound of its consonants."""
    parts = _PART.findall(_DOUBLED.sub(r"\1", latin))
    signs = [_signs(part) for part in parts]
    if parts and parts[-1] == "h":
        signs[-1] = (*signs[-1], "")
    for way in islice(product(*signs), _MOST_WAYS):
        consonants, vowels = [], [""]
        for part, sign in zip(parts, way, strict=True):
            if sign:
                consonants.append(part)
                vowels.append("")
            else:
                vowels[-1] += part
        yield "".join(way), Heard(consonants, vowels)


def sounds(word: str) -> Iterator[str]:
    """The consonants by which a folded Arabic word may be heard, some of them more than once.

    A double letter may be heard once, an ain not at all, and a last ha not at all or as a ta.
    """
    for single in (word, _DOUBLED.sub(r"\1", word)):
        for form in (single, single.replace(_AIN, "")):
            yield form.translate(_SIGNS)
            if form.endswith("ه"):
                yield form[:-1].translate(_SIGNS)
                yield f"{form[:-1]}ت".translate(_SIGNS)


def cost(heard: Heard, word: str, habits: Habits) -> float:
    """What it costs to take what was heard for a folded Arabic word; infinite where its consonants are others."""
    is_unspoken = _AIN in word and (word[0] == _AIN or not habits.writes_ain) and "3" not in heard.consonants
    against_habit = _AIN_FOR_NONE if is_unspoken and habits.writes_ain else 0.0
    if habits.writes_ha and "ح" in word:
        against_habit += _HA_FOR_HA * heard.consonants.count("h")
    taken_apart = _taken_apart(word, _BETWEEN_WITHOUT_AIN if is_unspoken else _BETWEEN)
    return against_habit + min(_cost(heard, consonants, vowels) for consonants, vowels in taken_apart)


@lru_cache
def _signs(part: str) -> tuple[str, ...]:
    """What a part of a Latin word may sound like; nothing for a vowel."""
    return tuple(dict.fromkeys(arabic.translate(_SIGNS) for arabic in _CONSONANTS.get(part, ("",))))


@lru_cache(maxsize=2_048)
def _taken_apart(word: str, between: re.Pattern[str]) -> Sequence[tuple[Sequence[str], Sequence[str]]]:
    """A word's consonants and what stands around them; a double letter may be one, a last ha a vowel."""
    found: list[tuple[Sequence[str], Sequence[str]]] = []
    for form in dict.fromkeys((word, _DOUBLED.sub(r"\1", word))):
        parts = between.split(form)
        found.append((parts[1::2], parts[::2]))
        if form.endswith("ه"):
            found.append((parts[1:-2:2], (*parts[:-3:2], f"{parts[-3]}ه")))
    return found


def _cost(heard: Heard, consonants: Sequence[str], vowels: Sequence[str]) -> float:
    if len(consonants) != len(heard.consonants):
        return math.inf
    found = 0.0
    for latin, arabic in zip(heard.consonants, consonants, strict=True):
        one = _CONSONANTS[latin].get(arabic)
        if one is None:
            return _cost_of_ta(heard, consonants, vowels)
        found += one
    last = len(vowels) - 1
    for place, (latin, arabic) in enumerate(zip(heard.vowels, vowels, strict=True)):
        if latin or arabic:
            found += _cost_of_vowels(latin, arabic, is_first=place == 0, is_last=place == last)
    return found


def _cost_of_ta(heard: Heard, consonants: Sequence[str], vowels: Sequence[str]) -> float:
    """What it costs to hear a last ha as a ta; infinite where that is not what makes the consonants others."""
    if (heard.consonants[-1], consonants[-1], vowels[-1]) != ("t", "ه", ""):
        return math.inf
    before = Heard(heard.consonants[:-1], (*heard.vowels[:-2], heard.vowels[-2].rstrip("ae")))
    return _TA_FOR_HA + _cost(before, consonants[:-1], vowels[:-1])


@lru_cache(maxsize=4_096)
def _cost_of_vowels(latin: str, arabic: str, *, is_first: bool, is_last: bool) -> float:
    """What it costs to take Latin vowels for Arabic ones, by the cheapest way of going through both."""
    if not latin and not arabic:
        return 0.0
    costs = []
    if arabic:
        left_out = _LEFT_OUT_AT_AN_END if is_first or (is_last and len(arabic) == 1) else _LEFT_OUT
        is_still_first = is_first and arabic[0] != _AIN
        rest = _cost_of_vowels(latin, arabic[1:], is_first=is_still_first, is_last=is_last)
        costs.append(left_out[arabic[0]] + rest)
    for length in range(1, min(2, len(latin)) + 1):
        part, left = latin[:length], latin[length:]
        for letters, one in _vowels(part, is_first=is_first, is_last=is_last and not left).items():
            if arabic.startswith(letters):
                after = _cost_of_vowels(left, arabic[len(letters) :], is_first=False, is_last=is_last)
                costs.append(one + after)
    return min(costs, default=math.inf)


def _vowels(part: str, *, is_first: bool, is_last: bool) -> Mapping[str, float]:
    if is_first and part in _VOWELS_AT_THE_BEGINNING:
        return _VOWELS_AT_THE_BEGINNING[part]
    if is_last and part in _VOWELS_AT_THE_END:
        return _VOWELS_AT_THE_END[part]
    return _VOWELS.get(part, {})
