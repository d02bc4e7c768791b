"""Each conversation in order, conversations side by side, and nobody at the expense of the others."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from bot.logs import event

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.telegram.updates import Received

_LOG: Final = logging.getLogger(__name__)

MOST_WAITING: Final = 20
"""Messages of one conversation that wait for their turn; nobody types faster than they are answered."""
CONVERSATIONS_AT_ONCE: Final = 32
"""Worked on side by side."""


class Answers(Protocol):
    """What is done with what was received."""

    async def answer(self, received: Received) -> None: ...

    async def slow_down(self, received: Received) -> None: ...

    async def trouble(self, received: Received) -> None: ...


@dataclass(slots=True)
class _Lane:
    """What waits in one conversation."""

    waiting: deque[Received] = field(default_factory=deque)
    flood: Received | None = None
    """The first message that found the lane full; it gets the one line for all that were dropped."""
    dropped: int = 0


class Dispatcher:
    """Hands out what was received: one task for each conversation that has something waiting."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._lanes: dict[str, _Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        # Taken inside a lane's task: a flooded conversation holds one place, however much waits in it.
        self._places = asyncio.Semaphore(CONVERSATIONS_AT_ONCE)

    @property
    def active(self) -> int:
        """Conversations with something to do."""
        return len(self._lanes)

    def put(self, received: Received) -> None:
        """Take something in; it is answered when its turn comes."""
        key = received.message.conversation
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = _Lane()
            task = asyncio.create_task(self._work(key, lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        if lane.flood is None and len(lane.waiting) < MOST_WAITING:
            lane.waiting.append(received)
        else:
            lane.flood = lane.flood or received
            lane.dropped += 1

    async def drain(self, seconds: float) -> None:
        """Finish what was taken in, and give up what takes longer than that."""
        if not self._tasks:
            return
        _, unfinished = await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in unfinished:
            task.cancel()
        if unfinished:
            event(_LOG, "turns_given_up", level=logging.ERROR, conversations=len(unfinished))
            await asyncio.wait(unfinished)

    async def _work(self, key: str, lane: _Lane) -> None:
        try:
            while lane.waiting or lane.flood is not None:
                async with self._places:
                    await self._next(lane)
        finally:
            del self._lanes[key]

    async def _next(self, lane: _Lane) -> None:
        if lane.waiting:
            await self._turn(self._answers.answer, lane.waiting.popleft())
        elif lane.flood is not None:
            flood, dropped = lane.flood, lane.dropped
            lane.flood, lane.dropped = None, 0
            event(_LOG, "messages_dropped", level=logging.WARNING, count=dropped)
            await self._turn(self._answers.slow_down, flood)

    async def _turn(self, act: Callable[[Received], Awaitable[None]], received: Received) -> None:
        try:
            await act(received)
        except Exception as error:  # noqa: BLE001 - one turn that fails must not take the conversation's next ones along
            _log_failure("turn_failed", error)
            await self._own_up(received)

    async def _own_up(self, received: Received) -> None:
        try:
            await self._answers.trouble(received)
        except Exception as error:  # noqa: BLE001 - the same
            _log_failure("trouble_not_told", error)


def _log_failure(name: str, error: Exception) -> None:
    """Log what failed and where; an error's own words may quote what somebody wrote."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place is not None else None
    event(_LOG, name, level=logging.ERROR, error=type(error).__name__, where=where)
