"""A log of gaps that has them counted as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from bot.metrics import Metrics
    from handlers.model import Gap
    from handlers.ports import GapLog


@dataclass(frozen=True, slots=True)
class CountedGaps:
    """The port `GapLog`, on another one."""

    gaps: GapLog
    metrics: Metrics

    async def record(self, gap: Gap) -> int | None:
        group = await self.gaps.record(gap)
        self.metrics.gap(gap.reason)
        return group

    async def erase(self, day: date, pseudonym: str) -> int:
        return await self.gaps.erase(day, pseudonym)

    async def forget(self, *, before: date) -> int:
        return await self.gaps.forget(before=before)
