"""What is done again and again: it goes on whatever happens, and ends with the block."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.rounds import Round, meanwhile
from knowledge.errors import SanadError


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


async def test_again_and_again() -> None:
    """The work is done round after round, until the block ends."""
    work = Work()
    async with asyncio.timeout(5), meanwhile(Round(0, work, "failed").go()):
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
    with caplog.at_level(logging.INFO, "bot.rounds"):
        async with asyncio.timeout(5), meanwhile(Round(0, work, "digests_failed").go()):
            await work.is_done.wait()

    assert [record.getMessage() for record in caplog.records] == ["digests_failed"]
    assert getattr(caplog.records[0], "sanad_keys", None) == keys
