"""What is done again and again: it goes on whatever happens, and ends with the block."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import SystemClock
from bot.rounds import Round, meanwhile
from bot.storage.memory import MemoryDuties
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Coroutine


class Work:
    """Counts its rounds, fails in the first of them, and says when it has had enough."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.rounds = 0
        self.is_done = asyncio.Event()
        self._failure = failure

    async def __call__(self) -> None:
        self.rounds += 1
        if self.rounds == 1 and self._failure is not None:
            raise self._failure
        if self.rounds == 3:
            self.is_done.set()


def going(work: Work, failing: str = "failed", duties: MemoryDuties | None = None) -> Coroutine[Any, Any, None]:
    """Work that is always due."""
    return Round("work", timedelta(0), work, failing).go(duties or MemoryDuties(), SystemClock())


async def test_again_and_again() -> None:
    """The work is done round after round, until the block ends."""
    work = Work()
    async with asyncio.timeout(5), meanwhile(going(work)):
        await work.is_done.wait()
    done = work.rounds
    await asyncio.sleep(0)

    assert work.rounds == done


@pytest.mark.parametrize(
    ("failure", "keys"),
    [(SanadError("the disk is full"), {"reason": "the disk is full"}), (ValueError("secret"), {"error": "ValueError"})],
)
async def test_failure(failure: Exception, keys: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    """A round that fails is logged by its name, without words of others, and the next ones are done."""
    work = Work(failure)
    with caplog.at_level(logging.ERROR, "bot.rounds"):
        async with asyncio.timeout(5), meanwhile(going(work, "digests_failed")):
            await work.is_done.wait()

    assert [record.getMessage() for record in caplog.records] == ["digests_failed"]
    assert getattr(caplog.records[0], "sanad_keys", None) == keys


async def test_work_of_another_process() -> None:
    """What another process has taken is left to it, until it is due once more."""
    duties, clock, work, other = MemoryDuties(), SystemClock(), Work(), Work()
    await duties.take("forgetting", every=timedelta(days=1), at=clock.now())
    rare = Round("forgetting", timedelta(milliseconds=1), work, "failed")
    often = Round("digests", timedelta(0), other, "failed")
    async with asyncio.timeout(5), meanwhile(rare.go(duties, clock), often.go(duties, clock)):
        await other.is_done.wait()

    assert work.rounds == 0
