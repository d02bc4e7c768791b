"""`python -m benchmarks.calibrate SETS...`: fits the weights of `knowledge.search.tuning` anew, ready to be pasted.

A conditional logit with 'none of these' (strength 0) as one of the outcomes. A question that has an answer costs -log
of the probability of the right entries; one that has none, -log of that of 'none of these' and of subjects elsewhere.
The sets given (`tests/questions/first.jsonl` and so on) count beside what the knowledge's own phrasings say; what is
used here can no longer judge the result.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.outcomes import (
    FITTED,
    FITTED_REVIEWED,
    FIXED_WEIGHTS,
    UNANSWERED_COUNTS_REVIEWED,
    Outcomes,
    independent,
    left_out,
)
from bot.library_cache import cached_library
from bot.settings import read_settings
from knowledge.search import tuning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.outcomes import Flags, Floats

STEPS: Final = 600
STEP: Final = 0.06
"""Log-odds that a weight moves in one step at the most, roughly."""
PENALTY: Final = 3e-4
"""On squared weights: keeps evidence that is hardly ever there from growing without end."""
STEPS_REVIEWED: Final = 3_000
PENALTY_REVIEWED: Final = 1e-4
"""The same for the second look."""
RAISED: Final = 0.6
"""What is added to the base of the second look, since questions that nothing answers count so much in its fit."""
SMALLEST: Final = 1e-9
"""Probability that is still divided by."""
FORGETS_SLOPE: Final = 0.9
FORGETS_SQUARE: Final = 0.999


def fit(outcomes: Outcomes, steps: int = STEPS, penalty: float = PENALTY) -> Floats:
    """The weights that make the outcomes likeliest, by Adam from nothing (Kingma and Ba 2015)."""
    weights = np.zeros(outcomes.parts.shape[-1])
    slope, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        uphill = gradient(weights, outcomes, penalty)
        slope = FORGETS_SLOPE * slope + (1 - FORGETS_SLOPE) * uphill
        square = FORGETS_SQUARE * square + (1 - FORGETS_SQUARE) * uphill**2
        unbiased = slope / (1 - FORGETS_SLOPE**step), square / (1 - FORGETS_SQUARE**step)
        weights -= STEP * unbiased[0] / (np.sqrt(unbiased[1]) + SMALLEST)
    return weights


def cost(weights: Floats, outcomes: Outcomes, penalty: float = PENALTY) -> float:
    """What `fit` makes small: the mean cost of a question, and the penalty."""
    likely = probabilities(weights, outcomes)
    own, none = _own(likely, outcomes), _none(likely, outcomes)
    # A question whose entry is not even among the candidates is best left unanswered.
    wanted = np.where(_has_own(outcomes), own, none)
    mean = -(outcomes.counts * np.log(np.maximum(wanted, SMALLEST))).sum() / outcomes.counts.sum()
    return float(mean + penalty / 2 * (weights**2).sum())


def probabilities(weights: Floats, outcomes: Outcomes) -> Floats:
    """Of each candidate; what is missing to 1 in a row is 'none of these'."""
    strengths = np.where(outcomes.is_candidate, outcomes.parts @ weights + outcomes.offsets, -np.inf)
    highest = np.maximum(strengths.max(axis=1, keepdims=True), 0.0)
    odds = np.exp(strengths - highest)
    likely: Floats = odds / (odds.sum(axis=1, keepdims=True) + np.exp(-highest))
    return likely


def gradient(weights: Floats, outcomes: Outcomes, penalty: float = PENALTY) -> Floats:
    """The slope of `cost` in each weight."""
    likely = probabilities(weights, outcomes)
    own, none = (
        np.maximum(some, SMALLEST)[:, np.newaxis] for some in (_own(likely, outcomes), _none(likely, outcomes))
    )
    answered = likely - likely * outcomes.is_own / own
    unanswered = likely - likely * outcomes.is_elsewhere / none
    strengths = np.where(_has_own(outcomes)[:, np.newaxis], answered, unanswered) * outcomes.counts[:, np.newaxis]
    slope: Floats = np.tensordot(strengths, outcomes.parts, axes=2) / outcomes.counts.sum() + penalty * weights
    return slope


def _own(likely: Floats, outcomes: Outcomes) -> Floats:
    own: Floats = (likely * outcomes.is_own).sum(axis=1)
    return own


def _none(likely: Floats, outcomes: Outcomes) -> Floats:
    none: Floats = 1 - (likely * ~outcomes.is_elsewhere).sum(axis=1)
    return none


def _has_own(outcomes: Outcomes) -> Flags:
    return np.asarray(outcomes.is_own.any(axis=1), dtype=np.bool_)


def _pasted(table: str, fitted: Mapping[str, float]) -> Iterator[str]:
    """The weights as they stand in a table of `tuning`, in its order."""
    yield f"{table}: Final[Mapping[str, float]] = {{"
    for name, now in getattr(tuning, table).items():
        yield f'    "{name}": {fitted[name]:.2f},' if name in fitted else f'    "{name}": {now},'
    yield "}"


def _fitted(
    table: str,
    outcomes: Outcomes,
    names: Sequence[str],
    *,
    steps: int = STEPS,
    penalty: float = PENALTY,
    raised: float = 0.0,
) -> Iterator[str]:
    """What is printed of a table: what the fit costs, and the table with it."""
    weights = fit(outcomes, steps, penalty)
    yield f"# {len(outcomes.counts)} questions, of which {int(outcomes.is_unanswered.sum())} have no answer"
    yield f"# cost {cost(weights, outcomes, penalty):.4f}"
    found = dict(zip(names, weights.tolist(), strict=True))
    yield from _pasted(table, {**found, "base": found["base"] + raised})


def main(sets: Sequence[str]) -> None:
    """Ask everything, fit, and print what changed."""
    library, files = cached_library(read_settings(os.environ).knowledge), [Path(name) for name in sets]
    first = Outcomes.of([*left_out(library), *independent(library, files)])
    print(*_fitted("WEIGHTS", first, FITTED), sep="\n")
    second = Outcomes.of(
        list(independent(library, files, is_reviewed=True)),
        FITTED_REVIEWED,
        FIXED_WEIGHTS,
        UNANSWERED_COUNTS_REVIEWED,
    )
    print(
        *_fitted(
            "WEIGHTS_REVIEWED", second, FITTED_REVIEWED, steps=STEPS_REVIEWED, penalty=PENALTY_REVIEWED, raised=RAISED
        ),
        sep="\n",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
