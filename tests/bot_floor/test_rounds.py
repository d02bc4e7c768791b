"""What is done again and again: it goes on whatever happens, and ends with the block."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from bot.clock import SystemClock
from bot.replicas import TO_DO_IT
from bot.rounds import Round, do_if_due, meanwhile
from bot.storage.memory import MemoryDuties
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Coroutine


NOON: Final = datetime(2019, 3, 23, 12, tzinfo=UTC)
A_DAY: Final = timedelta(days=1)


@dataclass
class MovedClock:
    """Tells the moment that it is put to."""

    at: datetime

    def now(self) -> datetime:
        return self.at


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
    await do_if_due("forgetting", A_DAY, other, duties, clock)
    await do_if_due("forgetting", A_DAY, work, duties, clock)

    assert (other.rounds, work.rounds) == (1, 0)


@pytest.mark.parametrize(("failure", "rounds"), [(SanadError("the disk is full"), 2), (None, 1)])
async def test_work_that_fails_is_due_soon(failure: SanadError | None, rounds: int) -> None:
    """Within the hour, and not after as long as work that was done."""
    duties, clock, work = MemoryDuties(), MovedClock(NOON), Work(failure)
    with suppress(SanadError):
        await do_if_due("forgetting", A_DAY, work, duties, clock)
    clock.at += TO_DO_IT
    await do_if_due("forgetting", A_DAY, work, duties, clock)

    assert work.rounds == rounds
