"""The sparse matrix against a slow twin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.matrix import SparseMatrix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH = 5
ROWS = st.lists(st.dictionaries(st.integers(0, WIDTH - 1), st.floats(-2, 2, width=32)), min_size=1, max_size=6)


def matrix(rows: Sequence[Mapping[int, float]]) -> SparseMatrix:
    """A matrix with these rows, each a value by column."""
    return SparseMatrix(
        [len(row) for row in rows],
        np.array([column for row in rows for column in row], dtype=np.intp),
        np.array([value for row in rows for value in row.values()], dtype=np.float32),
        WIDTH,
    )


@given(ROWS, st.data())
def test_sums(rows: list[dict[int, float]], data: st.DataObject) -> None:
    """Each column is the sum of what the wanted rows have in it, times their weights."""
    wanted = data.draw(st.dictionaries(st.integers(0, len(rows) - 1), st.floats(-2, 2, width=32)))
    sums = matrix(rows).sums(list(wanted), np.array(list(wanted.values()), dtype=np.float32))

    assert sums.tolist() == pytest.approx(
        [sum(rows[row].get(column, 0.0) * weight for row, weight in wanted.items()) for column in range(WIDTH)],
        abs=1e-5,
    )


def test_no_rows() -> None:
    """Of no rows the sum is zero in every column."""
    assert matrix([{1: 2.0}]).sums([], np.array([], dtype=np.float32)).tolist() == [0.0] * WIDTH


def test_size() -> None:
    """A matrix is as long as it has rows."""
    assert len(matrix([{1: 2.0}, {}, {0: 1.0, 4: -1.0}])) == 3
