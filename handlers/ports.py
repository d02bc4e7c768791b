"""What the conversation needs from the floor above: where sessions and gaps are kept, and what time it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date, datetime

    from handlers.model import Gap, Session


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, in UTC with its zone."""
        ...


class Sessions(Protocol):
    """Remembers conversations under keys that cannot be turned back into people."""

    async def load(self, key: str, *, turn_since: datetime) -> Session:
        """The conversation's session; empty when nothing is kept. A turn saved before `turn_since` is forgotten."""
        ...

    async def save(self, key: str, session: Session, *, at: datetime) -> None:
        """Keep the session, in place of whatever was kept under the key."""
        ...

    async def erase(self, key: str) -> bool:
        """Erase all that is kept under the key; whether there was anything."""
        ...

    async def forget(self, *, turns_before: datetime, sessions_before: datetime) -> int:
        """Erase turns and whole sessions that were saved before the given moments; how many rows were touched."""
        ...


class GapLog(Protocol):
    """Keeps what could not be answered, for the curators."""

    async def record(self, gap: Gap) -> int | None:
        """Add one gap; the number of its group, or None where it could not be kept."""
        ...

    async def erase(self, day: date, pseudonym: str) -> int:
        """Erase the gaps that somebody left on a day; how many."""
        ...

    async def forget(self, *, before: date) -> int:
        """Erase gaps of days before `before`; how many."""
        ...


class DayKeys(Protocol):
    """A random key for each day, which keys the day's pseudonyms and is gone when the day is over."""

    async def key(self, day: date) -> bytes:
        """The day's key, made when it is first asked for: at least 32 bytes, the same for all processes."""
        ...

    async def kept(self, day: date) -> bytes | None:
        """The day's key; None where nobody asked for it yet, or where it is gone."""
        ...

    async def forget(self, *, before: date) -> int:
        """Erase the keys of days before `before`; how many. What they keyed cannot be tied to anybody any more."""
        ...
