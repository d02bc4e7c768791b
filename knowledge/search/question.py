"""What a text asks: concepts, the kind of question, dates, and whatever the lexicon does not know."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from knowledge.search.vocabulary import Sense
from knowledge.text.arabizi import has_letter_digits
from knowledge.text.normalize import fold
from knowledge.text.tokens import is_arabic, split, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.dates import PartialDate
    from knowledge.search.vocabulary import Found, Meaning, Vocabulary
    from knowledge.text.calendar import Calendar

LETTERS_IN_A_GRAM: Final = 3
LONGEST_QUESTION: Final = 120
"""Words that are looked at; a longer message is a document, and its beginning says what it is about."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing a question is about: a concept of the lexicon, a number, or the stem of a word it does not know."""

    id: str
    is_named: bool = False
    """A country, place, person or organisation."""
    is_known: bool = True
    """Whether the lexicon knows it."""
    word: str = ""
    """As it was written, folded."""


@dataclass(frozen=True, slots=True)
class Question:
    """A text as the search sees it."""

    folded: str
    features: tuple[Feature, ...]
    """Each once, in the order of the text."""
    kinds: frozenset[str]
    times: frozenset[str]
    dates: tuple[PartialDate, ...]
    grams: Mapping[str, float]
    """Letter trigrams of the folded words; the vector has length one."""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(feature.id for feature in self.features)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said that a search could use."""
        return not (self.features or self.kinds or self.times or self.dates)


class Reader:
    """Turns texts into questions; holds the vocabulary and the calendar."""

    def __init__(self, vocabulary: Vocabulary, calendar: Calendar, *, keeps_fillers: bool = False) -> None:
        self.vocabulary = vocabulary
        self._calendar = calendar
        self._keeps_fillers = keeps_fillers

    def read_curated(self, text: str) -> Question:
        """Understand a text that curators wrote: it has no typos, so nothing is guessed."""
        return self.read(text, guesses=False)

    def read(self, text: str, *, is_arabizi: bool | None = None, guesses: bool = True) -> Question:
        """Understand one text.

        Args:
            text: as it was written.
            is_arabizi: whether it is Arabic in Latin letters; judged by its letter-digits unless the caller knows.
            guesses: whether an unknown word may be taken for a similar one of the lexicon.
        """
        folded = fold(text)
        dates = self._calendar.find(folded)
        rest = folded
        for found in reversed(dates):
            rest = f"{rest[: found.start]} {rest[found.end :]}"
        tokens = split(rest)[:LONGEST_QUESTION]
        heard = any(map(has_letter_digits, tokens)) if is_arabizi is None else is_arabizi
        runs = self.vocabulary.find(tokens, is_arabizi=heard, guesses=guesses)
        return Question(
            folded=folded,
            features=tuple(self._features(tokens, runs)),
            kinds=_ids(runs, Sense.KIND),
            times=_ids(runs, Sense.TIME),
            dates=tuple(found.date for found in dates),
            grams=_grams(tokens),
        )

    def _features(self, tokens: Sequence[str], runs: Iterable[Found]) -> Iterable[Feature]:
        seen: dict[str, Feature] = {}
        for run in runs:
            for feature in self._features_of(tokens[run.first : run.last], run.meaning):
                seen.setdefault(feature.id, feature)
        return seen.values()

    def _features_of(self, run: Sequence[str], meaning: Meaning | None) -> Iterable[Feature]:
        if meaning is None:
            return map(_unknown, run)
        if meaning.sense is Sense.CONCEPT:
            return (Feature(meaning.id, meaning.is_named, word=" ".join(run)),)
        if meaning.sense is Sense.NUMBER:
            return (Feature(f"number:{meaning.id}", word=" ".join(run)),)
        return map(_unknown, run) if self._keeps_fillers else ()


def _unknown(word: str) -> Feature:
    is_number = word.isdecimal()
    return Feature(f"number:{word}" if is_number else f"word:{stem(word)}", word=word, is_known=is_number)


def _ids(runs: Iterable[Found], sense: Sense) -> frozenset[str]:
    return frozenset(run.meaning.id for run in runs if run.meaning is not None and run.meaning.sense is sense)


def _grams(tokens: Iterable[str]) -> dict[str, float]:
    counts = Counter(
        padded[start : start + LETTERS_IN_A_GRAM]
        for padded in (f" {_bare(word)} " for word in tokens)
        for start in range(len(padded) - LETTERS_IN_A_GRAM + 1)
    )
    length = math.sqrt(sum(count * count for count in counts.values())) or 1.0
    return {gram: count / length for gram, count in counts.items()}


def _bare(word: str) -> str:
    if is_arabic(word) and word.startswith("ال"):
        return word[2:]
    return word
