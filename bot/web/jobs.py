"""Work that takes longer than a page may: it goes on in the background while a page looks for it every two seconds."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

Subject = TypeVar("Subject")
Outcome = TypeVar("Outcome")

MOST_EACH: Final = 4
"""Jobs of one person that are kept; older ones are stopped and forgotten."""


@dataclass(frozen=True, slots=True)
class Job(Generic[Subject, Outcome]):
    """One piece of work, and what it is about."""

    id: str
    owner: str
    """Staff id."""
    subject: Subject
    task: asyncio.Task[Outcome]

    @property
    def is_done(self) -> bool:
        return self.task.done()

    def outcome(self) -> Outcome:
        """What came of it; raises what the work raised."""
        return self.task.result()


class Jobs(Generic[Subject, Outcome]):
    """A few jobs of each person, in memory: a restart forgets them, and nothing that was kept depends on one."""

    def __init__(self) -> None:
        self._kept: dict[str, Job[Subject, Outcome]] = {}

    def begin(self, owner: str, subject: Subject, work: Coroutine[Any, Any, Outcome]) -> Job[Subject, Outcome]:
        """Start work."""
        job = Job(secrets.token_urlsafe(9), owner, subject, asyncio.create_task(work))
        job.task.add_done_callback(_look_at)
        self._kept[job.id] = job
        for old in self._of(owner)[:-MOST_EACH]:
            self.forget(old)
        return job

    def find(self, owner: str, identity: str) -> Job[Subject, Outcome] | None:
        """Somebody's job; None when it is another's, or forgotten."""
        job = self._kept.get(identity)
        return job if job is not None and job.owner == owner else None

    def running(self, owner: str) -> Job[Subject, Outcome] | None:
        """The latest of somebody's jobs that goes on, if one does."""
        return next((job for job in reversed(self._of(owner)) if not job.is_done), None)

    def forget(self, job: Job[Subject, Outcome]) -> None:
        """Stop it if it goes on."""
        self._kept.pop(job.id, None)
        job.task.cancel()

    async def close(self) -> None:
        """Stop all of them, and wait until they have."""
        for job in tuple(self._kept.values()):
            self.forget(job)
            with suppress(asyncio.CancelledError, Exception):
                await job.task

    def _of(self, owner: str) -> list[Job[Subject, Outcome]]:
        return [job for job in self._kept.values() if job.owner == owner]


def _look_at(task: asyncio.Task[Any]) -> None:
    """Take note of how a task ended: asyncio complains about errors that nobody has looked at."""
    if not task.cancelled():
        task.exception()
