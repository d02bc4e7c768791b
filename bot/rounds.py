"""What is done again and again beside the conversations, for as long as the bot runs."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from bot import logs
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

    from bot.replicas import Duties
    from handlers.ports import Clock

_LOG: Final = logging.getLogger(__name__)

BETWEEN_LOOKS: Final = timedelta(minutes=1)
"""At what is due less often: whoever did it last may have ended since."""


@dataclass(frozen=True, slots=True)
class Round:
    """Some work that one process does for all, and how often it is due."""

    duty: str
    """Under which the processes agree about it."""
    every: timedelta
    work: Callable[[], Awaitable[object]]
    failing: str
    """The event that is logged when it fails; the next round is due all the same, and within an hour."""

    async def go(self, duties: Duties, clock: Clock) -> None:
        """Do it whenever it is due and nobody else has taken it, until cancelled."""
        while True:
            await asyncio.sleep(min(self.every, BETWEEN_LOOKS).total_seconds())
            try:
                await do_if_due(self.duty, self.every, self.work, duties, clock)
            except SanadError as error:
                logs.event(_LOG, self.failing, level=logging.ERROR, reason=str(error))
            except Exception as error:  # noqa: BLE001 - as a turn that fails, it must not take the next ones along
                logs.event(_LOG, self.failing, level=logging.ERROR, error=type(error).__name__)


async def do_if_due(
    duty: str, every: timedelta, work: Callable[[], Awaitable[object]], duties: Duties, clock: Clock
) -> None:
    """Do what one process does for all, if it is due and nobody else has taken it."""
    begun_at = clock.now()
    if await duties.take(duty, every=every, at=begun_at):
        await work()
        await duties.done(duty, at=begun_at)
        logs.event(_LOG, "duty_done", duty=duty)


@asynccontextmanager
async def meanwhile(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have some work go on until the end of the block, where it is cancelled."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
