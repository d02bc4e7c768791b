"""Phrasings laid out for one fast comparison: a question against all of them at once.

For every feature and every letter trigram there is a row of a sparse matrix: the phrasings that have it. Comparing is
adding up the few rows that the question touches.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from knowledge.search.matrix import SparseMatrix

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from knowledge.search.matrix import Floats
    from knowledge.search.question import Question


class Rows:
    """Questions as rows, in a fixed order."""

    def __init__(self, questions: Sequence[Question], weight: Callable[[str], float]) -> None:
        self._weight = weight
        self._features = _Postings([dict.fromkeys(question.ids, 1.0) for question in questions])
        self._grams = _Postings([question.grams for question in questions])
        self._totals = np.array([sum(map(weight, question.ids)) for question in questions], dtype=np.float32)

    def concepts(self, question: Question) -> Floats:
        """For each row the Dice coefficient of its features and the question's, weighted by rarity; 0 to 1."""
        weights = {identity: self._weight(identity) for identity in question.ids}
        shares = self._features.sums(weights)
        if weights:
            shares *= 2
            shares /= self._totals + np.float32(sum(weights.values()))
        return shares

    def letters(self, question: Question) -> Floats:
        """For each row the cosine of its letter trigrams and the question's; 0 to 1."""
        return self._grams.sums(question.grams)


class _Postings:
    """For each key the rows that have it, and how much of each row it makes up."""

    def __init__(self, rows: Sequence[Mapping[str, float]]) -> None:
        having: defaultdict[str, list[int]] = defaultdict(list)
        shares: defaultdict[str, list[float]] = defaultdict(list)
        for number, row in enumerate(rows):
            for key, share in row.items():
                having[key].append(number)
                shares[key].append(share)
        self._numbers = {key: number for number, key in enumerate(having)}
        self._matrix = SparseMatrix(
            list(map(len, having.values())),
            np.fromiter(chain.from_iterable(having.values()), dtype=np.intp),
            np.fromiter(chain.from_iterable(shares.values()), dtype=np.float32),
            len(rows),
        )

    def sums(self, wanted: Mapping[str, float]) -> Floats:
        """For each row the sum of its shares of the wanted keys, times their weights."""
        known = [key for key in wanted if key in self._numbers]
        weights = np.array([wanted[key] for key in known], dtype=np.float32)
        return self._matrix.sums([self._numbers[key] for key in known], weights)
