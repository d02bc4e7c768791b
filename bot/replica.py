"""This process among those on the same database: how the others know that it lives, and what it alone may do."""

from __future__ import annotations

import asyncio
import logging
import secrets
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot import logs
from bot.rounds import meanwhile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.replicas import Leases
    from handlers.ports import Clock

_LOG: Final = logging.getLogger(__name__)

LASTS: Final = timedelta(seconds=5)
"""How long a lease holds that is not renewed: whoever was killed is missed for so long."""
BETWEEN_RENEWALS: Final = 1.0
"""Seconds; the same between two looks for a lease that another holds."""


class Replica:
    """One of the processes on a database, under a name that says nothing about its machine."""

    def __init__(
        self, leases: Leases, clock: Clock, *, lasts: timedelta = LASTS, between_renewals: float = BETWEEN_RENEWALS
    ) -> None:
        self.id: Final = secrets.token_hex(8)
        self._leases = leases
        self._clock = clock
        self._lasts = lasts
        self._between_renewals = between_renewals

    @asynccontextmanager
    async def alive(self) -> AsyncIterator[None]:
        """Let the others know until the end of the block that this process lives."""
        await self._take(self.id)
        try:
            async with meanwhile(self._stay()):
                yield
        finally:
            await self._release(self.id)

    async def is_alone(self) -> bool:
        """Whether no other process lives; False, too, where that cannot be told."""
        return await self.living() == 1

    async def living(self) -> int | None:
        """How many processes live, this one among them; None where that cannot be told."""
        try:
            held = await self._leases.held(at=self._clock.now())
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the database, others may live
            logs.failure(_LOG, "others_unknown", error)
            return None
        return len({self.id, *held.values()})

    @asynccontextmanager
    async def holding(
        self, name: str, stop: asyncio.Event, *, standing_by: Callable[[], None]
    ) -> AsyncIterator[asyncio.Event]:
        """Hold a lease until the end of the block, once nobody else does.

        Args:
            name: of the lease.
            stop: set when it is not wanted any more.
            standing_by: called again and again while another holds it.

        Yields:
            An event that is set as soon as the lease may be another's, or at the stop: what it allows ends then.
        """
        over = asyncio.Event()
        if not await self._wait_for(name, stop, standing_by):
            over.set()
        try:
            async with meanwhile(self._hold_on(name, over), _pass_on(stop, over)):
                yield over
        finally:
            await self._release(name)

    async def _wait_for(self, name: str, stop: asyncio.Event, standing_by: Callable[[], None]) -> bool:
        """Take a lease as soon as it can be had; False when that was not before the stop."""
        was_told = False
        while not stop.is_set():
            if await self._try_to_take(name):
                return True
            if not was_told:
                logs.event(_LOG, "standing_by", lease=name)
                was_told = True
            standing_by()
            await _is_set_within(self._between_renewals, stop)
        return False

    async def _hold_on(self, name: str, over: asyncio.Event) -> None:
        """Renew a lease that is held; that it is over is told before it ends, whatever keeps it from being renewed."""
        clock = asyncio.get_running_loop().time
        sure = self._lasts.total_seconds() - self._between_renewals
        renewed = clock()
        while not await _is_set_within(self._between_renewals, over):
            begun = clock()
            try:
                async with asyncio.timeout_at(renewed + sure):
                    is_held = await self._take(name)
                renewed = begun
            except Exception as error:  # noqa: BLE001 - a database that cannot be used for a moment ends no lease
                logs.failure(_LOG, "lease_not_renewed", error)
                is_held = clock() < renewed + sure
            if not is_held:
                logs.event(_LOG, "lease_lost", level=logging.WARNING, lease=name)
                over.set()

    async def _stay(self) -> None:
        was_renewed = True
        while True:
            await asyncio.sleep(self._between_renewals)
            was_renewed = await self._try_to_take(self.id, is_told=was_renewed)

    async def _try_to_take(self, name: str, *, is_told: bool = True) -> bool:
        try:
            return await self._take(name)
        except Exception as error:  # noqa: BLE001 - the next try may find the database mended
            if is_told:
                logs.failure(_LOG, "lease_not_taken", error)
            return False

    async def _take(self, name: str) -> bool:
        now = self._clock.now()
        return await self._leases.hold(name, self.id, until=now + self._lasts, at=now)

    async def _release(self, name: str) -> None:
        """Give a lease back, so that nobody has to wait for its end."""
        try:
            await self._leases.release(name, self.id)
        except Exception as error:  # noqa: BLE001 - then it ends by itself
            logs.failure(_LOG, "lease_not_released", error)


async def _is_set_within(seconds: float, one: asyncio.Event) -> bool:
    """Wait for an event, but no longer than that; whether it is set."""
    try:
        async with asyncio.timeout(seconds):
            return await one.wait()
    except TimeoutError:
        return False


async def _pass_on(one: asyncio.Event, other: asyncio.Event) -> None:
    await one.wait()
    other.set()
