"""What stands in a text, whoever reads it: its words without slips, its dates, and runs of words with their meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.text.arabizi import is_written_in_arabizi
from knowledge.text.normalize import fold
from knowledge.text.spans import span_in
from knowledge.text.tokens import respelt, split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knowledge.dates import PartialDate, Span
    from knowledge.search.vocabulary import Found, Vocabulary
    from knowledge.text.calendar import Calendar

LONGEST_QUESTION: Final = 120
"""Words that are looked at; a longer message is a document, and its beginning says what it is about."""
TEXTS_REMEMBERED: Final = 64
"""A message is searched for and listened to, as a whole and in parts."""


class Parsed(NamedTuple):
    """A text taken apart."""

    said: str
    """Folded, as it was written; Arabizi in Arabic letters."""
    folded: str
    """Folded, without slips and with spoken years and numbers in digits."""
    is_corrected: bool
    """Whether a word was taken for a slip."""
    dates: tuple[PartialDate, ...]
    span: Span | None
    """The stretch of time that they name."""
    tokens: Sequence[str]
    """The words that are no date."""
    runs: Sequence[Found]
    """What they mean."""


class Parser:
    """Takes texts apart; remembers those that people wrote lately."""

    def __init__(self, vocabulary: Vocabulary, calendar: Calendar) -> None:
        self._vocabulary = vocabulary
        self._calendar = calendar
        self._parsed: dict[tuple[str, bool | None], Parsed] = {}

    def parse_curated(self, text: str, *, is_arabizi: bool | None = None) -> Parsed:
        """Take apart a text that curators wrote: it has no typos, so no word is taken for a slip."""
        said = fold(text)
        heard = is_written_in_arabizi(said) if is_arabizi is None else is_arabizi
        return self._parse(self._vocabulary.in_arabic(said) if heard else said, {}, is_arabizi=heard)

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

    def _parse(self, said: str, right: Mapping[str, str], *, is_arabizi: bool) -> Parsed:
        folded = self._calendar.in_digits(respelt(said, right) if right else said)
        found = self._calendar.find(folded)
        dates, span = tuple(one.date for one in found), span_in(folded, found)
        rest = folded
        for one in reversed(found):
            rest = f"{rest[: one.start]} {rest[one.end :]}"
        tokens = _words_of(rest)
        runs = self._vocabulary.find(tokens, is_arabizi=is_arabizi)
        return Parsed(said, folded, bool(right), dates, span, tokens, runs)


def _words_of(folded: str) -> list[str]:
    return split(folded)[:LONGEST_QUESTION]
