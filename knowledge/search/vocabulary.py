"""The lexicon made searchable: which concept a word or a run of words stands for, through prefixes, endings and typos.

A word is looked up as it stands, then without what Arabic glues to it, then by its stem, then (Arabizi) by its
skeleton, and at last by similarity. The first step that finds something wins: no certain reading is lost to a guess.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.schema import ConceptClass, Variety
from knowledge.text.arabizi import has_letter_digits, skeleton, without_article
from knowledge.text.tokens import is_arabic, stem, without_prefixes, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.schema import Concept, Lexicon

_Key = TypeVar("_Key")

LONGEST_RUN: Final = 5
"""Words; the longest forms in the lexicon are names of organisations."""
TYPOS_ALLOWED: Final = ((4, 0), (7, 1), (10_000, 2))
"""Up to so many Latin letters, so many slips: a letter too many, too few, exchanged, or two swapped."""
TYPOS_ALLOWED_ARABIC: Final = ((5, 0), (8, 1), (10_000, 2))
"""The same for Arabic, where words of three-letter roots are closer to each other."""
WORDS_REMEMBERED: Final = 20_000
"""A bound on memory. Comparing a word with the whole lexicon is the dearest step of a search."""
SHORTEST_SKELETON: Final = 3
"""Consonants; two are shared by too many words to mean one of them."""


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


@dataclass(frozen=True, slots=True)
class Found:
    """A run of words and its meaning; `is_guess` where only similarity led there."""

    first: int
    last: int
    """Position after the run's last word."""
    meaning: Meaning | None
    is_guess: bool = False


class Vocabulary:
    """Finds meanings. Built once from the lexicon; lookups of single words are remembered."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.part_of = {concept.id: concept.part_of for concept in lexicon.concepts.values() if concept.part_of}
        self._runs: dict[tuple[str, ...], Meaning] = {}
        self._stems: dict[tuple[str, ...], Meaning] = {}
        self._openings: set[str] = set()
        self._skeletons: defaultdict[str, set[Meaning]] = defaultdict(set)
        self._spellings: defaultdict[str, list[str]] = defaultdict(list)
        """Single words by their first letter: hardly anybody mistypes that one, and it keeps comparing cheap."""
        self._looked_up: dict[tuple[str, bool], Meaning | None] = {}
        self._guessed: dict[str, Meaning | None] = {}
        for meaning, variety, form in _meanings(lexicon):
            self._add(meaning, variety, tuple(words(form)))

    def find(self, text: Sequence[str], *, is_arabizi: bool = False, guesses: bool = True) -> list[Found]:
        """Read folded words from left to right, the longest known run first; unknown words have no meaning."""
        found: list[Found] = []
        position = 0
        while position < len(text):
            run = self._longest_run(text, position)
            if run is None:
                meaning = self._single(text[position], is_arabizi=is_arabizi)
                is_guess = meaning is None and guesses
                if is_guess:
                    meaning = self._guess(text[position])
                run = Found(position, position + 1, meaning, is_guess and meaning is not None)
            found.append(run)
            position = run.last
        return found

    def knows(self, word: str) -> bool:
        """Whether a folded word is one of the lexicon's, letter for letter or with something glued to it."""
        return any((form,) in self._runs for form in without_prefixes(word))

    def _add(self, meaning: Meaning, variety: Variety, run: tuple[str, ...]) -> None:
        if not run:
            return
        self._runs.setdefault(run, meaning)
        if len(run) > 1:
            self._openings.update((run[0], stem(run[0])))
        if meaning.sense is not Sense.FILLER:
            self._stems.setdefault(tuple(map(stem, run)), meaning)
        if len(run) == 1 and meaning.sense is not Sense.FILLER:
            self._spellings[run[0][0]].append(run[0])
            if variety is not Variety.ENGLISH and len(skeleton(run[0])) >= SHORTEST_SKELETON:
                self._skeletons[skeleton(run[0])].add(meaning)

    def _longest_run(self, text: Sequence[str], position: int) -> Found | None:
        openings = [
            form for form in without_prefixes(text[position]) if form in self._openings or stem(form) in self._openings
        ]
        if not openings:
            return None
        for length in range(min(LONGEST_RUN, len(text) - position), 1, -1):
            for opening in openings:
                meaning = self._run((opening, *text[position + 1 : position + length]))
                if meaning is not None:
                    return Found(position, position + length, meaning)
        return None

    def _run(self, run: tuple[str, ...]) -> Meaning | None:
        return self._runs.get(run) or self._stems.get(tuple(map(stem, run)))

    def _single(self, word: str, *, is_arabizi: bool) -> Meaning | None:
        key = (word, is_arabizi)
        if key not in self._looked_up:
            _make_room(self._looked_up)
            self._looked_up[key] = self._look_up(word, is_arabizi=is_arabizi)
        return self._looked_up[key]

    def _look_up(self, word: str, *, is_arabizi: bool) -> Meaning | None:
        forms = self._bare_forms(word, is_arabizi=is_arabizi)
        for form in forms:
            if (form,) in self._runs:
                return self._runs[(form,)]
        for form in forms:
            if (stem(form),) in self._stems:
                return self._stems[(stem(form),)]
        return self._by_sound(word) if is_arabizi and not is_arabic(word) else None

    def _guess(self, word: str) -> Meaning | None:
        if word not in self._guessed:
            _make_room(self._guessed)
            self._guessed[word] = self._by_similarity(word)
        return self._guessed[word]

    @staticmethod
    def _bare_forms(word: str, *, is_arabizi: bool) -> tuple[str, ...]:
        if is_arabic(word):
            return without_prefixes(word)
        return without_article(word) if is_arabizi or has_letter_digits(word) else (word,)

    def _by_sound(self, word: str) -> Meaning | None:
        for form in without_article(word):
            heard = self._skeletons.get(skeleton(form), set())
            if len(heard) == 1:
                return next(iter(heard))
        return None

    def _by_similarity(self, word: str) -> Meaning | None:
        if word.isdecimal():
            return None
        for form in dict.fromkeys((word, stem(word)) if is_arabic(word) else (word,)):
            spellings = self._spellings.get(form[0], [])
            table = TYPOS_ALLOWED_ARABIC if is_arabic(form) else TYPOS_ALLOWED
            slips = next(allowed for length, allowed in table if len(form) <= length)
            if slips and spellings:
                best = process.extractOne(form, spellings, scorer=OSA.distance, processor=None, score_cutoff=slips)
                if best is not None:
                    return self._runs[(best[0],)]
        return None


def _make_room(remembered: dict[_Key, Meaning | None]) -> None:
    if len(remembered) >= WORDS_REMEMBERED:
        remembered.clear()


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
