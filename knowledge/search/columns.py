"""Questions laid out in columns: what an index keeps of its phrasings, tens of thousands of them, as a few arrays.

A question is made again when somebody wants to look at it. So a start has no objects to make, and memory holds each
feature once.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from knowledge.search.question import Question

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from knowledge.search.question import Feature

    Numbers = npt.NDArray[np.int32]

Item = TypeVar("Item", bound="Hashable")


class Column(Generic[Item]):
    """For each row its items in their order; items are kept once and rows hold their numbers."""

    def __init__(self, rows: Iterable[Iterable[Item]]) -> None:
        known: dict[Item, int] = {}
        numbered = [[known.setdefault(item, len(known)) for item in row] for row in rows]
        self._items = tuple(known)
        self._numbers: Numbers = np.array([number for row in numbered for number in row], dtype=np.int32)
        self._ends: Numbers = np.cumsum([0, *map(len, numbered)], dtype=np.int32)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[tuple[Item, ...]]:
        items = [self._items[number] for number in self._numbers.tolist()]
        return (tuple(items[first:end]) for first, end in pairwise(self._ends.tolist()))

    def __getitem__(self, row: int) -> tuple[Item, ...]:
        first, end = self._ends[row : row + 2].tolist()
        return tuple(self._items[number] for number in self._numbers[first:end].tolist())


class Questions:
    """Questions by their numbers; their letters and dates are left out, since no comparison asks for them."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._features: Column[Feature] = Column(question.features for question in questions)
        self._kinds: Column[str] = Column(question.kinds for question in questions)
        self._times: Column[str] = Column(question.times for question in questions)
        self._wanted: Column[str] = Column(question.wanted for question in questions)

    def __len__(self) -> int:
        return len(self._features)

    def __getitem__(self, number: int) -> Question:
        kinds, times, wanted = (frozenset(one[number]) for one in (self._kinds, self._times, self._wanted))
        return Question("", self.features(number), kinds, times, (), {}, wanted)

    def with_grams(self, grams: Iterable[Mapping[str, int]]) -> Iterator[Question]:
        """All of them, each with its letters."""
        sets = (map(frozenset, column) for column in (self._kinds, self._times, self._wanted))
        for features, kinds, times, wanted, own in zip(self._features, *sets, grams, strict=True):
            yield Question("", features, kinds, times, (), own, wanted)

    def features(self, number: int) -> tuple[Feature, ...]:
        """Those of one question, without making all of it."""
        return self._features[number]
