"""Whether answers commonly tell what is asked after them: 'who said that?' most do, 'what did it cost?' few.

A classifier that knows no entry: it has seen what people ask after the answers of all entries, where it is told
(`follow_ups`) and where it is not (`unanswered`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from knowledge.search.classifier import Classifier, features

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.search.asked_after import Asked
    from knowledge.search.question import Question, Reader

TOLD: Final = "told"
UNTOLD: Final = "untold"
LONGEST: Final = 6
"""Words of a follow-up from which it is learnt: longer ones are told more often than not, and that is no sign."""
REGULARISATION: Final = 0.3
"""Inverse strength; left out by entries, 1.0 does a little worse and 0.1 clearly so."""
USUAL: Final = 0.5
"""What is said of any message where nothing was learnt: the mean of what people ask after answers."""


class Answerable:
    """Judges a message by itself, whatever entry gave the answer before it."""

    def __init__(self, asked: Iterable[Asked], reader: Reader) -> None:
        """Learn from what is asked after answers."""
        brief = [one for one in asked if len(one.text.split()) <= LONGEST]
        questions = [reader.read_curated(one.text, is_arabizi=one.is_arabizi) for one in brief]
        labels = [TOLD if one.is_told else UNTOLD for one in brief]
        self._classifier = Classifier.fit(
            questions, labels, among=(TOLD, UNTOLD), seen=_seen, regularisation=REGULARISATION
        )
        self._told = self._classifier.labels.index(TOLD)
        self._has_learnt = set(labels) == {TOLD, UNTOLD}

    def score(self, question: Question) -> float:
        """Above 0 for what answers commonly tell, below 0 for what they do not; seldom beyond 2."""
        return float(self._classifier.scores(question)[self._told]) if self._has_learnt else USUAL


def _seen(question: Question) -> Iterator[str]:
    """What the classifier sees of a message: what it asks, and its words as they stand, fillers too."""
    yield from features(question)
    yield from (f"said={word}" for word in question.words)
    yield from (f"said={first} {second}" for first, second in pairwise(("^", *question.words, "$")))
