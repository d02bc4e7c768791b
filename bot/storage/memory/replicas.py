"""Leases and duties of one process, in memory."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.replicas import TO_DO_IT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class MemoryLeases:
    """The port `Leases` in memory."""

    def __init__(self) -> None:
        self._leases: dict[str, tuple[str, datetime]] = {}

    async def hold(self, name: str, holder: str, *, until: datetime, at: datetime) -> bool:
        other, ends = self._leases.get(name, (holder, until))
        if other != holder and ends > at:
            return False
        self._leases[name] = holder, until
        return True

    async def release(self, name: str, holder: str) -> None:
        if name in self._leases and self._leases[name][0] == holder:
            del self._leases[name]

    async def held(self, *, at: datetime) -> Mapping[str, str]:
        return {name: holder for name, (holder, until) in self._leases.items() if until > at}

    async def forget(self, *, before: datetime) -> int:
        ended = [name for name, (_, until) in self._leases.items() if until < before]
        for name in ended:
            del self._leases[name]
        return len(ended)


class MemoryDuties:
    """The port `Duties` in memory."""

    def __init__(self) -> None:
        self._taken: dict[str, datetime] = {}

    async def take(self, name: str, *, every: timedelta, at: datetime) -> bool:
        last = self._taken.get(name)
        if last is not None and at - last < every - timedelta(seconds=1):
            return False
        self._taken[name] = at - every + min(every, TO_DO_IT)
        return True

    async def done(self, name: str, *, at: datetime) -> None:
        self._taken[name] = at
