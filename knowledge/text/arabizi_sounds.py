"""How Arabic words sound in Latin letters: which consonants and vowels may stand for which, and how likely.

Writers of Arabizi agree neither on vowels nor on what stands for the letters that Latin writing lacks: `ta7alof`,
`tahaluf`, `el ta7alouf`. So words of both scripts are told by their consonants, and then compared letter by letter.
Costs are negative logarithms by their scale, set by hand and confirmed by what is asked in Arabizi.
"""

from __future__ import annotations

import math
import operator
import re
from functools import lru_cache
from itertools import chain, islice, product
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CONSONANTS: Final[Mapping[str, Mapping[str, float]]] = {
    "kh": {"خ": 0.0}, "gh": {"غ": 0.0}, "sh": {"ش": 0.0}, "ph": {"ف": 0.0},
    "ch": {"ج": 0.1, "ك": 0.5, "ش": 0.7}, "dj": {"ج": 0.1},
    "th": {"ث": 0.0, "ذ": 0.3, "ض": 0.6, "ظ": 0.6, "ت": 1.0, "س": 1.5},
    "dh": {"ذ": 0.2, "ظ": 0.2, "ض": 0.3, "د": 1.0},
    "2": {"": 0.0, "ق": 0.3}, "3": {"ع": 0.0}, "4": {"ذ": 0.3}, "5": {"خ": 0.0}, "6": {"ط": 0.0}, "7": {"ح": 0.0},
    "8": {"ق": 0.3, "غ": 0.6, "ض": 0.6}, "9": {"ص": 0.2, "ق": 0.3, "ض": 0.5},
    "b": {"ب": 0.0}, "c": {"ك": 0.4, "س": 0.7}, "d": {"د": 0.0, "ض": 0.3, "ذ": 0.8, "ظ": 1.2}, "f": {"ف": 0.0},
    "g": {"ق": 0.4, "ج": 0.4, "ك": 0.5, "غ": 1.0}, "h": {"ه": 0.1, "ح": 0.35}, "j": {"ج": 0.0},
    "k": {"ك": 0.1, "ق": 0.5}, "l": {"ل": 0.0}, "m": {"م": 0.0}, "n": {"ن": 0.0}, "p": {"ب": 0.1},
    "q": {"ق": 0.0, "ك": 1.5}, "r": {"ر": 0.0}, "s": {"س": 0.0, "ص": 0.4, "ث": 0.8},
    "t": {"ت": 0.0, "ط": 0.4, "ث": 1.2}, "v": {"ف": 0.1}, "z": {"ز": 0.1, "ظ": 0.4, "ذ": 0.5, "ض": 1.0},
}  # fmt: skip
"""What a Latin consonant may stand for in a folded Arabic word, and what it costs to take it so."""
_VOWELS: Final[Mapping[str, Mapping[str, float]]] = {
    "a": {"ا": 0.15, "": 0.2, "ه": 0.3, "ع": 0.7, "ي": 0.8}, "e": {"": 0.2, "ي": 0.3, "ه": 0.35, "ا": 0.5},
    "i": {"": 0.2, "ي": 0.2, "ا": 0.6}, "o": {"و": 0.2, "": 0.25, "وا": 0.3, "ه": 0.5, "ا": 0.9},
    "u": {"": 0.2, "و": 0.2, "وا": 0.3, "ا": 0.9, "ه": 0.9}, "w": {"و": 0.0}, "y": {"ي": 0.0, "ا": 1.5},
    "2": {"ا": 0.1, "ي": 0.3, "و": 0.4, "": 0.8}, "h": {"": 1.0},
    "aa": {"ا": 0.0, "ع": 0.35, "عا": 0.35, "اع": 0.4, "": 0.8}, "ae": {"ع": 0.4, "عي": 0.4, "اع": 0.4},
    "ea": {"ع": 0.4, "عا": 0.4, "اع": 0.4}, "eo": {"عو": 0.4}, "ao": {"عو": 0.4},
    "ah": {"ه": 0.1, "ا": 0.6}, "ai": {"ي": 0.2, "اي": 0.2, "ا": 1.0},
    "aw": {"او": 0.1, "و": 0.2, "وا": 0.4}, "ay": {"ي": 0.2, "اي": 0.2}, "ee": {"ي": 0.0, "": 0.9},
    "eh": {"ه": 0.1, "ي": 0.9}, "ei": {"ي": 0.2}, "ie": {"ي": 0.2, "يع": 0.4},
    "ii": {"ي": 0.0, "": 0.9}, "iy": {"ي": 0.1},
    "oo": {"و": 0.0, "وا": 0.1, "": 0.9}, "ou": {"و": 0.1, "وا": 0.2, "": 0.6}, "uu": {"و": 0.0},
    "ya": {"يا": 0.0, "يه": 0.1, "ي": 0.9}, "ye": {"يه": 0.1, "ي": 0.3},
}  # fmt: skip
"""The same of vowels, half-vowels and the glottal stop, alone and in twos."""
_VOWELS_AT_THE_BEGINNING: Final[Mapping[str, Mapping[str, float]]] = {
    vowel: {**dict.fromkeys(_VOWELS[vowel], 1.4), long: 0.2, "ا": 0.1}
    for vowel, long in {"a": "ا", "e": "اي", "i": "اي", "o": "او", "u": "او"}.items()
}
"""An Arabic word that begins with a vowel begins with an alif."""
_VOWELS_AT_THE_END: Final[Mapping[str, Mapping[str, float]]] = {
    "a": {**_VOWELS["a"], "ي": 0.4, "": 1.2}, "e": {**_VOWELS["e"], "": 1.1}, "i": {**_VOWELS["i"], "": 1.3},
    "o": {**_VOWELS["o"], "": 1.5}, "u": {**_VOWELS["u"], "": 1.5}, "2": {**_VOWELS["2"], "": 1.7},
    "a2": {"ا": 0.1}, "e2": {"ي": 0.2}, "i2": {"ي": 0.2}, "o2": {"و": 0.2}, "u2": {"و": 0.2},
}  # fmt: skip
"""The last vowel of a word is nearly always written, and a hamza behind it is not."""
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
_PART: Final = re.compile("[kgscptd]h|dj|.")
_PRONOUN: Final = re.compile(r"(?<=[kgscptd])h(?:a|on|om|um|en|in)$")
"""'Her' or 'their' behind a consonant with which its h would be taken for another one: 'qa2idha'."""
_DIGIT: Final = re.compile(r"(?<=[a-z])\d|\d(?=[a-z])")
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
        digits = frozenset(chain.from_iterable(_DIGIT.findall(folded)))
        return cls("2" in digits, "3" in digits, "7" in digits)


class Heard(NamedTuple):
    """A Latin word in one of the ways in which it may be heard."""

    consonants: Sequence[str]
    """As they were written."""
    vowels: Sequence[str]
    """What stands before, between and after them."""


class _At(NamedTuple):
    """Whether vowels stand at the beginning of a word, and whether at its end."""

    beginning: bool
    end: bool


_AT: Final = {(beginning, end): _At(beginning, end) for beginning in (False, True) for end in (False, True)}


def ways(latin: str) -> Iterator[tuple[str, Heard]]:
    """The ways in which a Latin word may be heard, each with the sound of its consonants."""
    single = _DOUBLED.sub(r"\1", latin)
    yield from _ways(_PART.findall(single))
    if (pronoun := _PRONOUN.search(single)) is not None:
        yield from _ways([*_PART.findall(single[: pronoun.start()]), *_PART.findall(pronoun[0])])


def _ways(parts: Sequence[str]) -> Iterator[tuple[str, Heard]]:
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
    least = math.inf
    for consonants, vowels in _taken_apart(word, _VOWEL_LETTERS + _AIN if is_unspoken else _VOWEL_LETTERS):
        if len(consonants) == len(heard.consonants):
            least = min(least, _cost(heard, consonants, vowels))
    if is_unspoken and habits.writes_ain:
        least += _AIN_FOR_NONE
    if habits.writes_ha and "ح" in word:
        least += _HA_FOR_HA * heard.consonants.count("h")
    return least


@lru_cache
def _signs(part: str) -> tuple[str, ...]:
    """What a part of a Latin word may sound like; nothing for a vowel."""
    return tuple(dict.fromkeys(arabic.translate(_SIGNS) for arabic in _CONSONANTS.get(part, ("",))))


def _taken_apart(word: str, unspoken: str) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """A word's consonants and what stands around them; a double letter may be one, a last ha a vowel."""
    consonants, vowels = _consonants_and_vowels(word, unspoken)
    yield consonants, vowels
    if word.endswith("ه"):
        yield consonants[:-1], [*vowels[:-2], f"{vowels[-2]}ه"]
    if any(map(operator.eq, word, word[1:])):
        yield from _taken_apart(_DOUBLED.sub(r"\1", word), unspoken)


def _consonants_and_vowels(word: str, unspoken: str) -> tuple[list[str], list[str]]:
    consonants, vowels = [], [""]
    for letter in word:
        if letter in unspoken:
            vowels[-1] += letter
        else:
            consonants.append(letter)
            vowels.append("")
    return consonants, vowels


def _cost(heard: Heard, consonants: Sequence[str], vowels: Sequence[str]) -> float:
    found = 0.0
    for latin, arabic in zip(heard.consonants, consonants, strict=True):
        one = _CONSONANTS[latin].get(arabic)
        if one is None:
            return _cost_of_ta(heard, consonants, vowels)
        found += one
    last = len(vowels) - 1
    for place, (latin, arabic) in enumerate(zip(heard.vowels, vowels, strict=True)):
        if latin or arabic:
            found += _cost_of_vowels(latin, arabic, _AT[place == 0, place == last])
    return found


def _cost_of_ta(heard: Heard, consonants: Sequence[str], vowels: Sequence[str]) -> float:
    """What it costs to hear a last ha as a ta; infinite where that is not what makes the consonants others."""
    if (heard.consonants[-1], heard.vowels[-1], consonants[-1], vowels[-1]) != ("t", "", "ه", ""):
        return math.inf
    before = Heard(heard.consonants[:-1], (*heard.vowels[:-2], heard.vowels[-2].rstrip("ae")))
    return _TA_FOR_HA + _cost(before, consonants[:-1], vowels[:-1])


@lru_cache(maxsize=4_096)
def _cost_of_vowels(latin: str, arabic: str, at: _At) -> float:
    """What it costs to take Latin vowels for Arabic ones, by the cheapest way of going through both."""
    is_behind_an_ain = arabic.startswith(_AIN)
    if is_behind_an_ain and at.beginning and not latin:
        return math.inf  # no word that begins with an ain sounds as if it began with a consonant
    costs = [[math.inf] * (len(arabic) + 1) for _ in range(len(latin) + 1)]
    costs[0][0] = 0.0
    for read, row in enumerate(costs):
        for written, so_far in enumerate(row):
            if so_far == math.inf:
                continue
            begins = at.beginning and not read and not (written and is_behind_an_ain)
            if written < len(arabic):
                is_at_an_end = begins or (at.end and written == len(arabic) - 1)
                left_out = (_LEFT_OUT_AT_AN_END if is_at_an_end else _LEFT_OUT)[arabic[written]]
                row[written + 1] = min(row[written + 1], so_far + left_out)
            for length in range(1, min(2, len(latin) - read) + 1):
                part = latin[read : read + length]
                for letters, one in _vowels(part, _AT[begins, at.end and read + length == len(latin)]).items():
                    if arabic.startswith(letters, written):
                        after = costs[read + length]
                        after[written + len(letters)] = min(after[written + len(letters)], so_far + one)
    return costs[-1][-1]


def _vowels(part: str, at: _At) -> Mapping[str, float]:
    if at.beginning and part in _VOWELS_AT_THE_BEGINNING:
        return _VOWELS_AT_THE_BEGINNING[part]
    if at.end and part in _VOWELS_AT_THE_END:
        return _VOWELS_AT_THE_END[part]
    return _VOWELS.get(part, {})
