"""Waking up whoever waits for what another part of Sanad does, maybe in another process."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Iterable

RELEASES_BELL: Final = "releases"
"""Rings when another release is served."""


class Bell:
    """Something that one waits for, and that rings when it is worth a look; to have waited in vain is no harm."""

    def __init__(self) -> None:
        self._is_rung = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits; where nobody does, the next one does not wait at all."""
        self._is_rung.set()

    async def wait(self, seconds: float) -> bool:
        """Wait until it rings, or that long; whether it rang."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_rung.wait()
        has_rung = self._is_rung.is_set()
        self._is_rung.clear()
        return has_rung


class Bells:
    """All bells of a process, by name. Each of a name is rung; one that nobody keeps any more is forgotten."""

    def __init__(self) -> None:
        self._bells: defaultdict[str, WeakSet[Bell]] = defaultdict(WeakSet)

    def hang(self, name: str) -> Bell:
        """One more bell of that name."""
        bell = Bell()
        self._bells[name].add(bell)
        return bell

    def ring(self, names: Iterable[str]) -> None:
        for name in names:
            for bell in list(self._bells[name]):
                bell.ring()

    def ring_all(self) -> None:
        """As after a time in which it would not have been heard."""
        self.ring(tuple(self._bells))
