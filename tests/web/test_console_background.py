from __future__ import annotations

import asyncio

import pytest

from bot.web.jobs import MOST_EACH, Jobs
from bot.web.notices import MOST_KEPT, Notices


async def endless() -> str:
    """Work that does not end by itself."""
    await asyncio.Event().wait()
    return ""


async def nothing(error: Exception | None = None) -> str:
    if error is not None:
        raise error
    return "done"


class TestJobs:
    """Work in the background, a few pieces for each person."""

    async def test_what_came_of_it(self) -> None:
        """It is there when the work is done."""
        job = Jobs[str, str]().begin("amal", "subject", nothing())
        await asyncio.wait([job.task])

        assert (job.is_done, job.outcome(), job.subject) == (True, "done", "subject")

    async def test_what_went_wrong(self) -> None:
        """An error is raised to whoever asks for the outcome, and to nobody else."""
        job = Jobs[str, str]().begin("amal", "subject", nothing(ValueError("why")))
        await asyncio.wait([job.task])

        with pytest.raises(ValueError, match="why"):
            job.outcome()

    async def test_to_each_their_own(self) -> None:
        """Nobody finds the work of another."""
        jobs = Jobs[str, str]()
        job = jobs.begin("amal", "subject", nothing())

        assert (jobs.find("amal", job.id), jobs.find("basim", job.id)) == (job, None)

    async def test_a_few_of_each(self) -> None:
        """Somebody's oldest work makes room for their newest, and nobody else's does."""
        jobs = Jobs[str, str]()
        other = jobs.begin("basim", "subject", nothing())
        begun = [jobs.begin("amal", "subject", endless()) for _ in range(MOST_EACH + 1)]
        kept = [jobs.find("amal", job.id) is not None for job in begun]
        await jobs.close()

        assert kept == [False, *[True] * MOST_EACH]
        assert begun[0].task.cancelled()
        assert other.is_done

    async def test_the_end(self) -> None:
        """Closing stops what goes on, and waits for it."""
        jobs = Jobs[str, bool]()
        job = jobs.begin("amal", "subject", asyncio.Event().wait())
        await jobs.close()

        assert job.task.cancelled()
        assert jobs.find("amal", job.id) is None


class TestNotices:
    """What the next page says."""

    def test_once_and_for_one(self) -> None:
        """Each session has its own, and has it once."""
        notices = Notices()
        notices.leave("one", "saved")

        assert [notices.take(session) for session in ("other", "one", "one")] == [None, "saved", None]

    def test_a_bounded_number(self) -> None:
        """Those that nobody comes for do not pile up."""
        notices = Notices()
        for session in range(MOST_KEPT + 1):
            notices.leave(str(session), "saved")

        assert (notices.take("0"), notices.take("1")) == (None, "saved")
