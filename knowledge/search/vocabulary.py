"""The lexicon made searchable: which concept a word or a run of words stands for, through prefixes, endings and typos.

A word is looked up as it stands, then without what Arabic glues to it, then by its stem, and at last by similarity.
The first step that finds something wins: no certain reading is lost to a guess. Arabizi is written in Arabic letters
before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.schema import ConceptClass, Variety
from knowledge.search.spellings import Script, Spellings
from knowledge.text.arabizi import has_letter_digits, is_written_in_arabizi, without_article
from knowledge.text.common_words import english_words
from knowledge.text.normalize import fold
from knowledge.text.tokens import is_arabic, split, stem, without_prefixes, without_pronoun, words
from knowledge.text.transliteration import Transliterator
from knowledge.text.word_sets import WordSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.schema import Concept, Lexicon

LONGEST_RUN: Final = 5
"""Words; the longest forms in the lexicon are names of organisations."""
WORDS_REMEMBERED: Final = 12_000
"""A bound on memory."""
SHORTEST_ENGLISH: Final = 4
"""Letters of a word that is English even among Arabizi; a shorter one may be both, unless it is a name."""
KEPT_NAME: Final = 2.0
KEPT_ENGLISH: Final = 2.6
"""What it costs to leave a word of Arabizi as it is, a name or another English word, beside what a spelling costs."""
_IN_ARABIC_LETTERS: Final = frozenset(Variety) - {Variety.ENGLISH, Variety.ARABIZI}
"""Varieties from whose texts it is learnt how Arabic is written."""
_NONE: Final[frozenset[int]] = frozenset()
_AND: Final = frozenset("وف")
"""'And' and 'so', glued to any word."""
_AND_A_SHORT_WORD: Final = re.compile(r"[وف][^\W\d_]{2}")
"""'And in', 'so how many': too short to lose a prefix by rule, so what is left has to be a form as it stands."""


class Sense(StrEnum):
    """What a word contributes to a question."""

    CONCEPT = "concept"
    KIND = "kind"
    TIME = "time"
    NUMBER = "number"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a form stands for."""

    sense: Sense
    id: str
    klass: ConceptClass = ConceptClass.THING

    @property
    def is_named(self) -> bool:
        return self.klass.is_named


class Found(NamedTuple):
    """A run of words and its meaning; None where the lexicon has none."""

    first: int
    last: int
    """Position after the run's last word."""
    meaning: Meaning | None


class Vocabulary:
    """Finds meanings. Built once from the lexicon; lookups of single words are remembered."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.part_of = {concept.id: concept.part_of for concept in lexicon.concepts.values() if concept.part_of}
        self._runs: dict[tuple[str, ...], Meaning] = {}
        self._stems: dict[tuple[str, ...], Meaning] = {}
        self._spellings = Spellings()
        self._beginnings: dict[str, Sequence[tuple[int, str]]] = {}
        self._looked_up: dict[tuple[str, bool], Meaning | None] = {}
        self._unrelated = {word for forms in lexicon.unrelated.values() for form in forms for word in words(form)}
        self._spellings.trust(self._unrelated)
        self._everyday = WordSet(english_words())
        self._spellings.trust(english_words())
        written = [(meaning, variety, tuple(map(intern, words(form)))) for meaning, variety, form in _meanings(lexicon)]
        for meaning, variety, run in written:
            self._add(meaning, variety, run)
        english = [(meaning, run) for meaning, variety, run in written if variety is Variety.ENGLISH]
        self._names = frozenset(run[0] for meaning, run in english if len(run) == 1 and meaning.is_named)
        self._long_names = frozenset(run for meaning, run in english if len(run) > 1 and meaning.is_named)
        # 'tishrin' of 'tishrin dam' is also a month that has to be written in Arabic letters.
        arabizi = {word for _, variety, run in written if variety is Variety.ARABIZI for word in run}
        self._english = WordSet(
            word for _, run in english for word in run if len(word) >= SHORTEST_ENGLISH and word not in arabizi
        )
        self.listen(())
        self._lengths = _lengths(run for _, _, run in written)
        """Of the runs of several words that begin with a word or with a word of its stem."""

    def find(self, text: Sequence[str], *, is_arabizi: bool = False) -> list[Found]:
        """Read folded words from left to right, the longest known run first; unknown words have no meaning.

        A run gives way to a longer one that begins within it: 'commander of the force' to 'the force of joint tasks'.
        """
        return list(self.runs(text, is_arabizi=is_arabizi))

    def runs(self, text: Sequence[str], *, is_arabizi: bool = False) -> Iterator[Found]:
        """The same one after the other, for whoever needs the first ones only."""
        position = 0
        while position < len(text):
            run = self._longest_run(text, position)
            if run is None or self._gives_way(run, text):
                run = Found(position, position + 1, self._single(text[position], is_arabizi=is_arabizi))
            yield run
            position = run.last

    def _gives_way(self, run: Found, text: Sequence[str]) -> bool:
        """Whether a longer run begins within a run of several words."""
        within = (self._longest_run(text, position) for position in range(run.first + 1, run.last))
        return any(other is not None and other.last - other.first > run.last - run.first for other in within)

    def correct(self, text: Sequence[str], *, is_arabizi: bool = False) -> dict[str, str]:
        """For each of the folded words that nobody knows the known one that it is taken for, if there is one.

        To be put in their place before reading, so that a name of several words is found whichever of them has a slip.
        """
        corrected = {word: self._correct(word, is_arabizi=is_arabizi) for word in text}
        return {word: right for word, right in corrected.items() if right is not None}

    def _correct(self, word: str, *, is_arabizi: bool) -> str | None:
        if self._single(word, is_arabizi=is_arabizi) is not None:
            return None
        return self._spellings.correct(word, Script.of(word, is_arabizi=is_arabizi))

    def learn(self, texts: Iterable[tuple[Variety, str]]) -> None:
        """Know the words of curated texts as right, so that typos are taken for them and they for none."""
        for variety, text in texts:
            self._spellings.learn(words(text), variety)

    def listen(self, texts: Iterable[tuple[Variety, str]], phrases: Iterable[tuple[Variety, str]] = ()) -> None:
        """Know, beside the lexicon, how Arabic is written, so that Arabizi can be written so.

        Args:
            texts: by curators.
            phrases: what is said besides; each word of them is right, though it be written only once.
        """
        phrases = list(phrases)
        texts = [*texts, *phrases]
        forms = (" ".join(run) for run in self._runs if is_arabic(run[0]))
        said = (text for variety, text in phrases if variety in _IN_ARABIC_LETTERS)
        written = (text for variety, text in texts if variety in _IN_ARABIC_LETTERS)
        self._transliterator = Transliterator(chain(forms, said), written)
        self._transliterator.expect(fold(text) for variety, text in texts if variety is Variety.ARABIZI)

    def in_arabic(self, folded: str) -> str:
        """A folded text of Arabizi in Arabic letters, as far as its words are known; English and names stay."""
        names = frozenset(self._latin_names(split(folded)))
        return self._transliterator.in_arabic(folded, kept=lambda word: 0.0 if word in names else self._kept(word))

    def hears_like(self, other: Vocabulary, texts: Iterable[tuple[Variety, str]]) -> bool:
        """Whether the Arabizi among some texts is the same in Arabic letters to another vocabulary.

        It hangs on all texts that each has learnt from: a word more may be what another one sounds like.
        """
        folded = ((variety, fold(text)) for variety, text in texts)
        heard = {text for variety, text in folded if variety is Variety.ARABIZI or is_written_in_arabizi(text)}
        return all(self.in_arabic(text) == other.in_arabic(text) for text in heard)

    def _latin_names(self, text: Sequence[str]) -> Iterator[str]:
        """The words of English names of several words that stand in a text."""
        position = 0
        while position < len(text):
            run = self._longest_run(text, position)
            if run is not None and tuple(text[run.first : run.last]) in self._long_names:
                yield from text[run.first : run.last]
            position = position + 1 if run is None else run.last

    def _kept(self, word: str) -> float | None:
        """What it costs to leave an English word as it is; None for other words."""
        if word in self._names:
            return KEPT_NAME
        return KEPT_ENGLISH if word in self._english or word in self._everyday else None

    def _add(self, meaning: Meaning, variety: Variety, run: tuple[str, ...]) -> None:
        if not run:
            return
        self._runs.setdefault(run, meaning)
        if meaning.sense is not Sense.FILLER:
            stems = tuple(map(stem, run))
            self._stems.setdefault(run if stems == run else stems, meaning)  # most are the same, and then one object
        self._spellings.learn(run, variety)

    def _longest_run(self, text: Sequence[str], position: int) -> Found | None:
        room = len(text) - position
        for length, opening in self._openings_of(text[position]):
            if length <= room:
                meaning = self._run((opening, *text[position + 1 : position + length]))
                if meaning is not None:
                    return Found(position, position + length, meaning)
        return None

    def _openings_of(self, word: str) -> Sequence[tuple[int, str]]:
        """How long runs of several words may be that a word begins, and in which form of it; the longest first."""
        if word not in self._beginnings:
            if len(self._beginnings) >= WORDS_REMEMBERED:
                self._beginnings.clear()
            openings = (
                (length, form)
                for form in _bare(word)
                for length in self._lengths.get(form, _NONE) | self._lengths.get(stem(form), _NONE)
                if length <= LONGEST_RUN
            )
            self._beginnings[word] = sorted(openings, key=lambda opening: -opening[0])
        return self._beginnings[word]

    def _run(self, run: tuple[str, ...]) -> Meaning | None:
        exact = self._runs.get(run)
        if exact is not None or not self._unrelated.isdisjoint(run):
            return exact
        return self._stems.get(tuple(map(stem, run)))

    def _single(self, word: str, *, is_arabizi: bool) -> Meaning | None:
        key = (word, is_arabizi)
        if key not in self._looked_up:
            if len(self._looked_up) >= WORDS_REMEMBERED:
                self._looked_up.clear()
            self._looked_up[key] = self._look_up(word, is_arabizi=is_arabizi)
        return self._looked_up[key]

    def _look_up(self, word: str, *, is_arabizi: bool) -> Meaning | None:
        forms = self._bare_forms(word, is_arabizi=is_arabizi)
        for form in forms:
            if (form,) in self._runs:
                return self._runs[(form,)]
            if form in self._unrelated:
                return None
        for form in forms:
            if (stem(form),) in self._stems:
                return self._stems[(stem(form),)]
        for bare in chain.from_iterable(map(_without_pronoun, forms)):
            meaning = self._runs.get((bare,)) or self._stems.get((stem(bare),))
            if meaning is not None:
                return meaning
        return None

    @staticmethod
    def _bare_forms(word: str, *, is_arabizi: bool) -> tuple[str, ...]:
        if is_arabic(word):
            return _bare(word)
        return without_article(word) if is_arabizi or has_letter_digits(word) else (word,)


def _lengths(runs: Iterable[tuple[str, ...]]) -> dict[str, frozenset[int]]:
    """How long runs of several words are, by their first words and the stems of those; equal sets are one."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for run in runs:
        if len(run) > 1:
            found[run[0]].add(len(run))
            found[stem(run[0])].add(len(run))
    shared: dict[frozenset[int], frozenset[int]] = {}
    return {word: shared.setdefault(one := frozenset(lengths), one) for word, lengths in found.items()}


def _bare(word: str) -> tuple[str, ...]:
    """The word, then without 'and' or 'so', then each longer prefix: 'ولماذا' is 'and why', not 'and for what'."""
    bare = without_prefixes(word)
    if _AND_A_SHORT_WORD.fullmatch(word):
        return (*bare, word[1:])
    return (word, word[1:], *bare[1:-1]) if word[:1] in _AND and word[1:] in bare else bare


def _without_pronoun(word: str) -> Iterator[str]:
    """A word before an ending that is a pronoun; a ta before it may be a ha where nothing follows: 'ميزانيتها'."""
    bare = without_pronoun(word)
    if bare is not None:
        yield bare
        if bare.endswith("ت"):
            yield f"{bare[:-1]}ه"


def _meanings(lexicon: Lexicon) -> Iterator[tuple[Meaning, Variety, str]]:
    groups: tuple[tuple[Sense, Mapping[str, Concept]], ...] = (
        (Sense.CONCEPT, lexicon.concepts),
        (Sense.KIND, lexicon.kinds),
        (Sense.TIME, lexicon.times),
    )
    for sense, concepts in groups:
        for concept in concepts.values():
            meaning = Meaning(sense, concept.id, concept.klass)
            for variety, form in concept.every_form():
                yield meaning, variety, form
    a_month, filler = Meaning(Sense.TIME, "month"), Meaning(Sense.FILLER, "filler")
    for month in lexicon.months.values():
        for variety, form in month.every_form():
            yield a_month, variety, form
    for value, concept in lexicon.numbers.items():
        number = Meaning(Sense.NUMBER, str(value))
        for variety, form in concept.every_form():
            yield number, variety, form
    for variety, forms in lexicon.fillers.items():
        for form in forms:
            yield filler, variety, form
