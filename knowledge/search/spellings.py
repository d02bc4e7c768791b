"""Typos: an unknown word is taken for the nearest known one, if that is near enough for its length.

Known are the lexicon's words and all that curators wrote, so that a word that is right is never 'corrected'. Words are
compared only with words of their own script that begin with the same letter, since hardly anybody mistypes the first
one, and with those that are about as long.
"""

from __future__ import annotations

import re
from array import array
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.schema import Variety
from knowledge.text.tokens import is_arabic, stem
from knowledge.text.word_sets import WordList, WordSet

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST: Final = 10_000
TYPOS_ALLOWED: Final = ((4, 0), (7, 1), (_LONGEST, 2))
"""Up to so many Latin letters, so many slips: a letter too many, too few, exchanged, or two swapped."""
TYPOS_ALLOWED_ARABIC: Final = ((5, 0), (8, 1), (_LONGEST, 2))
"""The same for Arabic, where words of three-letter roots are closer to each other."""
_DOUBLED: Final = re.compile(r"(.)\1")
"""A key that was hit twice: the one slip that needs no length to be told from another word."""
_WITH_A_NUMBER: Final = re.compile(r"\d\d")
"""A number that is written together with a word ('ال2019'): every digit of it counts."""
CORRECTIONS_REMEMBERED: Final = 12_000
"""A bound on memory. Comparing a word with all others is the dearest step of a search."""


class Script(StrEnum):
    """What a word is written in; English and Arabizi share letters, but not words."""

    ARABIC = "arabic"
    ENGLISH = "english"
    ARABIZI = "arabizi"

    @classmethod
    def of(cls, word: str, *, is_arabizi: bool) -> Script:
        if is_arabic(word):
            return cls.ARABIC
        return cls.ARABIZI if is_arabizi else cls.ENGLISH


class _Learnt(NamedTuple):
    """Words that begin alike and are as long as each other."""

    words: WordList
    order: array[int]
    """Of each word, how many were learnt before it."""


class Spellings:
    """The words that are known to be right."""

    def __init__(self) -> None:
        self._learnt: dict[tuple[Script, str, int], _Learnt] = {}
        """The words of a script by their first letter and their length."""
        self._size = 0
        self._trusted = WordSet()
        self._corrected: dict[tuple[str, Script], str | None] = {}

    def learn(self, words: Iterable[str], variety: Variety) -> None:
        """Know these folded words of a variety."""
        for word in words:
            if not word.isdecimal() and not self._is_learnt(word):
                script = Script.of(word, is_arabizi=variety is not Variety.ENGLISH)
                alike = self._learnt.setdefault((script, word[0], len(word)), _Learnt(WordList(), array("I")))
                alike.words.add(word)
                alike.order.append(self._size)
                self._size += 1

    def trust(self, words: Iterable[str]) -> None:
        """Know that these folded words are right as they stand; no other word is taken for them unless learnt too."""
        self._trusted.update(words)

    def correct(self, word: str, script: Script) -> str | None:
        """The known word that is meant by an unknown one; None when it is known, or when none is near enough."""
        key = (word, script)
        if key not in self._corrected:
            if len(self._corrected) >= CORRECTIONS_REMEMBERED:
                self._corrected.clear()
            self._corrected[key] = self._nearest(word, script)
        return self._corrected[key]

    def _is_learnt(self, word: str) -> bool:
        alike = (self._learnt.get((script, word[0], len(word))) for script in Script)
        return any(word in learnt.words for learnt in alike if learnt is not None)

    def _nearest(self, word: str, script: Script) -> str | None:
        if self._is_learnt(word) or word in self._trusted or _WITH_A_NUMBER.search(word):
            return None
        single = _DOUBLED.sub(r"\1", word)
        if single != word and self._is_learnt(single):
            return single
        table = TYPOS_ALLOWED_ARABIC if script is Script.ARABIC else TYPOS_ALLOWED
        for form in dict.fromkeys((word, stem(word)) if script is Script.ARABIC else (word,)):
            slips = next(allowed for length, allowed in table if len(form) <= length)
            nearest = self._within(slips, form, script) if slips else None
            if nearest is not None:
                return nearest
        return None

    def _within(self, slips: int, form: str, script: Script) -> str | None:
        """The word that is the fewest slips away, if there is one within so many; of several the one learnt first."""
        found: list[tuple[float, int, str]] = []
        for length in range(len(form) - slips, len(form) + slips + 1):
            alike = self._learnt.get((script, form[0], length))
            if alike is None:
                continue
            best = process.extractOne(
                form, alike.words.listed(), scorer=OSA.distance, processor=None, score_cutoff=slips
            )
            if best is not None:
                word, distance, place = best
                found.append((distance, alike.order[place], word))
        return min(found)[-1] if found else None
