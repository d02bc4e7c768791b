"""Sessions in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.model import Session

if TYPE_CHECKING:
    from datetime import datetime


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
        self._keep(key, session, at)

    async def erase(self, key: str) -> bool:
        return self._kept.pop(key, None) is not None

    async def forget(self, *, turns_before: datetime, sessions_before: datetime) -> int:
        return self._forget_sessions(sessions_before) + self._forget_turns(turns_before)

    def _forget_sessions(self, before: datetime) -> int:
        old = [key for key, (_, saved_at) in self._kept.items() if saved_at < before]
        for key in old:
            del self._kept[key]
        return len(old)

    def _forget_turns(self, before: datetime) -> int:
        old = [
            (key, replace(session, turn=None), saved_at)
            for key, (session, saved_at) in self._kept.items()
            if saved_at < before and session.turn is not None
        ]
        for each in old:
            self._keep(*each)
        return len(old)

    def _keep(self, key: str, session: Session, at: datetime) -> None:
        """Keep what there is; of nothing, nothing."""
        if session == Session():
            self._kept.pop(key, None)
        else:
            self._kept[key] = session, at
