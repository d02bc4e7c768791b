"""What is done again and again beside the conversations, for as long as the bot runs."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot import logs
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """Some work, and how often it is due."""

    seconds: float
    """Between two rounds, and before the first."""
    work: Callable[[], Awaitable[object]]
    failing: str
    """The event that is logged when it fails; the next round is due all the same."""

    async def go(self) -> None:
        """Do it until cancelled."""
        while True:
            await asyncio.sleep(self.seconds)
            try:
                await self.work()
            except SanadError as error:
                logs.event(_LOG, self.failing, level=logging.ERROR, reason=str(error))
            except Exception as error:  # noqa: BLE001 - as a turn that fails, it must not take the next ones along
                logs.event(_LOG, self.failing, level=logging.ERROR, error=type(error).__name__)


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
