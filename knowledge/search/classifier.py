"""A linear classifier over what questions are made of: the second opinion beside the nearest phrasing.

The nearest phrasing judges by one example; the classifier has seen all of them and knows which features, and which two
features together, tell one target from the others ('member' with 'United Nations' is not 'member' with 'Coalition').
One support vector machine a target, against all others (Fan et al. 2008, LIBLINEAR), over TF-IDF. What is learnt once
is kept as plain arrays, so that a search needs NumPy alone.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Final, Protocol
from zlib import crc32

import numpy as np

from knowledge.cores import spread
from knowledge.search.matrix import DenseMatrix, SparseMatrix, numbered, transposed
from knowledge.search.question import TELLING_TIMES
from knowledge.search.sightings import Sightings
from knowledge.text.tokens import root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt
    from scipy.sparse import csr_matrix

    from knowledge.search.matrix import Floats, Numbers
    from knowledge.search.question import Question

    Features = Callable[[Question], Iterable[str]]
    Row = tuple[Numbers, Floats]

REGULARISATION: Final = 1.0
"""Inverse strength; on validation data of public sets 1 and 4 differ by less than half a point either way."""
PRECISION: Final = 0.1
"""Slope at which learning stops, LIBLINEAR's own; a hundredth of it takes longer and answers alike."""
LEAST_SEEN: Final = 4
"""Questions in which two must occur together to be a feature: what occurs once tells nothing about another question."""
PAIRED: Final = 24
"""Features of a question that are paired with each other; a longer one is a story, and its pairs are accidents."""
NEGLIGIBLE: Final = 0.02
"""Weights below are dropped: they are most of the memory and none of the decision."""
SPARSE: Final = 0.2
"""Share of the weights up to which a sparse matrix is the faster one; where many labels are told apart, it is 0.05."""
TOLD_APART: Final = 2
"""Labels from which there is anything to learn."""
ALWAYS: Final = 1.0
"""What is said for the only label that any question has."""
NEVER: Final = -1.0
"""What is said for a label that no question has."""
NOTHING: Final[Row] = (np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32))
"""What was learnt of a label that no question has."""
AGAINST: Final = 3_000
AGAINST_EACH: Final = 10
"""Questions of other labels that a label learns against: so many, or so many for each of its own."""


class Space(Protocol):
    """The features that a classifier knows, by number."""

    size: int
    """How many there are."""

    def place(self, question: Question) -> tuple[Numbers, Floats]:
        """A question's known features by number, and what each counts; as a vector it has length one at the most."""


class Classifier:
    """Scores targets for a question; a score above 0 says 'this one', below 0 'another'."""

    def __init__(
        self, labels: Sequence[str], space: Space, learnt: Sequence[Row], constant: npt.NDArray[np.floating]
    ) -> None:
        """Take over what was learnt: for each label what features count, those that count nothing aside; a constant."""
        self.labels = tuple(labels)
        self._space = space
        self._weights = _weights(learnt, space.size)
        self._constant = constant.astype(np.float32)

    @classmethod
    def fit(
        cls,
        questions: Sequence[Question],
        labels: Sequence[str],
        *,
        among: Sequence[str] = (),
        seen: Features | None = None,
        regularisation: float = REGULARISATION,
    ) -> Classifier:
        """Learn from questions whose targets are known.

        Args:
            questions: read by one reader.
            labels: for each question its target.
            among: labels that are known besides, though none of these questions may have them.
            seen: what is seen of a question, a function that can be pickled; by default `features`.
            regularisation: its inverse strength.
        """
        space, rows = FeatureSpace.around(questions, seen or features)
        told, known = set(labels), sorted({*labels, *among})
        weights, constant = [NOTHING] * len(known), np.array([ALWAYS if label in told else NEVER for label in known])
        if len(told) >= TOLD_APART:
            numbers = {label: number for number, label in enumerate(known)}
            labelled = np.array([numbers[label] for label in labels])
            learnt = [number for number, label in enumerate(known) if label in told]
            own = [labelled == number for number in learnt]
            found = _learn(laid_out(rows, space.size), own, regularisation)
            for number, (row, own_constant) in zip(learnt, found, strict=True):
                weights[number], constant[number] = row, own_constant
        return cls(known, space, weights, constant)

    def scores(self, question: Question) -> Floats:
        """For each label how much speaks for it; in the order of `labels`."""
        return self._constant + self._weights.sums(*self._space.place(question))


def _learn(
    matrix: csr_matrix, owned: Sequence[npt.NDArray[np.bool_]], regularisation: float
) -> list[tuple[Row, float]]:
    """For each label the features that count, what they do, and a constant.

    Each label learns against the questions that come nearest to its own: what shares nothing with them needs no telling
    apart, and is most of all questions.

    Args:
        matrix: the questions in their space.
        owned: for each label which questions are its.
        regularisation: its inverse strength.
    """
    from sklearn.svm import LinearSVC  # noqa: PLC0415 - learning alone needs it; a start from the cache does not learn

    def learn(number: int) -> tuple[Row, float]:
        own = owned[number]
        chosen = _nearest_to(own, matrix)
        machine = LinearSVC(C=regularisation, tol=PRECISION, random_state=0).fit(matrix[chosen], own[chosen])
        return counting(machine.coef_[0]), float(machine.intercept_[0])

    return spread(learn, range(len(owned)))


def _nearest_to(own: npt.NDArray[np.bool_], matrix: csr_matrix) -> Numbers:
    """A label's own questions, then the others that come nearest to them, by number; of equals the first ones."""
    size = int(own.sum())
    wanted = min(size + max(AGAINST, size * AGAINST_EACH), len(own))
    distance = -(matrix @ np.asarray(matrix[own].mean(axis=0)).ravel())
    distance[own] = -np.inf
    furthest = np.partition(distance, wanted - 1)[wanted - 1]
    near = np.flatnonzero(distance <= furthest)  # sorting these few is all there is to sort
    order: Numbers = near[np.argsort(distance[near], kind="stable")][:wanted]
    return order


def laid_out(rows: Sequence[Row], size: int) -> csr_matrix:
    """Questions that were placed in a space of so many features: a row for each, a column for each feature."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - as above

    ends = np.cumsum([0, *(len(numbers) for numbers, _ in rows)])
    placed = np.concatenate([values for _, values in rows]), np.concatenate([numbers for numbers, _ in rows])
    return csr_matrix((*placed, ends), shape=(len(rows), size))


def features(question: Question) -> Iterator[str]:
    """What the classifier sees: features, kinds and times, each two of them, neighbours, and what is wanted."""
    words = words_of(question)
    kinds = map("kind=".__add__, sorted(question.kinds))
    single = [*words, *kinds, *map("time=".__add__, sorted(question.times & TELLING_TIMES))]
    neighbours = map(" then ".join, pairwise(("", *words, "")))
    return chain(single, pairs_of(single), neighbours, map("wants ".__add__, sorted(question.wanted)))


def features_and_letters(question: Question) -> Iterator[str]:
    """The same and the letters: where no lexicon knows the words, and there are many ways to write one."""
    return chain(features(question), map("letters=".__add__, question.grams))


def words_of(question: Question, root_of: Callable[[str], str] = root) -> list[str]:
    """What a question is about, in its order: concepts, numbers, and unknown words by their root."""
    return [_by_root(identity, root_of) for identity in question.ids]


def pairs_of(single: Sequence[str]) -> Iterator[str]:
    """Each two of the first features, whatever their order."""
    return map(" ".join, combinations(sorted(set(single[:PAIRED])), 2))


def _by_root(identity: str, root_of: Callable[[str], str]) -> str:
    """An unknown Arabic word by its root, so that its many patterns are one feature; anything else as it is."""
    stem = identity.removeprefix("word:")
    return f"word:{root_of(stem)}" if stem != identity else identity


class FeatureSpace:
    """The features that were seen, numbered, and how rare each is: log((1 + questions) / (1 + those with it)) + 1.

    Of a feature no more than a mark is kept, its check sum: as words, all features would be a sixth of the memory that
    a bot takes. One in a hundred thousand that was never seen has the mark of one that was, and is taken for it.
    """

    def __init__(self, seen: Features, spread: Mapping[str, int], questions: int) -> None:
        self._features = seen
        marks = np.fromiter(_marks_of(spread), dtype=np.uint32, count=len(spread))
        self._numbers: npt.NDArray[np.int32] = np.argsort(marks, kind="stable").astype(np.int32)
        """By mark."""
        self._marks: npt.NDArray[np.uint32] = marks[self._numbers]
        rarity = [math.log((1 + questions) / (1 + count)) + 1 for count in spread.values()]
        self._rarity: Floats = np.array(rarity, dtype=np.float32)
        self.size = len(rarity)

    @classmethod
    def around(cls, questions: Iterable[Question], seen: Features, *, least: int = 1) -> tuple[FeatureSpace, list[Row]]:
        """The space in which some questions lie, with each of them placed in it; each is looked at only once.

        Args:
            questions: read by one reader.
            seen: what is seen of a question.
            least: in how many questions something must be seen to be a feature.
        """
        sightings = Sightings(map(seen, questions))
        least_of_pairs = max(least, LEAST_SEEN)
        kept = {
            feature: count
            for feature, count in sightings.spread().items()
            if count >= (least_of_pairs if " " in feature else least)
        }
        space = cls(seen, kept, len(sightings))
        return space, [space._row(*row) for row in sightings.rows(numbered(kept))]

    def place(self, question: Question) -> Row:
        """A question's known features by number, and their weights; as a vector it has length one."""
        return self.place_seen(self._features(question))

    def place_seen(self, seen: Iterable[str]) -> Row:
        """The same of what is seen of a question."""
        found = Counter(_marks_of(seen))
        marks = np.fromiter(found, dtype=np.uint32, count=len(found))
        counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        places = self._marks.searchsorted(marks)
        is_known = self._marks.take(places, mode="clip") == marks if self.size else np.zeros(len(marks), dtype=np.bool_)
        return self._row(self._numbers[places[is_known]], counts[is_known])

    def _row(self, numbers: Numbers, counts: Floats) -> Row:
        values: Floats = self._rarity[numbers] * (1 + np.log(counts))
        return numbers, values / np.float32(math.sqrt(values @ values) or 1.0)


def _marks_of(features: Iterable[str]) -> Iterator[int]:
    return map(crc32, map(str.encode, features))


def counting(weights: npt.NDArray[np.floating]) -> Row:
    """Of the weight of each feature those that are not negligible."""
    features = np.flatnonzero(np.abs(weights) >= NEGLIGIBLE)
    return features, weights[features].astype(np.float32)


def _weights(learnt: Sequence[Row], size: int) -> SparseMatrix | DenseMatrix:
    """Weights, features by labels; as a sparse matrix where most features count nothing."""
    if sum(len(features) for features, _ in learnt) <= SPARSE * size * len(learnt):
        return transposed(learnt, size)
    weights = np.zeros((size, len(learnt)), dtype=np.float32)
    for label, (features, counts) in enumerate(learnt):
        weights[features, label] = counts
    return DenseMatrix(weights)
