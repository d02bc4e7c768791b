"""A sparse matrix from which a few rows are added up: phrasings by what is in them, labels by what speaks for them."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Numbers = npt.NDArray[np.intp]


class SparseMatrix:
    """Rows that lie end to end: of each entry its column and its value; entries of one column add up."""

    def __init__(self, lengths: Iterable[int], columns: Numbers, values: Floats | None, width: int) -> None:
        """Take over the rows.

        Args:
            lengths: of each row, in entries.
            columns: of each entry.
            values: of each entry; None where each is 1.
            width: number of columns.
        """
        self._ends = list(accumulate(lengths, initial=0))
        self._columns: Numbers = columns.astype(np.intp)  # as `bincount` wants them: it would convert them each time
        self._values = values
        self._width = width

    def __len__(self) -> int:
        return len(self._ends) - 1

    def sums(self, rows: Sequence[int], weights: npt.ArrayLike) -> Floats:
        """For each column the sum of the given rows, each times its weight."""
        if not rows:
            return np.zeros(self._width, dtype=np.float32)
        spans = [slice(self._ends[row], self._ends[row + 1]) for row in rows]
        shares = np.repeat(np.asarray(weights, dtype=np.float64), [span.stop - span.start for span in spans])
        if self._values is not None:
            shares *= np.concatenate([self._values[span] for span in spans])
        columns = np.concatenate([self._columns[span] for span in spans])
        return np.bincount(columns, weights=shares, minlength=self._width).astype(np.float32)
