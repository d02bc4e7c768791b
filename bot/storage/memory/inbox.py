"""The inbox in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from bot.inbox import Backlog, LostClaimError, Receipt, Waiting
from bot.storage.crowds import Admission, Crowd

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.inbox import Event
    from bot.replicas import Leases


@dataclass(slots=True)
class _Row:
    """An event that is not done, and who has claimed it."""

    waiting: Waiting
    holder: str | None = None


class MemoryInbox:
    """The port `Inbox` in memory."""

    def __init__(self, leases: Leases) -> None:
        self._leases = leases
        self._rows: dict[int, _Row] = {}
        self._received: dict[tuple[str, int], datetime] = {}
        self._ids = count(1)

    async def receive(self, events: Sequence[Event], *, at: datetime) -> Receipt:
        waiting = (row.waiting for row in self._rows.values())
        crowd = Crowd((one.event.conversation, one.event.sender, one.is_flood) for one in waiting)
        admissions = [self._admitted(event, crowd, at) for event in events if self._is_news(event, at)]
        dropped = admissions.count(Admission.IS_DROPPED)
        return Receipt(len(admissions) - dropped, dropped)

    def _is_news(self, event: Event, at: datetime) -> bool:
        """Whether it was not received before; from now on it is known."""
        key = event.channel, event.number
        is_news = key not in self._received
        self._received.setdefault(key, at)
        return is_news

    def _admitted(self, event: Event, crowd: Crowd, at: datetime) -> Admission:
        admission = crowd.admit(event.conversation, event.sender)
        if admission is not Admission.IS_DROPPED:
            waiting = Waiting(next(self._ids), event, at, is_flood=admission is Admission.STANDS_FOR_A_FLOOD)
            self._rows[waiting.id] = _Row(waiting)
        return admission

    async def claim(self, holder: str, *, most: int, at: datetime) -> Sequence[Waiting]:
        leases = await self._leases.held(at=at)
        heads: dict[str, _Row] = {}
        for row in self._rows.values():
            heads.setdefault(row.waiting.event.conversation, row)
        alive = {holder, *(name for name, other in leases.items() if name == other)}
        free = [row for row in heads.values() if row.holder is None or row.holder not in alive]
        return tuple(self._claimed(row, holder) for row in free[:most])

    def _claimed(self, row: _Row, holder: str) -> Waiting:
        if row.holder is not None:
            row.waiting = replace(row.waiting, tries=row.waiting.tries + 1)
        row.holder = holder
        return row.waiting

    async def answered(self, waiting: Waiting, holder: str, reply: bytes) -> None:
        row = self._held(waiting, holder)
        row.waiting = replace(row.waiting, reply=reply)

    async def sending(self, waiting: Waiting, holder: str, part: int) -> None:
        row = self._held(waiting, holder)
        row.waiting = replace(row.waiting, sent=part, is_uncertain=True)

    async def done(self, waiting: Waiting, holder: str) -> None:
        row = self._rows.get(waiting.id)
        if row is not None and row.holder == holder:
            del self._rows[waiting.id]

    async def put_back(self, waiting: Waiting, holder: str) -> None:
        row = self._rows.get(waiting.id)
        if row is not None and row.holder == holder:
            row.waiting, row.holder = replace(row.waiting, tries=row.waiting.tries + 1), None

    async def let_go(self, holder: str, *, but: Collection[int] = ()) -> int:
        held = [row for row in self._rows.values() if row.holder == holder and row.waiting.id not in but]
        for row in held:
            row.holder = None
        return len(held)

    async def backlog(self) -> Backlog:
        moments = [row.waiting.received_at for row in self._rows.values()]
        return Backlog(len(moments), min(moments, default=None))

    async def forget(self, *, before: datetime) -> int:
        old = [key for key, at in self._received.items() if at < before]
        for key in old:
            del self._received[key]
        return len(old)

    def _held(self, waiting: Waiting, holder: str) -> _Row:
        row = self._rows.get(waiting.id)
        if row is None or row.holder != holder:
            raise LostClaimError
        return row
