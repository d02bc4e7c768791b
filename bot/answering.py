"""What was received is answered: each conversation in order, conversations side by side, nobody at others' expense."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, Protocol

from bot import logs
from bot.inbox import LostClaimError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.inbox import Inbox, Waiting
    from bot.replica import Replica
    from handlers.ports import Clock

_LOG: Final = logging.getLogger(__name__)

CONVERSATIONS_AT_ONCE: Final = 32
"""Answered side by side."""
MOST_CLAIMED: Final = 256
"""Events of this process, answered or on their way out; those may have to wait for their channel."""
BETWEEN_LOOKS: Final = 1.0
"""Seconds, where nothing wakes this process: the others may have left something."""
PAUSE_AFTER_FAILURE: Final = 1.0
"""Seconds before something is tried again that the database did not take."""


class Answers(Protocol):
    """What is done with an event, in two steps; either raises `LostClaimError` when the event is another's by now."""

    async def answer(self, waiting: Waiting) -> Waiting | None:
        """Do what an event asks for, and keep the reply; the event with its reply, or None when it is done."""
        ...

    async def deliver(self, waiting: Waiting) -> None:
        """Send what is kept and was not sent yet; then the event is done."""
        ...


class Answering:
    """Claims what waits, and sees to it."""

    def __init__(
        self, inbox: Inbox, answers: Answers, replica: Replica, clock: Clock, *, pause: float = PAUSE_AFTER_FAILURE
    ) -> None:
        self._inbox = inbox
        self._answers = answers
        self._replica = replica
        self._clock = clock
        self._pause = pause
        self._tasks: dict[int, asyncio.Task[None]] = {}
        """By the ids of the events."""
        self._suspect: int | None = None
        """The one of these that may have ended the process that answered it before."""
        self._being_answered = 0
        self._bell = asyncio.Event()
        self._is_closing = False
        self._could_claim = True

    @property
    def in_progress(self) -> int:
        """Events that are answered, or on their way out."""
        return len(self._tasks)

    def wake(self) -> None:
        """Something was received: look at once."""
        self._bell.set()

    @asynccontextmanager
    async def at_work(self, drain: float) -> AsyncIterator[None]:
        """Answer until the end of the block; then finish what is claimed, within `drain` seconds, and let go the rest.

        What waits besides is answered, too, unless another process is there to do it.
        """
        work = asyncio.create_task(self._work())
        try:
            yield
        finally:
            self._is_closing = True
            self.wake()
            await work
            await self._finish(drain)

    async def _work(self) -> None:
        while not self._is_closing:
            self._bell.clear()
            await self._claim()
            await self._rung()

    async def _rung(self) -> None:
        try:
            async with asyncio.timeout(BETWEEN_LOOKS):
                await self._bell.wait()
        except TimeoutError:
            return

    async def _claim(self) -> None:
        """Take on as much as there is room for."""
        most = min(CONVERSATIONS_AT_ONCE - self._being_answered, MOST_CLAIMED - len(self._tasks))
        if most <= 0:
            return
        try:
            if not self._could_claim:
                # Perhaps the database took the claim, and only its answer was lost.
                await self._inbox.let_go(self._replica.id, but=self._tasks)
            claimed = await self._inbox.claim(self._replica.id, most=most, at=self._clock.now())
            taken = self._without_suspects(claimed)
            if len(taken) < len(claimed):
                await self._inbox.let_go(self._replica.id, but=[*self._tasks, *(waiting.id for waiting in taken)])
        except Exception as error:  # noqa: BLE001 - the next look may find the database mended
            if self._could_claim:
                logs.failure(_LOG, "nothing_claimed", error)
            self._could_claim = False
            return
        self._could_claim = True
        for waiting in taken:
            if _is_suspect(waiting):
                self._suspect = waiting.id
            self._being_answered += 1
            before = self._tasks.get(waiting.id)
            self._tasks[waiting.id] = asyncio.create_task(self._see_to(waiting, before))

    def _without_suspects(self, claimed: Sequence[Waiting]) -> Sequence[Waiting]:
        """What can be taken on at once: of suspects one, and none beside another.

        Else one event that ends whatever process answers it would take all others with it that are claimed by then:
        they would be given up, too, for as many tries.
        """
        suspects = [waiting for waiting in claimed if _is_suspect(waiting)]
        too_many = suspects[1:] if self._suspect is None else suspects
        return [waiting for waiting in claimed if waiting not in too_many]

    async def _see_to(self, waiting: Waiting, before: asyncio.Task[None] | None) -> None:
        """Answer and deliver an event; `before` did so with a claim that was lost to another process meanwhile."""
        logs.correlate()
        try:
            if before is not None:
                before.cancel()
                await asyncio.wait({before})
            answered = await self._answered(waiting)
            if answered is not None:
                await self._answers.deliver(answered)
        except LostClaimError:
            logs.event(_LOG, "claim_lost", level=logging.WARNING)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one event, the others have to be seen to
            logs.failure(_LOG, "event_put_back", error)
            await self._put_back(waiting)
        finally:
            if self._tasks[waiting.id] is asyncio.current_task():
                del self._tasks[waiting.id]
            self.wake()  # for the next one of this conversation

    async def _answered(self, waiting: Waiting) -> Waiting | None:
        try:
            return await self._answers.answer(waiting)
        finally:
            if self._being_answered == CONVERSATIONS_AT_ONCE or self._suspect == waiting.id:
                self.wake()  # for those that found no room
            self._being_answered -= 1
            if self._suspect == waiting.id:
                self._suspect = None

    async def _put_back(self, waiting: Waiting) -> None:
        """Leave an event to whoever claims it next, in a while."""
        while True:
            await asyncio.sleep(self._pause)
            try:
                return await self._inbox.put_back(waiting, self._replica.id)
            except Exception:  # noqa: BLE001, S112 - what went wrong before this was logged # nosec B112
                continue

    async def _finish(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._empty()
        except TimeoutError:
            unfinished = set(self._tasks.values())
            logs.event(_LOG, "turns_given_up", level=logging.ERROR, conversations=len(unfinished))
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        try:
            await self._inbox.let_go(self._replica.id)
        except Exception as error:  # noqa: BLE001 - then the claims end with this process's lease
            logs.failure(_LOG, "claims_not_let_go", error)

    async def _empty(self) -> None:
        is_alone = await self._replica.is_alone()
        while True:
            if is_alone:
                await self._claim()
            if not self._tasks:
                return
            await asyncio.wait(set(self._tasks.values()), return_when=asyncio.FIRST_COMPLETED)


def _is_suspect(waiting: Waiting) -> bool:
    """Whether an event may have ended the process that answered it before; mostly it was just there."""
    return waiting.tries > 0 and waiting.reply is None
