"""Calls to Telegram that are made again until they succeed, or until it is time to stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, TypeVar

from telegram import error

from bot.telegram.setbacks import Setbacks

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

_T = TypeVar("_T")

FIRST_PAUSE: Final = 1.0
"""Seconds after a failure; doubled after each further one."""
LONGEST_PAUSE: Final = 30.0


class Insistence:
    """Tries again, for as long as nobody says stop."""

    def __init__(self, stop: asyncio.Event, *, first: float = FIRST_PAUSE, longest: float = LONGEST_PAUSE) -> None:
        self.stop = stop
        self._setbacks = Setbacks(first, longest)

    async def insist(self, call: Callable[[], Coroutine[Any, Any, _T]]) -> _T | None:
        """The result of a call, tried until it succeeds; None when stopped before.

        Raises:
            TelegramError: trying again is no use.
        """
        while not self.stop.is_set():
            try:
                result = await self.unless_stopped(call())
            except error.TelegramError as failure:
                await self.rest(self._setbacks.pause_after(failure))
            else:
                self._setbacks.forget()
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
        """Do nothing for a while; not beyond the stop."""
        await self.unless_stopped(asyncio.sleep(seconds))
