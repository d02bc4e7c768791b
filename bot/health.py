"""How this process is doing: for whoever balances load over it, restarts it or watches it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from bot import logs
from bot.heartbeat import OLDEST
from bot.replicas import CLOCKS_APART
from bot.telegram.polling import POLLER
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.following import Failure
    from bot.inbox import Backlog
    from bot.storage.stores import Stores
    from handlers.ports import Clock

_LOG: Final = logging.getLogger(__name__)

PATIENCE: Final = 1.0
"""Seconds that the database may take to answer."""
FRESH: Final = timedelta(seconds=1)
"""How long what was seen holds good, however many ask."""
LONG_WAIT: Final = timedelta(minutes=2)
"""Of an event: longer than a restart takes, and than Telegram mostly asks to wait."""


class State(StrEnum):
    """How something is."""

    WELL = "well"
    DOUBTFUL = "doubtful"
    """Somebody should look at it; this process goes on serving."""
    FAILED = "failed"
    """This process is not ready."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing is."""

    name: str
    state: State
    keys: Mapping[str, float | str | None] = field(default_factory=dict)
    """What was measured; nothing of what people wrote, nor who they are."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the database says of all processes together."""

    leases: Mapping[str, str]
    """Who holds each."""
    backlog: Backlog
    clock_ahead: timedelta = timedelta()
    """By how much the database's clock is ahead of this machine's."""


async def shared(stores: Stores, clock: Clock) -> Shared:
    """Ask the database.

    Raises:
        StorageError: it did not answer.
    """
    leases = await stores.leases.held(at=clock.now())
    return Shared(leases, await stores.inbox.backlog(), await stores.clock_ahead(clock))


class Served(Protocol):
    """What is known of the release that this process serves."""

    @property
    def release(self) -> int:
        """Its number; 0 for none."""
        ...

    @property
    def failure(self) -> Failure | None:
        """Why another one is not served instead."""
        ...

    @property
    def lag(self) -> timedelta | None:
        """From its publication to its first reply."""
        ...


@dataclass(slots=True)
class Contact:
    """When Telegram last said that updates come here: by a fetch, or by naming our webhook."""

    clock: Clock
    also: Callable[[], None]
    """Is told of it, too."""
    at: datetime | None = None

    def heard(self) -> None:
        """It has just said so."""
        self.at = self.clock.now()
        self.also()

    def seconds(self, now: datetime) -> float | None:
        """How long ago that was; None for never."""
        return (now - self.at).total_seconds() if self.at is not None else None


@dataclass(frozen=True, slots=True)
class Report:
    """How everything was at a moment."""

    at: datetime
    findings: Sequence[Finding]
    shared: Shared | None = None
    """None when the database did not answer."""

    @property
    def is_ready(self) -> bool:
        """Whether this process can be relied on."""
        return not self.failed

    @property
    def failed(self) -> Sequence[str]:
        """The names of what keeps it from being ready."""
        return tuple(finding.name for finding in self.findings if finding.state is State.FAILED)


@dataclass(slots=True)
class Health:
    """Looks at this process when somebody asks."""

    replica: str
    """The id of this process."""
    ask_database: Callable[[], Awaitable[Shared]]
    served: Served
    contact: Contact
    stop: asyncio.Event
    """Set when the process is to end: then it is not ready any more."""
    patience: float = PATIENCE
    latest: Report | None = None
    """What was seen last."""
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self) -> Report:
        """How everything is; or how it was a moment ago, if somebody has just asked."""
        async with self._looking:
            now = self.contact.clock.now()
            if self.latest is not None and abs(now - self.latest.at) < FRESH:
                return self.latest
            report = await self._report(now)
            _tell_change(self.latest, report)
            self.latest = report
            return report

    async def _report(self, now: datetime) -> Report:
        shared, database = await self._database()
        findings = [_process(self.stop), database, _release(self.served), self._telegram(shared, now)]
        if shared is not None:
            findings += [_inbox(shared.backlog, now), _clock(shared.clock_ahead)]
        return Report(now, tuple(findings), shared)

    async def _database(self) -> tuple[Shared | None, Finding]:
        try:
            async with asyncio.timeout(self.patience):
                return await self.ask_database(), Finding("database", State.WELL)
        except (SanadError, TimeoutError) as error:
            return None, Finding("database", State.FAILED, {"error": type(error).__name__})

    def _telegram(self, shared: Shared | None, now: datetime) -> Finding:
        seconds = self.contact.seconds(now)
        if seconds is not None and seconds <= OLDEST.total_seconds():
            return Finding("telegram", State.WELL, {"heard_seconds_ago": seconds})
        fetches_itself = shared is None or shared.leases.get(POLLER, self.replica) == self.replica
        state = State.FAILED if fetches_itself else State.WELL
        return Finding("telegram", state, {"heard_seconds_ago": seconds})


def _process(stop: asyncio.Event) -> Finding:
    return Finding("process", State.FAILED if stop.is_set() else State.WELL)


def _release(served: Served) -> Finding:
    if not served.release:
        return Finding("release", State.FAILED, {"number": 0})
    if served.failure is not None:
        return Finding("release", State.DOUBTFUL, {"number": served.release, "stuck": served.failure.release})
    return Finding("release", State.WELL, {"number": served.release})


def _inbox(backlog: Backlog, now: datetime) -> Finding:
    oldest = now - backlog.oldest if backlog.oldest is not None else timedelta()
    state = State.DOUBTFUL if oldest > LONG_WAIT else State.WELL
    return Finding("inbox", state, {"waiting": backlog.events, "oldest_seconds": oldest.total_seconds()})


def _clock(databases_ahead: timedelta) -> Finding:
    state = State.DOUBTFUL if abs(databases_ahead) > CLOCKS_APART else State.WELL
    return Finding("clock", state, {"ahead_seconds": -databases_ahead.total_seconds()})


def _tell_change(before: Report | None, report: Report) -> None:
    if not report.is_ready and (before is None or before.failed != report.failed):
        logs.event(_LOG, "not_ready", level=logging.WARNING, failed=", ".join(report.failed))
    elif report.is_ready and before is not None and not before.is_ready:
        logs.event(_LOG, "ready_again")
