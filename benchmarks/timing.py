"""Durations and what to say about them."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Three of a set of durations, in seconds."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, durations: Sequence[float]) -> Self:
        """Nearest rank: each is a duration that was measured."""
        ordered = sorted(durations)
        return cls(*(ordered[math.ceil(len(ordered) * share) - 1] for share in (0.50, 0.95, 0.99)))


def durations(call: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Seconds that a call takes for each text."""
    measured = []
    for text in texts:
        start = time.perf_counter()
        call(text)
        measured.append(time.perf_counter() - start)
    return measured


async def awaited_durations(call: Callable[[str], Awaitable[object]], texts: Iterable[str]) -> list[float]:
    """Seconds that an awaited call takes for each text, one after the other."""
    measured = []
    for text in texts:
        start = time.perf_counter()
        await call(text)
        measured.append(time.perf_counter() - start)
    return measured
