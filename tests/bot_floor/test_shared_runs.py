"""Runs that take long are shared, remembered, and never two at a time."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from bot.shared_runs import SharedRuns


class Work:
    """Something that takes as long as a test wants."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.may_end = asyncio.Event()

    async def run(self, name: str) -> str:
        self.begun.append(name)
        await self.may_end.wait()
        self.ended.append(name)
        return name.upper()


async def test_one_run_for_all_who_want_the_same() -> None:
    """Who asks for what is running already gets that run's result."""
    work, runs = Work(), SharedRuns[str](2)
    asked = [asyncio.create_task(runs.of("a", lambda: work.run("a"))) for _ in range(3)]
    await asyncio.sleep(0)
    work.may_end.set()

    assert await asyncio.gather(*asked) == ["A", "A", "A"]
    assert work.begun == ["a"]


async def test_one_run_at_a_time() -> None:
    """Another run begins when the first has ended."""
    work, runs = Work(), SharedRuns[str](2)
    asked = [asyncio.create_task(runs.of(name, partial(work.run, name))) for name in ("a", "b")]
    for _ in range(5):
        await asyncio.sleep(0)
    begun = list(work.begun)
    work.may_end.set()
    await asyncio.gather(*asked)

    assert (begun, work.begun) == (["a"], ["a", "b"])


async def test_latest_results_are_kept() -> None:
    """Results that were wanted lately cost nothing; others are forgotten."""
    work, runs = Work(), SharedRuns[str](2)
    work.may_end.set()
    for name in ("a", "b", "a", "c", "a", "b"):
        await runs.of(name, partial(work.run, name))

    assert work.begun == ["a", "b", "c", "b"]


async def test_failure_is_not_kept() -> None:
    """A run that failed is tried again."""
    runs = SharedRuns[str](2)

    async def fail() -> str:
        raise ValueError("not today")

    with pytest.raises(ValueError, match="not today"):
        await runs.of("a", fail)
    work = Work()
    work.may_end.set()

    assert await runs.of("a", lambda: work.run("a")) == "A"


async def test_one_of_two_goes_away() -> None:
    """A run goes on while anybody waits for it."""
    work, runs = Work(), SharedRuns[str](2)
    one, other = (asyncio.create_task(runs.of("a", lambda: work.run("a"))) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    await asyncio.sleep(0)
    work.may_end.set()

    assert await other == "A"


async def test_all_go_away() -> None:
    """A run that nobody waits for ends, and makes room for the next."""
    work, runs = Work(), SharedRuns[str](2)
    asked = asyncio.create_task(runs.of("a", lambda: work.run("a")))
    await asyncio.sleep(0)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    work.may_end.set()

    assert await runs.of("b", lambda: work.run("b")) == "B"
    assert work.ended == ["b"]
