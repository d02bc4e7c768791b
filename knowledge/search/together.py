"""A classifier for few phrasings and no lexicon: it sees words and letters, and learns all labels together.

With ten phrasings a label, a support vector machine for each sees too little of what the label is to be told from. Here
the labels compete for every phrasing (multinomial logistic regression), and what is learnt of a feature is handed on to
those that occur with it. The work is done on matrices of phrasings by phrasings, so there must not be many.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from knowledge.search.classifier import (
    TOLD_APART,
    Classifier,
    counting,
    features_and_letters,
    laid_out,
    pairs_of,
    words_of,
)
from knowledge.text.roots import root_by_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.search.matrix import Floats, Numbers
    from knowledge.search.question import Question

FEW: Final = 4_000
"""Phrasings that are learnt together at the most: it takes seconds, and matrices of 64 MB."""
ROUNDS: Final = 150
"""Steps of learning; on validation data of public sets 100 answer alike."""
HANDED_ON: Final = 2.0
"""What features learn from those they occur with, beside what they learn themselves; 1 and 3 answer alike."""
PER_LOG_ODDS: Final = 0.25
"""Of a score, so that it is as large as what support vector machines say, and the nearest phrasing counts as much."""
RUNS: Final = (2, 3, 4)
"""Letters in a row that are seen, the edges of the word among them."""
WORDS, PAIRS, LETTERS = 0.25, 0.25, 0.5
"""What words, each two of them, and letters make up of a question, however many of each it has."""


def learn(questions: Sequence[Question], labels: Sequence[str]) -> Classifier:
    """Learn from questions of whose words no lexicon knows anything; together, if they are few.

    Scores of labels that were learnt together compare one with another, and that one is above 0 says nothing.
    """
    if len(questions) <= FEW and len(set(labels)) >= TOLD_APART:
        return _learn_together(questions, labels)
    return Classifier.fit(questions, labels, seen=features_and_letters)


def _learn_together(questions: Sequence[Question], labels: Sequence[str]) -> Classifier:
    """Of each feature what the phrasings that have it say, and what those say that are like them."""
    known, space = sorted(set(labels)), _Families(questions, labels)
    matrix = laid_out([space.place(question) for question in questions], space.size)
    alike = _centred(_centred((matrix @ matrix.T).toarray()).T)
    handed_on = np.float32(HANDED_ON * len(known) / len(questions))
    kernel = alike + handed_on * (alike @ alike)
    own = np.array([[label == other for other in known] for label in labels], dtype=np.float32)
    shares = _descend(kernel, own)
    weights = PER_LOG_ODDS * (matrix.T @ _centred(shares + handed_on * (alike @ shares)))
    return Classifier(known, space, list(map(counting, weights.T)), -(matrix @ weights).mean(axis=0))


def _descend(kernel: Floats, own: Floats) -> Floats:
    """How much each phrasing speaks for each label, by accelerated gradient descent (Nesterov 1983).

    Nothing holds the weights down but that learning stops. The loss curves by half of the kernel's norm at the most.
    """
    step = np.float32(2.0 / (np.linalg.norm(kernel) or 1.0))
    shares = ahead = np.zeros_like(own)
    for number in range(ROUNDS):
        before, shares = shares, ahead + step * (own - _probabilities(kernel @ ahead))
        ahead = shares + np.float32(number / (number + 3)) * (shares - before)
    return shares


def _probabilities(strengths: Floats) -> Floats:
    """For each row the softmax."""
    odds = np.exp(strengths - strengths.max(axis=1, keepdims=True))
    probabilities: Floats = odds / odds.sum(axis=1, keepdims=True)
    return probabilities


def _centred(matrix: Floats) -> Floats:
    """Each column less its mean."""
    centred: Floats = matrix - matrix.mean(axis=0)
    return centred


class _Families:
    """Words, pairs and letters, each family of a length of its own, so that many letters do not drown few words.

    A feature counts by its rarity among labels, log((1 + labels) / (1 + those with it)) + 1, times the square root of
    how often it occurs. What no phrasing has takes its part of the length, and so weakens all that is said.
    """

    def __init__(self, questions: Sequence[Question], labels: Sequence[str]) -> None:
        having: defaultdict[str, set[str]] = defaultdict(set)
        for question, label in zip(questions, labels, strict=True):
            for feature in chain.from_iterable(seen for _, seen in _families(question)):
                having[feature].add(label)
        every = 1 + len(set(labels))
        self.size = len(having)
        self._numbers = {feature: number for number, feature in enumerate(having)}
        self._rarity = {feature: math.log(every / (1 + len(some))) + 1 for feature, some in having.items()}
        self._rarest = math.log(every) + 1

    def place(self, question: Question) -> tuple[Numbers, Floats]:
        """A question's known features by number, and what each counts; as a vector it has length one at the most."""
        placed: dict[int, float] = {}
        for share, seen in _families(question):
            found = Counter(seen)
            values = {one: self._rarity.get(one, self._rarest) * math.sqrt(count) for one, count in found.items()}
            part = math.sqrt(share) / (math.hypot(*values.values()) or 1.0)
            placed |= {self._numbers[one]: value * part for one, value in values.items() if one in self._numbers}
        return np.array(list(placed), dtype=np.intp), np.array(list(placed.values()), dtype=np.float32)


def _families(question: Question) -> Iterator[tuple[float, Sequence[str]]]:
    """What is seen of a question, each family with its share."""
    words = words_of(question, root_by_pattern)
    yield WORDS, words
    yield PAIRS, list(pairs_of(words))
    yield LETTERS, [run for word in question.words for run in _runs(f" {word} ")]


def _runs(word: str) -> Iterator[str]:
    for length in RUNS:
        for start in range(len(word) - length + 1):
            yield f"letters={word[start : start + length]}"
