"""What `make bench` and the calibration rest on."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calibrate import cost, fit, gradient, probabilities
from benchmarks.outcomes import CANDIDATES, FITTED, Outcomes
from benchmarks.texts import SHORTEST, misspelt, typed_texts
from benchmarks.timing import Percentiles, durations
from bot.settings import SHIPPED_KNOWLEDGE
from knowledge.loader import load


def some_outcomes(rows: int = 60) -> Outcomes:
    """Questions made up with a seed: evidence of the second kind favours the own entry, other kinds are noise."""
    generator = np.random.default_rng(7)
    is_candidate = generator.random((rows, CANDIDATES)) < 0.8
    is_own = np.zeros_like(is_candidate)
    is_own[np.arange(rows), generator.integers(0, CANDIDATES, rows)] = True
    is_own &= is_candidate
    is_unanswered = np.arange(rows) % 4 == 0
    is_own &= ~is_unanswered[:, np.newaxis]
    is_elsewhere = is_candidate & ~is_own & (generator.random((rows, CANDIDATES)) < 0.2)
    parts = generator.random((rows, CANDIDATES, len(FITTED))) * is_candidate[:, :, np.newaxis]
    parts[:, :, 0] = is_candidate
    parts[:, :, 1] += is_own
    offsets = np.where(generator.random((rows, CANDIDATES)) < 0.1, -6.0, 0.0) * is_candidate
    counts = np.where(is_unanswered, 3.0, 1.0)
    return Outcomes(parts, offsets, is_candidate, is_own, is_elsewhere, is_unanswered, counts)


def test_texts_are_the_same_every_time() -> None:
    """The same knowledge and seed give the same texts, another seed gives others."""
    knowledge = load(SHIPPED_KNOWLEDGE)
    texts, again, others = typed_texts(knowledge), typed_texts(knowledge), typed_texts(knowledge, seed=1)

    assert len(texts) == 300
    assert texts == again
    assert texts != others


@given(text=st.text("abc دعم ", max_size=30), seed=st.integers(0, 100))
def test_slip_touches_one_word(text: str, seed: int) -> None:
    """A slip changes one word at the most, by one letter at the most in length, and never a short one."""
    generator = random.Random(seed)  # noqa: S311 - repeatable, not secret
    before, after = text.split(" "), misspelt(text, generator).split(" ")
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]

    assert len(changed) <= 1
    assert all(len(old) >= SHORTEST and abs(len(old) - len(new)) <= 1 for old, new in changed)


def test_percentiles_are_measured_values() -> None:
    """Of a hundred durations the percentiles are the fiftieth, the ninety-fifth and the ninety-ninth."""
    measured = [float(number) for number in range(100, 0, -1)]

    assert Percentiles.of(measured) == Percentiles(50.0, 95.0, 99.0)


def test_every_text_is_timed() -> None:
    """Each text is handed over once, in order, and has a duration."""
    handed: list[str] = []
    measured = durations(handed.append, ["a", "b", "c"])

    assert (handed, len(measured)) == (["a", "b", "c"], 3)


def test_probabilities_leave_room_for_none() -> None:
    """Candidates that are there share out less than 1, and those that are not have nothing."""
    outcomes = some_outcomes()
    likely = probabilities(np.ones(len(FITTED)), outcomes)

    assert bool((likely.sum(axis=1) < 1).all())
    assert float(likely[~outcomes.is_candidate].sum()) == 0.0


def test_gradient_is_the_slope_of_the_cost() -> None:
    """For every weight, a small change of it changes the cost as the gradient says."""
    outcomes, weights, small = some_outcomes(), np.linspace(-1, 1, len(FITTED)), 1e-6
    steps = small * np.eye(len(FITTED))
    slopes = [(cost(weights + step, outcomes) - cost(weights - step, outcomes)) / (2 * small) for step in steps]

    assert gradient(weights, outcomes) == pytest.approx(slopes, abs=1e-6)


def test_fit_finds_what_speaks_for_an_entry() -> None:
    """After a fit the telling kind of evidence has the largest weight, and the cost is lower than with no weights."""
    outcomes = some_outcomes()
    weights = fit(outcomes)

    assert int(np.argmax(weights)) == 1
    assert cost(weights, outcomes) < cost(np.zeros(len(FITTED)), outcomes)
