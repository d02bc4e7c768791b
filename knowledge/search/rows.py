"""Phrasings laid out for one fast comparison: a question against all of them at once.

For every feature and every letter trigram there is a row of a sparse matrix: the phrasings that have it. Comparing is
adding up the few rows that the question touches.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np

from knowledge.search.matrix import CountedPostings, Postings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from knowledge.search.matrix import Floats
    from knowledge.search.question import Question


class Rows:
    """Questions as rows, in a fixed order."""

    def __init__(self, questions: Sequence[Question], weight: Callable[[str], float]) -> None:
        self._weight = weight
        self._features = Postings([question.ids for question in questions])
        self._grams = CountedPostings([_elements(question.grams) for question in questions])
        self._totals = np.array([sum(map(weight, question.ids)) for question in questions], dtype=np.float32)
        lengths = np.array([_length(question.grams) for question in questions], dtype=np.float32)
        self._reciprocals: Floats = np.reciprocal(lengths)

    def concepts(self, question: Question) -> Floats:
        """For each row the Dice coefficient of its features and the question's, weighted by rarity; 0 to 1."""
        weights = {identity: self._weight(identity) for identity in question.ids}
        shares = self._features.sums({identity: 2 * weight for identity, weight in weights.items()})
        if weights:
            shares /= self._totals + np.float32(sum(weights.values()))
        return shares

    def growth(self, rows: slice, total: float, own: float) -> Floats:
        """By what share of themselves the coefficients of some rows are larger with a question that weighs less.

        Args:
            rows: which ones; what the question loses, none of them has.
            total: weight of the whole question.
            own: weight of what is left of it, above 0.
        """
        return np.float32(total - own) / (self._totals[rows] + np.float32(own))

    def grams(self) -> Iterator[Mapping[str, int]]:
        """The letter trigrams of each question."""
        return map(Counter, self._grams.columns())

    def letters(self, question: Question, share: float = 1.0) -> Floats:
        """For each row the cosine of its letter trigrams and the question's, 0 to 1, times a share of something."""
        shares = self._grams.counts(question.grams)
        shares *= self._reciprocals * np.float32(share / _length(question.grams))
        return shares


def _elements(grams: Mapping[str, int]) -> Iterator[str]:
    """Each as often as it occurs."""
    return chain.from_iterable(map(repeat, grams, grams.values()))


def _length(grams: Mapping[str, int]) -> float:
    """Of a vector of counts; 1 for an empty one."""
    return math.hypot(*grams.values()) or 1.0
