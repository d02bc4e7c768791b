"""Phrasings laid out for one fast comparison: a question against all of them at once.

For every feature and every letter trigram there is a posting list of the phrasings that have it, as arrays; comparing
is adding up the few lists that the question touches.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from knowledge.search.question import Question

    Floats = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.int32]


class Posting(NamedTuple):
    """The phrasings that share a feature or a trigram, and how much of each it makes up."""

    rows: Numbers
    shares: Floats


class Rows:
    """Questions as rows, in a fixed order."""

    def __init__(self, questions: Sequence[Question], weight: Callable[[str], float]) -> None:
        self._weight = weight
        self._features = _postings([dict.fromkeys(question.ids, 1.0) for question in questions])
        self._grams = _postings([question.grams for question in questions])
        self._totals = np.array([sum(map(weight, question.ids)) for question in questions], dtype=np.float32)

    def concepts(self, question: Question) -> Floats:
        """For each row the Dice coefficient of its features and the question's, weighted by rarity; 0 to 1."""
        weights = {identity: self._weight(identity) for identity in question.ids}
        shared = self._sum(self._features, weights)
        both = self._totals + np.float32(sum(weights.values()))
        shares: Floats = np.divide(2 * shared, both, out=np.zeros_like(both), where=both > 0)
        return shares

    def letters(self, question: Question) -> Floats:
        """For each row the cosine of its letter trigrams and the question's; 0 to 1."""
        return self._sum(self._grams, question.grams)

    def _sum(self, postings: Mapping[str, Posting], wanted: Mapping[str, float]) -> Floats:
        sums = np.zeros(len(self._totals), dtype=np.float32)
        for key, weight in wanted.items():
            posting = postings.get(key)
            if posting is not None:
                sums[posting.rows] += posting.shares * np.float32(weight)
        return sums


def _postings(rows: Sequence[Mapping[str, float]]) -> dict[str, Posting]:
    lists: defaultdict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
    for number, row in enumerate(rows):
        for key, share in row.items():
            numbers, shares = lists[key]
            numbers.append(number)
            shares.append(share)
    return {
        key: Posting(np.array(numbers, dtype=np.int32), np.array(shares, dtype=np.float32))
        for key, (numbers, shares) in lists.items()
    }
