"""The words with which people answer an answer: they doubt it, ask who says so, or put their own question right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import TYPE_CHECKING, Final

from knowledge.text.tokens import without_and, without_prefixes, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

LONGEST: Final = 5
"""Words of a rejoinder; the longest is 'my question was about' and the like."""

MOST_BEFORE_A_CHANGE: Final = 4
"""Words before those that change the subject: 'ok then, another question', 'let us go on to a different topic'."""
MOST_BETWEEN: Final = 2
"""Words between 'leave' and what is left: 'switching to another subject'."""


@dataclass(frozen=True)  # without slots, for what is worked out once
class Rejoinders:
    """Recognises them in folded words; `handlers/phrases/rejoinders.yaml` lists them."""

    doubts: frozenset[str]
    """Words of doubt in an answer."""
    sources: frozenset[str]
    """What asks who is behind an answer."""
    whoever: frozenset[str]
    """'Who', as it stands before a verb of saying."""
    saying: frozenset[str]
    """Such verbs."""
    corrections: frozenset[str]
    """What says that something else was meant."""
    excuses: frozenset[str]
    """What people say before they put something right."""
    comparisons: frozenset[str]
    """What compares an answer with another time."""
    still: frozenset[str]
    """'Still'."""
    past: frozenset[str]
    """Verbs that tell that a question is about the past."""
    addressed: frozenset[str]
    """'You'."""
    whether: frozenset[str]
    """What asks whether somebody belongs to an answer."""
    totals: frozenset[str]
    """What asks for all of it together."""
    outcomes: frozenset[str]
    """What asks for what came of something."""
    changes: frozenset[str]
    """What says that another subject follows."""
    subjects: frozenset[str]
    """What people call what is spoken of: 'question', 'topic'."""
    others: frozenset[str]
    """What says of it that it is another one,"""
    leaving: frozenset[str]
    """or that it is left,"""
    which: frozenset[str]
    """but not behind a question for it: 'what other topic came up?'."""

    @cached_property
    def _who_says(self) -> frozenset[str]:
        return self.sources.union(f"{who} {says}" for who in self.whoever for says in self.saying)

    def doubting(self, tokens: Sequence[str]) -> frozenset[str]:
        """The words by which a message doubts an answer; none, if it does not."""
        return frozenset(_words_in(tokens, self.doubts))

    def asking_who_says(self, tokens: Sequence[str]) -> frozenset[str]:
        """The words by which a message asks who is behind an answer; none, if it does not."""
        asked = self._who_says
        return frozenset((*_words_in(tokens, asked), *_words_in(without_and(tokens), asked)))

    def says_still(self, tokens: Sequence[str]) -> bool:
        """Whether a message says 'still'."""
        return any(_words_in(tokens, self.still))

    def is_past(self, tokens: Sequence[str]) -> bool:
        """Whether a message has a verb that puts it in the past; an Arabic 'and' may be glued to it."""
        return any(token in self.past or token.removeprefix("و") in self.past for token in tokens)

    def speaks_to_you(self, tokens: Sequence[str]) -> bool:
        """Whether a message speaks to whoever reads it; an Arabic 'and' may be glued to that."""
        return any(token in self.addressed or token.removeprefix("و") in self.addressed for token in tokens)

    def asking_whether(self, tokens: Sequence[str]) -> bool:
        """Whether a message asks of somebody whom it names whether an answer goes for them, too."""
        return any(_words_in(tokens, self.whether))

    def summing(self, tokens: Sequence[str]) -> bool:
        """Whether a message asks for all of it together; an Arabic 'and' may be glued to the first word."""
        return any(_words_in(tokens, self.totals)) or any(_words_in(without_and(tokens), self.totals))

    def asking_outcome(self, tokens: Sequence[str]) -> frozenset[str]:
        """The words by which a message asks for what came of something; none, if it does not."""
        return frozenset((*_words_in(tokens, self.outcomes), *_words_in(without_and(tokens), self.outcomes)))

    def comparing(self, word: str) -> bool:
        """Whether a folded word, or some, only compares an answer with another time: 'more', 'went down', 'more or'."""
        return word in self.comparisons or self.comparisons.issuperset(word.split())

    def put_right(self, text: str) -> tuple[str, bool]:
        """A message without the words that put the one before right, and whether they say that it was meant otherwise.

        'Sorry, I meant Syria' and 'Syria I mean' are 'Syria'; so is 'no, Syria', which does not say so.
        """
        said, is_meant = text.split(), False
        opening = self.corrections | self.excuses
        while size := _first(said, opening):
            is_meant |= _folded(said[:size]) in self.corrections
            said = said[size:]
        if size := _first(said, self.corrections, at_end=True):
            is_meant, said = True, said[:-size]
        return " ".join(said), is_meant

    def may_change(self, tokens: Sequence[str]) -> bool:
        """Whether a message of such words may change the subject at all, which takes a glance."""
        first = tokens[: MOST_BEFORE_A_CHANGE + LONGEST]
        return any(not self._said_of_a_change.isdisjoint(without_prefixes(token)) for token in first)

    @cached_property
    def _said_of_a_change(self) -> frozenset[str]:
        return self.subjects.union(change.split()[-1] for change in self.changes)

    def changing(self, said: Sequence[str]) -> int:
        """How many words at the beginning openly change the subject: 'ok, different question: …'; 0 where none do.

        Said are the words as they are written, each with its punctuation.
        """
        for first in range(min(MOST_BEFORE_A_CHANGE, len(said)) + 1):
            if first and not self.which.isdisjoint(_bare(said[first - 1])):
                return 0
            if size := _first(said[first:], self.changes) or self._leaving_a_subject(said[first:]):
                return first + size
        return 0

    def _leaving_a_subject(self, said: Sequence[str]) -> int:
        """How many words say of a subject, or question, that it is another one or is left; 0 where none do."""
        bare = [_bare(word) for word in said[: min(MOST_BETWEEN + 3, len(said) - 1)]]
        if self._are_another(*bare[:2]):
            return 2
        if not bare or self.leaving.isdisjoint(bare[0]):
            return 0
        subject = next((place for place, word in enumerate(bare) if not self.subjects.isdisjoint(word)), None)
        if subject is None:
            return 0
        return subject + (2 if self._are_another(*bare[subject : subject + 2]) else 1)

    def _are_another(self, *said: frozenset[str]) -> bool:
        """Whether two words call a subject another one, in either order."""
        return any(self.others & other and self.subjects & subject for other, subject in permutations(said, 2))


def _bare(word: str) -> frozenset[str]:
    """A word, folded, with and without each prefix that it may carry."""
    return frozenset(bare for folded in words(word) for bare in without_prefixes(folded))


def _first(said: Sequence[str], listed: Container[str], *, at_end: bool = False) -> int:
    """How many words of a message are one of those listed, at its beginning or end; always fewer than all."""
    sizes = range(min(LONGEST, len(said) - 1), 0, -1)
    return next((size for size in sizes if _folded(said[-size:] if at_end else said[:size]) in listed), 0)


def _folded(said: Sequence[str]) -> str:
    return " ".join(words(" ".join(said)))


def _words_in(tokens: Sequence[str], listed: Container[str]) -> Iterator[str]:
    for size in range(LONGEST, 0, -1):
        for first in range(len(tokens) - size + 1):
            run = tokens[first : first + size]
            if " ".join(run) in listed:
                yield from run
