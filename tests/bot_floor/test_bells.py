"""Bells wake whoever waits for what another part of Sanad does."""

from __future__ import annotations

import asyncio
import gc

from bot.bells import Bell, Bells

LONG = 10.0
"""Seconds; a test that waits that long has failed."""


async def test_ringing_wakes() -> None:
    """Whoever waits goes on at once."""
    bell = Bell()
    waiting = asyncio.create_task(bell.wait(LONG))
    await asyncio.sleep(0)
    bell.ring()

    assert await waiting


async def test_time_wakes_as_well() -> None:
    """Where nothing rings, one looks from time to time."""
    assert not await Bell().wait(0.001)


async def test_what_rang_before_counts_once() -> None:
    """Ringing while nobody waits is not lost, and wakes the next one alone."""
    bell = Bell()
    bell.ring()

    assert await bell.wait(LONG)
    assert not await bell.wait(0.01)


async def test_all_of_a_name_ring() -> None:
    """Two who wait for the same are both woken, and nobody who waits for something else."""
    bells = Bells()
    same, alike, other = bells.hang("a"), bells.hang("a"), bells.hang("b")
    bells.ring(["a"])
    woken = [await bell.wait(0.01) for bell in (same, alike, other)]
    bells.ring_all()

    assert (woken, await other.wait(LONG)) == ([True, True, False], True)


def test_bells_that_nobody_keeps_are_forgotten() -> None:
    """Whoever went away need not take it down."""
    bells = Bells()
    bell = bells.hang("a")
    del bell
    gc.collect()
    bells.ring(["a"])

    assert not list(bells._bells["a"])  # noqa: SLF001 - there is no other way to see that it is gone
