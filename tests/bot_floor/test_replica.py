"""How processes know of each other, and that one alone holds a lease."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from bot.clock import SystemClock
from bot.replica import Replica
from bot.storage.memory import MemoryLeases

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

CLOCK: Final = SystemClock()
HASTE: Final = 0.01


class FailingLeases(MemoryLeases):
    """Cannot be used for a while."""

    is_broken = False

    async def hold(self, name: str, holder: str, *, until: datetime, at: datetime) -> bool:
        if self.is_broken:
            raise OSError("the disk is gone")
        return await super().hold(name, holder, until=until, at=at)

    async def held(self, *, at: datetime) -> Mapping[str, str]:
        if self.is_broken:
            raise OSError("the disk is gone")
        return await super().held(at=at)


@pytest.fixture
def leases() -> FailingLeases:
    return FailingLeases()


def replica(leases: MemoryLeases, lasts: timedelta = timedelta(seconds=5)) -> Replica:
    return Replica(leases, CLOCK, lasts=lasts, between_renewals=HASTE)


def nothing() -> None:
    """Nobody wants to know."""


async def test_alive_until_the_end(leases: FailingLeases) -> None:
    """A process is known as long as it lives, and no longer."""
    one = replica(leases, timedelta(seconds=0.05))
    async with one.alive():
        await asyncio.sleep(0.1)
        meanwhile = await leases.held(at=CLOCK.now())
    afterwards = await leases.held(at=CLOCK.now())

    assert meanwhile == {one.id: one.id}
    assert afterwards == {}


async def test_ids_differ(leases: FailingLeases) -> None:
    """No two processes share a name."""
    assert replica(leases).id != replica(leases).id


async def test_alone(leases: FailingLeases) -> None:
    """A process knows whether it is the only one."""
    one, other = replica(leases), replica(leases)
    async with one.alive():
        before = await one.is_alone()
        async with other.alive():
            meanwhile = await one.is_alone()

    assert (before, meanwhile) == (True, False)


async def test_living(leases: FailingLeases) -> None:
    """Each process is counted once, whatever else it holds; where nobody can be asked, that is said."""
    one, other = replica(leases), replica(leases)
    async with one.alive(), other.alive():
        await leases.hold("poller", other.id, until=CLOCK.now() + timedelta(seconds=5), at=CLOCK.now())
        living = await one.living()
    leases.is_broken = True
    unknown = await one.living()

    assert (living, unknown) == (2, None)


async def test_lease_is_one_process_s(leases: FailingLeases, caplog: pytest.LogCaptureFixture) -> None:
    """A second process stands by, says so once, and takes over when the first has given it back."""
    one, other, stop, looks = replica(leases), replica(leases), asyncio.Event(), list[int]()
    caplog.set_level("INFO", "bot")
    async with asyncio.timeout(30):
        async with one.holding("poller", stop, standing_by=nothing) as over:
            waiting = asyncio.create_task(_held_once(other, stop, looks))
            while len(looks) < 3:  # noqa: ASYNC110 - it is called, and waits for nobody
                await asyncio.sleep(HASTE)
            was_over = over.is_set()
        is_held = await waiting

    assert (was_over, is_held) == (False, True)
    assert caplog.messages.count("standing_by") == 1


async def test_lease_of_a_process_that_was_killed(leases: FailingLeases) -> None:
    """It ends by itself, and the next process takes over."""
    now = CLOCK.now()
    await leases.hold("poller", "killed", until=now + timedelta(seconds=0.05), at=now)
    async with asyncio.timeout(30), replica(leases).holding("poller", asyncio.Event(), standing_by=nothing) as over:
        is_held = not over.is_set()

    assert is_held


async def test_lease_that_was_lost(leases: FailingLeases) -> None:
    """Whoever finds that a lease is another's stops at once, and leaves it to the other."""
    one = replica(leases)
    async with asyncio.timeout(30), one.holding("poller", asyncio.Event(), standing_by=nothing) as over:
        await leases.release("poller", one.id)
        await leases.hold("poller", "other", until=CLOCK.now() + timedelta(minutes=1), at=CLOCK.now())
        await over.wait()

    assert await leases.held(at=CLOCK.now()) == {"poller": "other"}


async def test_lease_that_cannot_be_renewed(leases: FailingLeases) -> None:
    """A database in trouble is no reason to stop, until the lease could be another's."""
    one = replica(leases, timedelta(seconds=0.2))
    async with asyncio.timeout(30), one.holding("poller", asyncio.Event(), standing_by=nothing) as over:
        leases.is_broken = True
        await asyncio.sleep(0.05)
        at_first = over.is_set()
        await over.wait()

    assert not at_first


async def test_stop_while_standing_by(leases: FailingLeases) -> None:
    """Nobody waits for a lease after a stop."""
    stop = asyncio.Event()
    await leases.hold("poller", "other", until=CLOCK.now() + timedelta(minutes=1), at=CLOCK.now())
    async with asyncio.timeout(30), replica(leases).holding("poller", stop, standing_by=stop.set) as over:
        is_over = over.is_set()

    assert is_over


async def _held_once(one: Replica, stop: asyncio.Event, looks: list[int]) -> bool:
    async with one.holding("poller", stop, standing_by=lambda: looks.append(1)) as over:
        return not over.is_set()
