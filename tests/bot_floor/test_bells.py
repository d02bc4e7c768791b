"""Bells wake whoever waits for what another part of Sanad does."""

from __future__ import annotations

import asyncio
import gc

from bot.bells import Bell, Bells

LONG = 30.0
"""Seconds; a test that waits that long has failed."""


async def test_ringing_wakes() -> None:
    """Whoever waits goes on at once."""
    bell = Bell()
    waiting = asyncio.create_task(bell.wait(LONG))
    await asyncio.sleep(0)
    bell.ring()

    await asyncio.wait_for(waiting, 1)


async def test_time_wakes_as_well() -> None:
    """Where nothing rings, one looks from time to time."""
    await asyncio.wait_for(Bell().wait(0.001), 1)


async def test_what_rang_before_counts_once() -> None:
    """Ringing while nobody waits is not lost, and wakes the next one alone."""
    bell = Bell()
    bell.ring()
    await asyncio.wait_for(bell.wait(LONG), 1)
    again = asyncio.create_task(bell.wait(LONG))
    await asyncio.sleep(0.01)

    assert not again.done()
    again.cancel()


async def test_all_of_a_name_ring() -> None:
    """Two who wait for the same are both woken, and nobody who waits for something else."""
    bells = Bells()
    same, alike, other = bells.hang("a"), bells.hang("a"), bells.hang("b")
    bells.ring(["a"])
    await asyncio.wait_for(asyncio.gather(same.wait(LONG), alike.wait(LONG)), 1)
    still = asyncio.create_task(other.wait(LONG))
    await asyncio.sleep(0.01)

    assert not still.done()
    bells.ring_all()
    await asyncio.wait_for(still, 1)


def test_bells_that_nobody_keeps_are_forgotten() -> None:
    """Whoever went away need not take it down."""
    bells = Bells()
    bell = bells.hang("a")
    del bell
    gc.collect()
    bells.ring(["a"])

    assert not list(bells._bells["a"])  # noqa: SLF001 - there is no other way to see that it is gone
