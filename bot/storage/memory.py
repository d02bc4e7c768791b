"""Twins of the stores that keep everything in memory: for tests, and for a chat that leaves nothing behind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.model import Gap, GapCount, Session
from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime


class MemorySessions:
    """The port `Sessions` in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Session, datetime]] = {}

    async def load(self, key: str, *, turn_since: datetime) -> Session:
        if key not in self._kept:
            return Session()
        session, saved_at = self._kept[key]
        return replace(session, turn=None) if saved_at < turn_since else session

    async def save(self, key: str, session: Session, *, at: datetime) -> None:
        self._kept[key] = session, at

    async def forget(self, *, turns_before: datetime, sessions_before: datetime) -> int:
        return self._forget_sessions(sessions_before) + self._forget_turns(turns_before)

    def _forget_sessions(self, before: datetime) -> int:
        old = [key for key, (_, saved_at) in self._kept.items() if saved_at < before]
        for key in old:
            del self._kept[key]
        return len(old)

    def _forget_turns(self, before: datetime) -> int:
        old = {
            key: (replace(session, turn=None), saved_at)
            for key, (session, saved_at) in self._kept.items()
            if saved_at < before and session.turn is not None
        }
        self._kept.update(old)
        return len(old)


class MemoryGapLog:
    """The port `GapLog` in memory."""

    def __init__(self) -> None:
        self._gaps: list[Gap] = []

    async def record(self, gap: Gap) -> None:
        text = gap.text.replace("\0", "").encode("utf-8", errors="replace").decode("utf-8")
        self._gaps.append(replace(gap, text=text))

    async def most_asked(self, *, limit: int, since: date | None = None) -> Sequence[GapCount]:
        groups: defaultdict[tuple[str, str, str], list[Gap]] = defaultdict(list)
        for gap in self._gaps:
            if since is None or gap.day >= since:
                groups[fold(gap.text), gap.language, gap.reason].append(gap)
        return tuple(sorted(map(_count, groups.values()), key=_order)[:limit])

    async def forget(self, *, before: date) -> int:
        kept = [gap for gap in self._gaps if gap.day >= before]
        erased = len(self._gaps) - len(kept)
        self._gaps = kept
        return erased


def _count(gaps: list[Gap]) -> GapCount:
    _, latest = max(enumerate(gaps), key=lambda numbered: (numbered[1].day, numbered[0]))
    return GapCount(
        text=latest.text,
        language=latest.language,
        reason=latest.reason,
        times=len(gaps),
        askers=len({gap.pseudonym for gap in gaps}),
        last_day=latest.day,
        candidates=latest.candidates,
    )


def _order(count: GapCount) -> tuple[int, int, str, str, str]:
    return -count.askers, -count.last_day.toordinal(), count.text, count.language, count.reason
