"""A sparse matrix from which a few rows are added up: phrasings by what is in them, labels by what speaks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.intp]


class SparseMatrix:
    """Rows that lie end to end: of each entry its column and its value."""

    def __init__(self, lengths: Iterable[int], columns: Numbers, values: Floats, width: int) -> None:
        """Take over the rows.

        Args:
            lengths: of each row, in entries.
            columns: of each entry.
            values: of each entry.
            width: number of columns.
        """
        self._ends: Numbers = np.cumsum([0, *lengths], dtype=np.intp)
        self._columns: Numbers = columns.astype(np.intp)  # as `bincount` wants them: it would convert them each time
        self._values = values
        self._width = width

    def __len__(self) -> int:
        return len(self._ends) - 1

    def sums(self, rows: Sequence[int] | Numbers, weights: Floats) -> Floats:
        """For each column the sum of the given rows, each times its weight."""
        if not len(rows):
            return np.zeros(self._width, dtype=np.float32)
        starts = self._ends[rows]
        lengths = self._ends[1:][rows] - starts
        ends = np.cumsum(lengths)
        # The places of all entries of all these rows, without a loop: counted on, and moved to where their row begins.
        places = np.arange(ends[-1])
        places += np.repeat(starts - (ends - lengths), lengths)
        values = self._values[places] * np.repeat(weights, lengths)
        return np.bincount(self._columns[places], weights=values, minlength=self._width).astype(np.float32)
