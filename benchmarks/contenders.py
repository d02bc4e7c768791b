"""The matchers that are compared, in the order of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.bm25 import Bm25
from benchmarks.linear import LinearClassifier
from benchmarks.ours import Ours
from benchmarks.scans import token_set_ratio, whole_ratio

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.matchers import Matcher

CONTENDERS: Final[tuple[Callable[[], Matcher], ...]] = (Ours, whole_ratio, token_set_ratio, Bm25, LinearClassifier)
"""Each makes one that is not yet fitted."""
