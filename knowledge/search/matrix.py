"""Matrices of which a few rows are added up: phrasings by what is in them, labels by what speaks for them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping
from itertools import accumulate, chain, pairwise
from sys import intern
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.intp]
    Places = npt.NDArray[np.integer[Any]]


_NUMBERS: Final[list[int]] = []
"""From 0 on, each of them once: as the values of many large mappings they would take more memory than those do."""
MANY: Final = 0.1
"""Share of the columns from which a key that is counted has a row without gaps."""
FEW_TIMES: Final = 4
"""How often a key may be wanted for its row to be added as often, rather than once with a weight."""


class Postings:
    """Rows of ones, many of them long: for each key the columns that have it, each as often as it has it."""

    def __init__(self, columns: Sequence[Iterable[str]]) -> None:
        having: defaultdict[str, list[int]] = defaultdict(list)
        for number, keys in enumerate(columns):
            for key in keys:
                having[key].append(number)
        self._numbers = numbered([*map(intern, having)])
        self._ends = array("I", accumulate(map(len, having.values()), initial=0))
        # A fraction of what `bincount` counts in: the few that are wanted are converted as they are put together.
        self._columns: Places = np.fromiter(chain.from_iterable(having.values()), dtype=_narrowest(len(columns)))
        self._width = len(columns)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_numbers": list(self._numbers)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__ = {**state, "_numbers": numbered(state["_numbers"])}

    def columns(self) -> Iterator[Sequence[str]]:
        """What each column has, as often as it has it; in whatever order."""
        keys, lengths = np.array(list(self._numbers), dtype=object), np.diff(self._ends)
        by_column = np.argsort(self._columns, kind="stable")
        having = np.repeat(np.arange(len(keys)), lengths)[by_column]
        ends = np.cumsum(np.bincount(self._columns, minlength=self._width)).tolist()
        for first, end in pairwise([0, *ends]):
            yield keys[having[first:end]].tolist()

    def sums(self, wanted: Mapping[str, float]) -> Floats:
        """For each column the sum of the weights of the wanted keys, each as often as it has it."""
        known = {self._numbers[key]: weight for key, weight in wanted.items() if key in self._numbers}
        if not known:
            return np.zeros(self._width, dtype=np.float32)
        runs = self._runs(known)
        weights = np.array(list(known.values())).repeat(list(map(len, runs)))
        return np.bincount(_together(runs), weights=weights, minlength=self._width).astype(np.float32)

    def _runs(self, rows: Iterable[int]) -> list[Places]:
        """The columns of each row. Whole runs are copied, which is much faster than to gather their entries singly."""
        columns, ends = self._columns, self._ends
        return [columns[ends[row] : ends[row + 1]] for row in rows]


class CountedPostings(Postings):
    """The same for wanted keys that are counted, as letters are: most are wanted once, and many columns have some.

    What is in many columns has a row without gaps besides, of a byte a column: to add those up takes a fifth of the
    time that it takes to count the columns one by one.
    """

    def __init__(self, columns: Sequence[Iterable[str]]) -> None:
        super().__init__(columns)
        common = np.flatnonzero(np.diff(self._ends) > MANY * self._width).tolist()
        runs = self._runs(common)
        most = np.min_scalar_type(np.bincount(_together(runs), minlength=1).max())
        self._common = {
            number: np.bincount(run, minlength=self._width).astype(most)
            for number, run in zip(common, runs, strict=True)
        }

    def counts(self, wanted: Mapping[str, int]) -> Floats:
        """For each column how often it has the wanted keys, each as often as it is wanted."""
        if max(wanted.values(), default=0) > FEW_TIMES:
            return self.sums(wanted)
        rows: list[int] = []
        without_gaps = []
        for key, times in wanted.items():
            number = self._numbers.get(key)
            if number is None:
                continue
            if number in self._common:
                without_gaps.append(self._common[number])
                rows += [number] * (times - 1)
            else:
                rows += [number] * times
        counts: Floats = np.bincount(_together(self._runs(rows)), minlength=self._width).astype(np.float32)
        if without_gaps:
            counts += _added_up(without_gaps)
        return counts


class SparseMatrix:
    """Many short rows that lie end to end: of each entry its column and its value."""

    def __init__(self, lengths: Iterable[int], columns: Numbers, values: Floats, width: int) -> None:
        """Take over the rows.

        Args:
            lengths: of each row, in entries.
            columns: of each entry.
            values: of each entry.
            width: number of columns.
        """
        self._ends: Numbers = np.cumsum([0, *lengths], dtype=np.intp)
        self._columns: Places = columns.astype(_narrowest(width))
        self._values = values.astype(np.float16)  # half the memory, and as many digits as were learnt
        self._width = width

    def sums(self, rows: Sequence[int] | Numbers, weights: Floats) -> Floats:
        """For each column the sum of the given rows, each times its weight."""
        if not len(rows):
            return np.zeros(self._width, dtype=np.float32)
        starts = self._ends[rows]
        lengths = self._ends[1:][rows] - starts
        ends = lengths.cumsum()
        # The places of all entries of all these rows, without a loop: counted on, and moved to where their row begins.
        places = np.arange(ends[-1])
        places += (starts - (ends - lengths)).repeat(lengths)
        values = self._values[places] * weights.repeat(lengths)
        return np.bincount(self._columns[places], weights=values, minlength=self._width).astype(np.float32)


def transposed(columns: Sequence[tuple[Numbers, Floats]], height: int) -> SparseMatrix:
    """A matrix of so many rows whose columns are given, each as the rows in which it has something, and what."""
    lengths = [len(rows) for rows, _ in columns]
    rows = np.concatenate([rows for rows, _ in columns]) if columns else np.zeros(0, dtype=np.intp)
    values = np.concatenate([values for _, values in columns]) if columns else np.zeros(0, dtype=np.float32)
    by_row = np.argsort(rows, kind="stable")
    found = np.repeat(np.arange(len(columns)), lengths)[by_row]
    return SparseMatrix(np.bincount(rows, minlength=height).tolist(), found, values[by_row], len(columns))


class DenseMatrix:
    """Short rows without gaps, of which many are added up."""

    def __init__(self, values: Floats) -> None:
        self._values = values.astype(np.float16)  # as of a sparse one

    def sums(self, rows: Sequence[int] | Numbers, weights: Floats) -> Floats:
        """For each column the sum of the given rows, each times its weight."""
        sums: Floats = weights @ self._values[rows]
        return sums


class Labelled(Mapping[str, float]):
    """A number for each of many labels, made a number of Python's when it is looked at: few of them are."""

    def __init__(self, places: Mapping[str, int], numbers: Floats) -> None:
        """Take over the numbers, and where in them that of each label stands."""
        self._places = places
        self._numbers = numbers

    def __getitem__(self, label: str) -> float:
        return float(self._numbers[self._places[label]])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def ahead(self, label: str) -> float:
        """How far the number of a label is ahead of the largest of the others, behind it below 0; 0 if it is alone."""
        place, numbers = self._places[label], self._numbers
        others = [part.max() for part in (numbers[:place], numbers[place + 1 :]) if len(part)]
        return float(numbers[place] - max(others)) if others else 0.0

    def most(self, default: float) -> float:
        """The largest of all numbers; the default if there is none."""
        return float(self._numbers.max()) if len(self) else default


def numbered(keys: Collection[str]) -> dict[str, int]:
    """Each key with its place among them; all such mappings share their numbers."""
    _NUMBERS.extend(range(len(_NUMBERS), len(keys)))
    return dict(zip(keys, _NUMBERS, strict=False))


def _narrowest(width: int) -> type[np.integer[Any]]:
    """What holds the number of each of so many columns."""
    return np.uint16 if width <= np.iinfo(np.uint16).max + 1 else np.int32


def _together(runs: Sequence[Places]) -> Numbers:
    return np.concatenate(runs, dtype=np.intp) if runs else np.zeros(0, dtype=np.intp)


def _added_up(rows: Sequence[npt.NDArray[np.unsignedinteger[Any]]]) -> npt.NDArray[np.unsignedinteger[Any]]:
    first, *others = rows
    total = first.copy()
    for row in others:
        total += row
    return total
