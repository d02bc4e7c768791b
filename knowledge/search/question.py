"""What a text asks: concepts, the kind of question, dates, and whatever the lexicon does not know."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.schema import ConceptClass, Variety
from knowledge.search.parsing import Parser, grams_of
from knowledge.search.vocabulary import Sense
from knowledge.text.tokens import split, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from knowledge.dates import PartialDate, Span
    from knowledge.schema import Phrasing
    from knowledge.search.parsing import Parsed
    from knowledge.search.vocabulary import Found, Vocabulary
    from knowledge.text.calendar import Calendar

    _Part = tuple[str, ConceptClass, bool, str]  # a feature's id and class, whether it is known, and its words

KINDS_OF_FIGURE: Final = frozenset({"count", "money", "quantity"})
"""Kinds of question that only a figure answers."""
OPINION: Final = "opinion"
"""The kind of question that asks what Sanad thinks."""
NUMBER: Final = "number:"
"""Begins the ids of features that are numbers."""
TELLING_TIMES: Final = frozenset({"before", "previous", "after", "next", "first", "future"})
"""Words for a time that make another question of the same words: who led, who led before, who will lead."""


class Feature(NamedTuple):
    """One thing a question is about: a concept of the lexicon, a number, or the stem of a word it does not know."""

    id: str
    klass: ConceptClass = ConceptClass.THING
    is_known: bool = True
    """Whether the lexicon knows it."""
    word: str = ""
    """As it was written, folded and without slips."""

    @property
    def is_named(self) -> bool:
        """Whether it is a country, place, person or organisation."""
        return self.klass.is_named

    @property
    def is_number(self) -> bool:
        return self.id.startswith(NUMBER)

    @property
    def is_attribute(self) -> bool:
        """Whether it can be asked of many things, so that it makes another question of the same words."""
        return self.klass is ConceptClass.ATTRIBUTE


@dataclass(frozen=True, slots=True)
class Question:
    """A text as the search sees it."""

    folded: str
    features: tuple[Feature, ...]
    """Each once, in the order of the text."""
    kinds: frozenset[str]
    times: frozenset[str]
    dates: tuple[PartialDate, ...]
    grams: Mapping[str, int]
    """Letter trigrams of the folded words, and how often each occurs."""
    wanted: frozenset[str] = frozenset()
    """Each word that asks with the first thing named after it: `count mine-explosive` for 'how many mines are left'."""
    span: Span | None = None
    """The stretch of time that its dates name."""
    words: Sequence[str] = ()
    """All words of the folded text, in its order."""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(feature.id for feature in self.features)

    def says(self, date: PartialDate) -> bool:
        """Whether a date stands in the text itself, and was not taken over from what was said before."""
        return str(date.year) in self.folded


class Reader:
    """Turns texts into questions; holds the vocabulary and the calendar."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        calendar: Calendar,
        *,
        keeps_fillers: bool = False,
        parser: Parser | None = None,
    ) -> None:
        """A reader of its own, or one that shares what a parser of the same vocabulary and calendar remembers."""
        self.vocabulary = vocabulary
        self._calendar = calendar
        self._keeps_fillers = keeps_fillers
        self._parser = parser or Parser(vocabulary, calendar)

    def keeping_fillers(self) -> Reader:
        """The same for small talk, which is made of fillers; a text that both read is taken apart once."""
        return Reader(self.vocabulary, self._calendar, keeps_fillers=True, parser=self._parser)

    def remembering(self) -> AbstractContextManager[None]:
        """Until it is left, every text of curators is taken apart once, however often it is read."""
        return self._parser.remembering()

    def read_curated(self, text: str, *, is_arabizi: bool | None = None, keeps_words: bool = False) -> Question:
        """Understand a text that curators wrote: it has no typos, so no word is taken for a slip.

        Args:
            text: as it was written.
            is_arabizi: whether it is Arabic in Latin letters; judged by its letter-digits unless the caller knows.
            keeps_words: whether its features tell their words; else those of all texts are alike.
        """
        parsed = self._parser.parse_curated(text, is_arabizi=is_arabizi)
        return self._question(parsed, Feature if keeps_words else _feature_without_word)

    def read_phrasing(self, phrasing: Phrasing, *, keeps_words: bool = False) -> Question:
        """The same of a phrasing, whose variety tells whether it is Arabizi."""
        is_arabizi = phrasing.variety is Variety.ARABIZI or None
        return self.read_curated(phrasing.text, is_arabizi=is_arabizi, keeps_words=keeps_words)

    def read(self, text: str, *, is_arabizi: bool | None = None) -> Question:
        """Understand what somebody wrote.

        Args:
            text: as it was written.
            is_arabizi: whether it is Arabic in Latin letters; judged by its letter-digits unless the caller knows.
        """
        return self._question(self._parser.parse(text, is_arabizi=is_arabizi), Feature)

    def month_in(self, folded: str) -> int | None:
        """The month that a folded text names, with a year or without."""
        return self._calendar.month_in(folded)

    def _question(self, parsed: Parsed, feature: Callable[[str, ConceptClass, bool, str], Feature]) -> Question:
        parts = [list(self._parts(parsed.tokens, run)) for run in parsed.runs]
        features: dict[str, Feature] = {}
        for identity, klass, is_known, word in chain.from_iterable(parts):
            if identity not in features:
                features[identity] = feature(identity, klass, is_known, word)
        # What the lexicon takes for a slip may be small talk: there the letters tell it, as they were written.
        as_written = parsed.is_corrected and self._keeps_fillers
        words = tuple(split(parsed.said)) if as_written else parsed.words
        return Question(
            folded=parsed.said if as_written else parsed.folded,
            features=tuple(features.values()),
            kinds=_ids(parsed.runs, Sense.KIND),
            times=_ids(parsed.runs, Sense.TIME),
            dates=parsed.dates,
            grams=grams_of(words) if as_written else parsed.grams,
            wanted=frozenset(_wanted(parsed.runs, parts)),
            span=parsed.span,
            words=words,
        )

    def _parts(self, tokens: Sequence[str], run: Found) -> Iterator[_Part]:
        """What the features of a run are made of."""
        meaning, written = run.meaning, tokens[run.first : run.last]
        if meaning is None or (self._keeps_fillers and meaning.sense not in {Sense.CONCEPT, Sense.NUMBER}):
            yield from map(_unknown, written)
        elif meaning.sense is Sense.CONCEPT:
            yield meaning.id, meaning.klass, True, " ".join(written)
        elif meaning.sense is Sense.NUMBER:
            yield f"{NUMBER}{meaning.id}", ConceptClass.THING, True, " ".join(written)


def _wanted(runs: Sequence[Found], parts: Sequence[Sequence[_Part]]) -> Iterator[str]:
    """Every kind with the first thing that is named after it, numbers aside ('how many million dollars')."""
    kinds: list[str] = []
    for run, own in zip(runs, parts, strict=True):
        if run.meaning is not None and run.meaning.sense is Sense.KIND:
            kinds.append(run.meaning.id)
        elif kinds and (named := [identity for identity, *_ in own if not identity.startswith(NUMBER)]):
            yield from (intern(f"{kind} {named[0]}") for kind in kinds)
            kinds.clear()


def _feature_without_word(identity: str, klass: ConceptClass, is_known: bool, _: str) -> Feature:  # noqa: FBT001 - as Feature
    return Feature(identity, klass, is_known)


def _unknown(word: str) -> _Part:
    is_number = word.replace(".", "").isdecimal()
    return (f"{NUMBER}{word}" if is_number else f"word:{stem(word)}", ConceptClass.THING, is_number, word)


def _ids(runs: Iterable[Found], sense: Sense) -> frozenset[str]:
    return frozenset(run.meaning.id for run in runs if run.meaning is not None and run.meaning.sense is sense)
