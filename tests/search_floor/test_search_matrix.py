"""Matrices against slow twins."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.matrix import (
    FEW_TIMES,
    CountedPostings,
    DenseMatrix,
    Labelled,
    Postings,
    SparseMatrix,
    numbered,
    transposed,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH = 5
ROWS = st.lists(st.dictionaries(st.integers(0, WIDTH - 1), st.floats(-2, 2, width=16)), min_size=1, max_size=6)


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


@given(ROWS, st.data())
def test_dense(rows: list[dict[int, float]], data: st.DataObject) -> None:
    """Without gaps the sums are the same."""
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1), unique=True))
    weights = np.array([2.0] * len(wanted), dtype=np.float32)
    values = np.array([[row.get(column, 0.0) for column in range(WIDTH)] for row in rows], dtype=np.float32)

    assert DenseMatrix(values).sums(wanted, weights).tolist() == pytest.approx(
        matrix(rows).sums(wanted, weights).tolist(), abs=1e-5
    )


@given(st.lists(st.dictionaries(st.integers(0, WIDTH - 1), st.floats(-2, 2, width=16)), max_size=6), st.data())
def test_transposed(columns: list[dict[int, float]], data: st.DataObject) -> None:
    """Each column is the product of what it was given and the weights of its rows, also where nothing was given."""
    wanted = data.draw(st.dictionaries(st.integers(0, WIDTH - 1), st.floats(-2, 2, width=32)))
    given_columns = [
        (np.array(list(column), dtype=np.intp), np.array(list(column.values()), dtype=np.float32)) for column in columns
    ]
    sums = transposed(given_columns, WIDTH).sums(list(wanted), np.array(list(wanted.values()), dtype=np.float32))

    assert sums.tolist() == pytest.approx(
        [sum(column.get(row, 0.0) * weight for row, weight in wanted.items()) for column in columns], abs=1e-5
    )


def test_postings() -> None:
    """What has a key twice counts twice; a key that nothing has counts nothing."""
    postings = Postings([["oil", "oil", "gas"], [], ["gas"]])

    assert postings.sums({"oil": 2.0, "gas": 0.5, "coal": 7.0}).tolist() == [4.5, 0.0, 0.5]
    assert postings.sums({"coal": 7.0}).tolist() == [0.0, 0.0, 0.0]


@given(
    st.lists(st.lists(st.sampled_from(["oil", "gas", "coal"]), max_size=4), min_size=1, max_size=5),
    st.integers(0, 60),
    st.dictionaries(st.sampled_from(["oil", "gas", "coal", "wood"]), st.integers(1, 2 * FEW_TIMES)),
)
def test_counts(columns: list[list[str]], empty: int, wanted: dict[str, int]) -> None:
    """Where weights are counts, few or many, the sums are the same, whether few or many columns have what is wanted."""
    postings = CountedPostings([*columns, *([[]] * empty)])

    assert postings.counts(wanted).tolist() == postings.sums(wanted).tolist()


@pytest.mark.parametrize("width", [2**16, 2**16 + 1])
def test_many_columns(width: int) -> None:
    """The last column counts as the first one does, however many there are."""
    postings = CountedPostings([["oil"], *([[]] * (width - 2)), ["oil"]])
    sums = matrix_of_ends(width).sums([0], np.array([1.0], dtype=np.float32))

    assert [np.flatnonzero(found).tolist() for found in (postings.counts({"oil": 1}), sums)] == [[0, width - 1]] * 2


def matrix_of_ends(width: int) -> SparseMatrix:
    """One row, which has something in its first and in its last column."""
    return SparseMatrix([2], np.array([0, width - 1]), np.array([1.0, 1.0], dtype=np.float32), width)


def test_pickled_postings() -> None:
    """Postings add up the same after they were kept in a file."""
    postings = CountedPostings([["oil", "camp"], ["camp"], []])
    kept = pickle.loads(pickle.dumps(postings))  # noqa: S301 - written in this line

    assert kept.counts({"camp": 2, "oil": 1}).tolist() == postings.counts({"camp": 2, "oil": 1}).tolist()
    assert kept.sums({"camp": 2.0, "oil": 0.5}).tolist() == postings.sums({"camp": 2.0, "oil": 0.5}).tolist()
    assert list(map(sorted, kept.columns())) == [["camp", "oil"], ["camp"], []]


@given(st.dictionaries(st.text(max_size=3), st.floats(-2, 2, width=32)))
def test_labelled(numbers: dict[str, float]) -> None:
    """Numbers are told by their labels as in a dictionary; the largest, and each beside the others, without a loop."""
    places = {label: place for place, label in enumerate(numbers)}
    labelled = Labelled(places, np.array(list(numbers.values()), dtype=np.float32))

    assert labelled == numbers
    assert list(labelled) == list(numbers)
    assert labelled.get("no such label", 7.0) == 7.0
    assert labelled.most(default=-3.0) == max(numbers.values(), default=-3.0)
    for label, number in numbers.items():
        others = [other for one, other in numbers.items() if one != label]
        assert labelled.ahead(label) == pytest.approx(number - max(others, default=number), abs=1e-6)


def test_numbers_are_shared() -> None:
    """However many mappings number their keys, each number is one object."""
    one, other = (numbered([f"{name} {number}" for number in range(1000)]) for name in ("oil", "camp"))

    assert list(one.values()) == list(range(1000))
    assert all(mine is theirs for mine, theirs in zip(one.values(), other.values(), strict=True))
