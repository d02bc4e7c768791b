"""How well a confidence tells what can be answered from what cannot, and what a threshold on it costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from benchmarks.matchers import Floats

OUT_OF_SCOPE_REFUSED: Final = (0.50, 0.80, 0.90, 0.95)
"""Shares of questions out of scope for which thresholds are chosen."""
IN_SCOPE_REFUSED: Final = (0.05, 0.10, 0.20, 0.50)
"""Shares of questions in scope for which they are chosen where none out of scope are known."""


def area_under_curve(in_scope: Floats, out_of_scope: Floats) -> float:
    """The chance that a question in scope has the higher confidence than one out of scope; a tie is half a chance.

    The same as the area under the receiver operating characteristic: 0.5 is guessing, 1 is perfect. Whether the answers
    are right plays no part.
    """
    ordered = np.sort(out_of_scope)
    lower = np.searchsorted(ordered, in_scope, side="left")
    not_higher = np.searchsorted(ordered, in_scope, side="right")
    return float((lower + not_higher).mean() / (2 * len(ordered)))


def threshold(confidences: Floats, refused: float) -> float:
    """The lowest of the confidences that refuses at least a share of them; an answer has to be surer than it."""
    rank = math.ceil(refused * len(confidences))
    return float(np.sort(confidences)[rank - 1])
