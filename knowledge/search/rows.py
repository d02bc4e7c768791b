"""Phrasings laid out for one fast comparison: a question against all of them at once.

For every feature and every letter trigram there is a list of the phrasings that have it; the lists lie end to end in
two arrays. Comparing is adding up the few lists that the question touches.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from knowledge.search.question import Question

    Floats = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.int32]


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
        shared = self._features.sums(weights)
        both = self._totals + np.float32(sum(weights.values()))
        shares: Floats = np.divide(2 * shared, both, out=np.zeros_like(both), where=both > 0)
        return shares

    def letters(self, question: Question) -> Floats:
        """For each row the cosine of its letter trigrams and the question's; 0 to 1."""
        return self._grams.sums(question.grams)


class _Postings:
    """For each key the rows that have it, and how much of each row it makes up."""

    def __init__(self, rows: Sequence[Mapping[str, float]]) -> None:
        lists: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, row in enumerate(rows):
            for key, share in row.items():
                lists[key].append((number, share))
        ends = np.cumsum([len(listed) for listed in lists.values()], dtype=np.int64).tolist()
        self._count = len(rows)
        self._spans = dict(zip(lists, zip([0, *ends], ends, strict=False), strict=True))
        self._rows: Numbers = np.array([number for listed in lists.values() for number, _ in listed], dtype=np.int32)
        self._shares: Floats = np.array([share for listed in lists.values() for _, share in listed], dtype=np.float32)

    def sums(self, wanted: Mapping[str, float]) -> Floats:
        """For each row the sum of its shares of the wanted keys, times their weights."""
        spans = [(*self._spans[key], np.float32(weight)) for key, weight in wanted.items() if key in self._spans]
        if not spans:
            return np.zeros(self._count, dtype=np.float32)
        rows = np.concatenate([self._rows[start:end] for start, end, _ in spans])
        shares = np.concatenate([self._shares[start:end] * weight for start, end, weight in spans])
        return np.bincount(rows, weights=shares, minlength=self._count).astype(np.float32)
