"""The fast comparison against a slow twin that says what it means."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.search.question import Feature, Question
from knowledge.search.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn

WEIGHTS: Mapping[str, float] = {"iraq": 0.7, "syria": 1.1, "school": 2.0, "oil": 0.3, "member": 1.6}


@st.composite
def questions(draw: DrawFn) -> Question:
    """A question of a few features and letters."""
    ids = draw(st.lists(st.sampled_from(sorted(WEIGHTS)), unique=True, max_size=4))
    grams = draw(st.dictionaries(st.sampled_from(["abc", "bcd", "cde", "def"]), st.integers(1, 5), max_size=4))
    return Question("", tuple(map(Feature, ids)), frozenset(), frozenset(), (), grams)


def slow_dice(one: Question, other: Question) -> float:
    """Twice what is shared over the sum of both, by weight."""
    shared = sum(WEIGHTS[feature] for feature in set(one.ids) & set(other.ids))
    both = sum(WEIGHTS[feature] for question in (one, other) for feature in question.ids)
    return 2 * shared / both if both else 0.0


def slow_cosine(one: Question, other: Question) -> float:
    """The product of two vectors over that of their lengths."""
    product = sum(count * other.grams.get(gram, 0) for gram, count in one.grams.items())
    return product / (math.hypot(*one.grams.values()) * math.hypot(*other.grams.values()) or 1.0)


@settings(max_examples=60)
@given(st.lists(questions(), max_size=6), questions())
def test_concepts(rows: list[Question], asked: Question) -> None:
    """Concepts in common are the weighted Dice coefficient of each pair."""
    shares = Rows(rows, WEIGHTS.__getitem__).concepts(asked)

    assert shares.tolist() == pytest.approx([slow_dice(row, asked) for row in rows], abs=1e-5)


@settings(max_examples=60)
@given(st.lists(questions(), min_size=1, max_size=6), questions())
def test_growth(rows: list[Question], asked: Question) -> None:
    """What no row has can be taken off a question without comparing it again."""
    weights = {**WEIGHTS, "coal": 2.5}
    laid_out, whole = Rows(rows, weights.__getitem__), replace(asked, features=(*asked.features, Feature("coal")))
    own = sum(weights[feature] for feature in asked.ids)
    every = slice(0, len(rows))
    grown = laid_out.concepts(whole) * (1 + laid_out.growth(every, own + 2.5, own)) if own else laid_out.concepts(asked)

    assert grown.tolist() == pytest.approx(laid_out.concepts(asked).tolist(), abs=1e-5)


@settings(max_examples=60)
@given(st.lists(questions(), max_size=6), questions())
def test_letters(rows: list[Question], asked: Question) -> None:
    """Letters in common are the cosine of each pair."""
    shares = Rows(rows, WEIGHTS.__getitem__).letters(asked)

    assert shares.tolist() == pytest.approx([slow_cosine(row, asked) for row in rows], abs=1e-5)


@settings(max_examples=60)
@given(st.lists(questions(), min_size=1, max_size=6))
def test_row_is_nearest_to_itself(rows: list[Question]) -> None:
    """A row that says something is as near to itself as can be."""
    laid_out = Rows(rows, WEIGHTS.__getitem__)
    own = [(laid_out.concepts(row)[number], laid_out.letters(row)[number]) for number, row in enumerate(rows)]

    assert own == [
        (pytest.approx(1.0 if row.features else 0.0, abs=1e-5), pytest.approx(1.0 if row.grams else 0.0, abs=1e-5))
        for row in rows
    ]
