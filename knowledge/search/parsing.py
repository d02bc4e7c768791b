"""What stands in a text, whoever reads it: its words without slips, its dates, and runs of words with their meaning."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.text.arabizi import is_written_in_arabizi
from knowledge.text.normalize import fold
from knowledge.text.spans import span_in
from knowledge.text.tokens import respelt, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from knowledge.dates import PartialDate, Span
    from knowledge.search.vocabulary import Found, Vocabulary
    from knowledge.text.calendar import Calendar, FoundDate

LETTERS_IN_A_GRAM: Final = 3
LONGEST_QUESTION: Final = 120
"""Words that are looked at; a longer message is a document, and its beginning says what it is about."""
TEXTS_REMEMBERED: Final = 16
"""A message is searched for and listened to, as a whole and in parts."""


class Parsed(NamedTuple):
    """A text taken apart."""

    said: str
    """Folded, as it was written; Arabizi in Arabic letters."""
    folded: str
    """Folded, without slips and with spoken years and numbers in digits."""
    words: Sequence[str]
    """All words of that, dates among them."""
    is_corrected: bool
    """Whether a word was taken for a slip."""
    dates: tuple[PartialDate, ...]
    span: Span | None
    """The stretch of time that they name."""
    tokens: Sequence[str]
    """The words that are no date."""
    runs: Sequence[Found]
    """What they mean."""
    grams: Mapping[str, int]
    """Their letter trigrams, and how often each occurs."""


class Parser:
    """Takes texts apart; remembers those that people wrote lately."""

    def __init__(self, vocabulary: Vocabulary, calendar: Calendar) -> None:
        self._vocabulary = vocabulary
        self._calendar = calendar
        self._parsed: dict[tuple[str, bool | None], Parsed] = {}
        self._curated: dict[tuple[str, bool | None], Parsed] | None = None

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Until it is left, remembers every text of curators: a library that is built reads most of them four times."""
        self._curated = {}
        try:
            yield
        finally:
            self._curated = None

    def parse_curated(self, text: str, *, is_arabizi: bool | None = None) -> Parsed:
        """Take apart a text that curators wrote: it has no typos, so no word is taken for a slip."""
        if self._curated is None:
            return self._parse_curated(text, is_arabizi)
        key = (text, is_arabizi)
        if key not in self._curated:
            self._curated[key] = self._parse_curated(*key)
        return self._curated[key]

    def _parse_curated(self, text: str, is_arabizi: bool | None) -> Parsed:  # noqa: FBT001 - the parts of a key
        said = fold(text)
        heard = is_written_in_arabizi(said) if is_arabizi is None else is_arabizi
        said = self._vocabulary.in_arabic(said) if heard else said
        return self._parse(said, {}, is_arabizi=heard, words_of=_shared)

    def parse(self, text: str, *, is_arabizi: bool | None = None) -> Parsed:
        """Take apart what somebody wrote; whether it is Arabizi is judged by its letter-digits unless it is known."""
        key = (fold(text), is_arabizi)
        if key not in self._parsed:
            if len(self._parsed) >= TEXTS_REMEMBERED:
                self._parsed.clear()
            self._parsed[key] = self._parse_typed(*key)
        return self._parsed[key]

    def _parse_typed(self, said: str, is_arabizi: bool | None) -> Parsed:  # noqa: FBT001 - the parts of a key
        heard = is_written_in_arabizi(said) if is_arabizi is None else is_arabizi
        if heard:
            said = self._vocabulary.in_arabic(said)
        right = self._vocabulary.correct(_words_of(said), is_arabizi=heard)
        return self._parse(said, right, is_arabizi=heard)

    def _parse(
        self,
        said: str,
        right: Mapping[str, str],
        *,
        is_arabizi: bool,
        words_of: Callable[[str], Sequence[str]] = split,
    ) -> Parsed:
        folded = self._calendar.in_digits(respelt(said, right) if right else said)
        found, words = self._calendar.find(folded), tuple(words_of(folded))
        dates, span = tuple(one.date for one in found), span_in(folded, found)
        tokens = (words_of(_without(folded, found)) if found else words)[:LONGEST_QUESTION]
        runs = self._vocabulary.find(tokens, is_arabizi=is_arabizi)
        return Parsed(said, folded, words, bool(right), dates, span, tokens, runs, grams_of(tokens))


def grams_of(words: Iterable[str]) -> Mapping[str, int]:
    """The letter trigrams of words, and how often each occurs."""
    return Counter(chain.from_iterable(map(_grams_of_word, words)))


@lru_cache(maxsize=8_192)
def _grams_of_word(word: str) -> tuple[str, ...]:
    padded = f" {word.removeprefix('ال')} "
    return tuple(padded[start : start + LETTERS_IN_A_GRAM] for start in range(len(padded) - LETTERS_IN_A_GRAM + 1))


def _without(folded: str, dates: Sequence[FoundDate]) -> str:
    for date in reversed(dates):
        folded = f"{folded[: date.start]} {folded[date.end :]}"
    return folded


def _shared(folded: str) -> list[str]:
    """The words of a folded text; one that stands in many texts is one object."""
    return list(map(intern, split(folded)))


def _words_of(folded: str) -> list[str]:
    return split(folded)[:LONGEST_QUESTION]
