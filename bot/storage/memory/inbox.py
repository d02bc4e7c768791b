"""The inbox in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from bot.inbox import MOST_OF_A_SENDER, MOST_WAITING, Backlog, LostClaimError, Receipt, Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence
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
        new = dropped = 0
        for event in events:
            if (event.channel, event.number) in self._received:
                continue
            self._received[event.channel, event.number] = at
            if self._is_kept(event, at):
                new += 1
            else:
                dropped += 1
        return Receipt(new, dropped)

    def _is_kept(self, event: Event, at: datetime) -> bool:
        alike = [row.waiting for row in self._rows.values() if _is_of_either(row.waiting.event, event)]
        if any(waiting.is_flood for waiting in alike):
            return False
        in_conversation = sum(waiting.event.conversation == event.conversation for waiting in alike)
        of_sender = sum(waiting.event.sender == event.sender for waiting in alike)
        is_flood = in_conversation >= MOST_WAITING or of_sender >= MOST_OF_A_SENDER
        waiting = Waiting(next(self._ids), event, at, is_flood)
        self._rows[waiting.id] = _Row(waiting)
        return True

    async def claim(self, holder: str, *, most: int, at: datetime) -> Sequence[Waiting]:
        alive = set((await self._leases.held(at=at)).values())
        heads: dict[str, _Row] = {}
        for row in self._rows.values():
            heads.setdefault(row.waiting.event.conversation, row)
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

    async def let_go(self, holder: str) -> int:
        held = [row for row in self._rows.values() if row.holder == holder]
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


def _is_of_either(one: Event, other: Event) -> bool:
    return one.conversation == other.conversation or one.sender == other.sender
