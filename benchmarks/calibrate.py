"""`python -m benchmarks.calibrate`: fits the weights of `knowledge.search.tuning` anew, ready to be pasted there.

A conditional logit with 'none of these' (strength 0) as one of the outcomes, over leave-one-out. A phrasing costs
-log p(its entry). A near miss costs mostly -log p(none) and partly -log(1 - p(its own entry)), since another entry may
well answer it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.outcomes import FITTED, FIXED, leave_one_out
from bot.library_cache import cached_library
from bot.settings import read_settings
from knowledge.search import tuning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from benchmarks.outcomes import Floats, Outcomes

STEPS: Final = 600
STEP: Final = 0.06
"""Log-odds that a weight moves in one step at the most, roughly."""
PENALTY: Final = 3e-4
"""On squared weights: keeps evidence that is hardly ever there from growing without end."""
NEAR_MISS_COUNTS: Final = 1.5
"""Phrasings; there are few near misses, and a wrong answer is worse than none."""
NONE_SHARE: Final = 0.7
"""Of a near miss's cost that asks for no answer at all; the rest asks only that its own entry does not answer."""
SMALLEST: Final = 1e-9
"""Probability that is still divided by."""
FORGETS_SLOPE: Final = 0.9
FORGETS_SQUARE: Final = 0.999


def fit(outcomes: Outcomes, steps: int = STEPS) -> Floats:
    """The weights that make the outcomes likeliest, by Adam from nothing (Kingma and Ba 2015)."""
    weights = np.zeros(outcomes.parts.shape[-1])
    slope, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        uphill = gradient(weights, outcomes)
        slope = FORGETS_SLOPE * slope + (1 - FORGETS_SLOPE) * uphill
        square = FORGETS_SQUARE * square + (1 - FORGETS_SQUARE) * uphill**2
        unbiased = slope / (1 - FORGETS_SLOPE**step), square / (1 - FORGETS_SQUARE**step)
        weights -= STEP * unbiased[0] / (np.sqrt(unbiased[1]) + SMALLEST)
    return weights


def cost(weights: Floats, outcomes: Outcomes) -> float:
    """What `fit` makes small: the mean cost of a question, and the penalty."""
    likely = probabilities(weights, outcomes)
    own = _own(likely, outcomes)
    none = np.maximum(1 - likely.sum(axis=1), SMALLEST)
    # A phrasing whose entry is not even among the candidates is best left unanswered.
    phrasing = -np.log(np.maximum(np.where(outcomes.is_own.any(axis=1), own, none), SMALLEST))
    near_miss = -NONE_SHARE * np.log(none) - (1 - NONE_SHARE) * np.log(np.maximum(1 - own, SMALLEST))
    counts = _counts(outcomes)
    mean = (counts * np.where(outcomes.is_near_miss, near_miss, phrasing)).sum() / counts.sum()
    return float(mean + PENALTY / 2 * (weights**2).sum())


def probabilities(weights: Floats, outcomes: Outcomes) -> Floats:
    """Of each candidate; what is missing to 1 in a row is 'none of these'."""
    strengths = np.where(outcomes.is_candidate, outcomes.parts @ weights + outcomes.offsets, -np.inf)
    highest = np.maximum(strengths.max(axis=1, keepdims=True), 0.0)
    odds = np.exp(strengths - highest)
    likely: Floats = odds / (odds.sum(axis=1, keepdims=True) + np.exp(-highest))
    return likely


def gradient(weights: Floats, outcomes: Outcomes) -> Floats:
    """The slope of `cost` in each weight."""
    likely = probabilities(weights, outcomes)
    own = _own(likely, outcomes)[:, np.newaxis]
    owned = likely * outcomes.is_own
    phrasing = likely - owned / np.maximum(own, SMALLEST)
    near_miss = NONE_SHARE * likely + (1 - NONE_SHARE) * (owned - likely * own) / np.maximum(1 - own, SMALLEST)
    counts = _counts(outcomes)
    strengths = np.where(outcomes.is_near_miss[:, np.newaxis], near_miss, phrasing) * counts[:, np.newaxis]
    slope: Floats = np.tensordot(strengths, outcomes.parts, axes=2) / counts.sum() + PENALTY * weights
    return slope


def _own(likely: Floats, outcomes: Outcomes) -> Floats:
    own: Floats = (likely * outcomes.is_own).sum(axis=1)
    return own


def _counts(outcomes: Outcomes) -> npt.NDArray[np.float64]:
    return np.where(outcomes.is_near_miss, NEAR_MISS_COUNTS, 1.0)


def _pasted(weights: Mapping[str, float]) -> Iterator[str]:
    """The weights as they stand in `tuning`, in its order."""
    yield "WEIGHTS: Final[Mapping[str, float]] = {"
    for name, now in tuning.WEIGHTS.items():
        yield f'    "{name}": {now},' if name in FIXED else f'    "{name}": {weights[name]:.2f},'
    yield "}"


def main() -> None:
    """Ask everything, fit, and print what changed."""
    outcomes = leave_one_out(cached_library(read_settings(os.environ).knowledge).finder)
    fitted = fit(outcomes)
    present = np.array([tuning.WEIGHTS[name] for name in FITTED])
    near_misses = int(outcomes.is_near_miss.sum())
    print(
        f"# {len(outcomes.is_near_miss) - near_misses} phrasings and {near_misses} near misses, each left out in turn"
    )
    print(
        f"# mean cost with the present weights {cost(present, outcomes):.4f}, with these {cost(fitted, outcomes):.4f}"
    )
    print(*_pasted(dict(zip(FITTED, fitted, strict=True))), sep="\n")


if __name__ == "__main__":
    main()
