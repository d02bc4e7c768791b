"""Calls that are made until they succeed, or until it is time to stop."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from telegram import error

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.telegram.setbacks import Setbacks

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Insistence:
    """Tries again as patiently as the setbacks say."""

    stop: asyncio.Event
    setbacks: Setbacks

    async def insist(self, call: Callable[[], Coroutine[Any, Any, _T]]) -> _T | None:
        """The result of a call, tried until it succeeds; None when stopped before.

        Raises:
            TelegramError: trying again is no use.
        """
        while not self.stop.is_set():
            try:
                result = await self.unless_stopped(call())
            except error.TelegramError as failure:
                await self.rest(self.setbacks.pause_after(failure))
            else:
                self.setbacks.forget()
                return result
        return None

    async def unless_stopped(self, work: Coroutine[Any, Any, _T]) -> _T | None:
        """The result of some work; None when stopped before it was done."""
        task = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self.stop.wait())
        try:
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
        return None if task.cancelled() else task.result()

    async def rest(self, seconds: float) -> None:
        """Wait, but not beyond the stop."""
        await self.unless_stopped(asyncio.sleep(seconds))
