"""The knowledge that Sanad comes with as a test set, and all of Sanad's own machinery as one more matcher."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.matchers import Matcher
from benchmarks.sets import Labelled, QuestionSet
from benchmarks.texts import SEED
from benchmarks.words import plain
from knowledge.search.finder import Finder
from knowledge.text.language import Detected, LanguageDetector

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.matchers import Floats
    from knowledge.schema import Entry, Knowledge

HELD_OUT: Final = 10
"""Of so many phrasings of an entry, one is asked."""


def held_out(knowledge: Knowledge) -> QuestionSet:
    """Every tenth phrasing of every entry is asked, the others are learnt; the entries are the labels.

    Out of scope are the questions that belong elsewhere and the near misses: one half of each is there to choose
    thresholds with. Another entry may answer a near miss after all; only those that it has as a phrasing are left out.
    """
    generator = random.Random(SEED)  # noqa: S311 - repeatable, not secret # nosec B311
    train: list[Labelled] = []
    test: list[Labelled] = []
    for entry in knowledge.entries.values():
        # An entry's phrasings stand by variety, so that one in ten takes from each in turn.
        first = generator.randrange(HELD_OUT)
        for number, phrasing in enumerate(entry.questions):
            (test if number % HELD_OUT == first else train).append(Labelled(phrasing.text, entry.id))
    asked = {plain(question.text) for question in (*train, *test)}
    elsewhere = [Labelled(phrasing.text, one.id) for one in knowledge.elsewhere for phrasing in one.questions]
    near_misses = [
        Labelled(phrasing.text, entry.id)
        for entry in knowledge.entries.values()
        for phrasing in entry.unlike
        if plain(phrasing.text) not in asked
    ]
    generator.shuffle(elsewhere)
    generator.shuffle(near_misses)
    return QuestionSet(
        "shipped knowledge",
        {
            "train": train,
            "test": test,
            "oos_val": [*elsewhere[::2], *near_misses[::2]],
            "oos_test_elsewhere": elsewhere[1::2],
            "oos_test_near_misses": near_misses[1::2],
        },
    )


class Sanad(Matcher):
    """The whole way from a text to a decision, with lexicon and answers, but knowing no question that is no entry's."""

    name = "Sanad"

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Build the search of the knowledge as if of all its phrasings only these had been written."""
        written = set(zip(texts, labels, strict=True))
        entries = (_reduced(entry, written) for entry in self._knowledge.entries.values())
        reduced = {entry.id: entry for entry in entries if entry.questions}
        knowledge = replace(self._knowledge, entries=reduced, elsewhere=())
        self._finder, self._detector = Finder(knowledge), LanguageDetector.of(knowledge)
        self.labels = tuple(reduced)

    def scores(self, text: str) -> Floats:
        """Probabilities of the candidates that the decision is about, at most three."""
        is_arabizi = self._detector.detect(text) is Detected.ARABIZI
        decision = self._finder.find(text, is_arabizi=is_arabizi).decision
        likely = {candidate.id: candidate.probability for candidate in decision.candidates}
        return np.array([likely.get(label, 0.0) for label in self.labels])


def _reduced(entry: Entry, written: Iterable[tuple[str, str]]) -> Entry:
    kept = tuple(phrasing for phrasing in entry.questions if (phrasing.text, entry.id) in written)
    return replace(entry, questions=kept, unlike=())
