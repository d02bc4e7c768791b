"""A linear classifier over what questions are made of: the second opinion beside the nearest phrasing.

The nearest phrasing judges by one example; the classifier has seen all of them and knows which features, and which two
features together, tell one target from the others ('member' with 'United Nations' is not 'member' with 'Coalition').
One support vector machine a target, against all others (Fan et al. 2008, LIBLINEAR), over TF-IDF. What is learnt once is kept as
plain arrays, so that a search needs NumPy alone.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy.typing as npt

    from knowledge.search.question import Question

    Floats = npt.NDArray[np.float32]
    Features = Callable[[Question], Iterable[str]]

REGULARISATION: Final = 1.0
"""Inverse strength; fixed by cross-validation over phrasings, where 0.3 to 4 differ by less than half a point."""
LEAST_SEEN: Final = 2
"""Questions in which a pair must occur together to be a feature; what occurs once tells nothing about another question."""
PAIRED: Final = 24
"""Features of a question that are paired with each other; a longer one is a story, and its pairs are accidents."""
NEGLIGIBLE: Final = 0.02
"""Weights below are dropped: they are most of the memory and none of the decision."""


class Classifier:
    """Scores targets for a question; a score above 0 says 'this one', below 0 'another'."""

    def __init__(
        self, labels: Sequence[str], columns: Mapping[str, int], rarity: Floats, weights: _Weights, seen: Features
    ) -> None:
        self.labels = tuple(labels)
        self._features = seen
        self._columns = columns
        self._rarity = rarity
        self._weights = weights

    @classmethod
    def fit(
        cls,
        questions: Sequence[Question],
        labels: Sequence[str],
        *,
        seen: Features | None = None,
        regularisation: float = REGULARISATION,
    ) -> Classifier:
        """Learn from questions whose targets are known; equal labels are one target.

        Args:
            questions: read by one reader.
            labels: of each question its target.
            seen: what is seen of a question, a function that can be pickled; by default `features`.
            regularisation: its inverse strength.
        """
        from scipy.sparse import csr_matrix  # noqa: PLC0415 - learning alone needs it, and a start from the cache does not learn
        from sklearn.svm import LinearSVC  # noqa: PLC0415

        seen = seen or features
        counts = [Counter(seen(question)) for question in questions]
        columns, rarity = _columns(counts)
        rows = [_vector(counted, columns, rarity) for counted in counts]
        ends = np.cumsum([0, *(len(row[0]) for row in rows)])
        matrix = csr_matrix(
            (np.concatenate([row[1] for row in rows]), np.concatenate([row[0] for row in rows]), ends),
            shape=(len(rows), len(columns)),
        )
        machine = LinearSVC(C=regularisation, random_state=0).fit(matrix, np.array(labels))
        return cls(
            [str(label) for label in machine.classes_],
            columns,
            rarity,
            _Weights(machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)),
            seen,
        )

    def scores(self, question: Question) -> Floats:
        """For each label how much speaks for it; in the order of `labels`."""
        numbers, values = _vector(Counter(self._features(question)), self._columns, self._rarity)
        return self._weights.sums(numbers, values)


def features(question: Question) -> Iterable[str]:
    """What the classifier sees of a question: its features and kinds, each two of them, and neighbours in their order."""
    single = [*question.ids, *(f"kind {kind}" for kind in sorted(question.kinds))]
    yield from single
    yield from (f"{one} {other}" for one, other in combinations(sorted(single[:PAIRED]), 2))
    yield from (f"{one} then {other}" for one, other in pairwise(question.ids))


class _Weights:
    """A sparse matrix, features by labels, with a constant for each label."""

    def __init__(self, weights: Floats, constant: Floats) -> None:
        rows, labels = np.nonzero(np.abs(weights) >= NEGLIGIBLE)
        self._starts = np.searchsorted(rows, np.arange(len(weights) + 1)).astype(np.int32)
        self._labels = labels.astype(np.int16)
        self._values = weights[rows, labels].astype(np.float32)
        self._constant = constant

    def sums(self, numbers: npt.NDArray[np.int32], values: Floats) -> Floats:
        total = self._constant.copy()
        for number, value in zip(numbers.tolist(), values.tolist(), strict=True):
            first, end = self._starts[number], self._starts[number + 1]
            total[self._labels[first:end]] += np.float32(value) * self._values[first:end]
        return total


def _columns(seen: Sequence[Counter[str]]) -> tuple[dict[str, int], Floats]:
    """A number for each feature, and how rare it is: log((1 + questions) / (1 + those that have it)) + 1."""
    spread = Counter(feature for counted in seen for feature in counted)
    kept = [feature for feature, count in spread.items() if count >= LEAST_SEEN or " " not in feature]
    rarity = np.array([math.log((1 + len(seen)) / (1 + spread[feature])) + 1 for feature in kept], dtype=np.float32)
    return {feature: number for number, feature in enumerate(kept)}, rarity


def _vector(
    counted: Mapping[str, int], columns: Mapping[str, int], rarity: Floats
) -> tuple[npt.NDArray[np.int32], Floats]:
    """The known features' numbers and their TF-IDF; the vector has length one."""
    known = [(columns[feature], count) for feature, count in counted.items() if feature in columns]
    numbers = np.array([number for number, _ in known], dtype=np.int32)
    values = rarity[numbers] * (1 + np.log(np.array([count for _, count in known], dtype=np.float32)))
    return numbers, (values / (np.linalg.norm(values) or 1.0)).astype(np.float32)
