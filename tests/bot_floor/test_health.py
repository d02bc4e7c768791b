"""How a process is: what keeps it from being ready, what is merely doubtful, and what the pages tell of it to whom."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import httpx
import pytest
from starlette.applications import Starlette

from bot import gauges
from bot.following import Failure
from bot.health import FRESH, LONG_WAIT, Contact, Health, Shared, State
from bot.heartbeat import OLDEST
from bot.inbox import Backlog
from bot.metrics import Metrics
from bot.monitoring import monitor, signs
from bot.replicas import CLOCKS_APART
from bot.storage.errors import StorageError
from bot.telegram.polling import POLLER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.types import ASGIApp

NOON: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)
HERE: Final = "this-process"
THERE: Final = "another-process"


@dataclass
class Clock:
    """Stands still unless it is put forward."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment


@dataclass
class Served:
    """A release that is served."""

    release: int = 3
    failure: Failure | None = None
    lag: timedelta | None = None


class Idle:
    """Answers nothing now."""

    in_progress = 0


@dataclass
class Process:
    """A process and its surroundings; everything is well unless something is changed."""

    clock: Clock = field(default_factory=Clock)
    served: Served = field(default_factory=Served)
    shared: Shared | Exception = field(default_factory=lambda: Shared({POLLER: HERE, HERE: HERE}, Backlog(0, None)))
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0
    signs: int = 0

    def __post_init__(self) -> None:
        self.contact = Contact(self.clock, self._note)
        self.contact.heard()
        self.health = Health(HERE, self._ask, self.served, self.contact, self.stop)

    def _note(self) -> None:
        self.signs += 1

    async def _ask(self) -> Shared:
        self.asked += 1
        if isinstance(self.shared, Exception):
            raise self.shared
        return self.shared

    async def states(self) -> Mapping[str, State]:
        return {finding.name: finding.state for finding in (await self.health.look()).findings}


@pytest.fixture
def process() -> Process:
    return Process()


@asynccontextmanager
async def asking(application: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """A client of some pages."""
    directly = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=directly, base_url="http://here") as client:
        yield client


async def test_all_is_well(process: Process) -> None:
    """A process that has a database, a release and Telegram is ready."""
    states = await process.states()

    assert set(states) == {"process", "database", "release", "telegram", "inbox", "clock"}
    assert set(states.values()) == {State.WELL}


async def test_stopping(process: Process) -> None:
    """A process that is to end is not ready any more, so that nothing new is sent its way."""
    process.stop.set()

    assert (await process.health.look()).failed == ("process",)


async def test_database_that_fails(process: Process) -> None:
    """Without the database a process is not ready; of the failure only its kind is told."""
    process.shared = StorageError("the disk is full")
    report = await process.health.look()
    [database] = [finding for finding in report.findings if finding.name == "database"]

    assert report.failed == ("database",)
    assert database.keys == {"error": "StorageError"}


async def test_database_that_hangs(process: Process) -> None:
    """A database that does not answer is not waited for."""
    never = asyncio.Event()

    async def ask() -> Shared:
        await never.wait()
        raise AssertionError

    process.health.ask_database, process.health.patience = ask, 0.01
    report = await process.health.look()

    assert report.failed == ("database",)


async def test_no_release(process: Process) -> None:
    """Nothing can be answered without a release."""
    process.served.release = 0

    assert (await process.health.look()).failed == ("release",)


async def test_release_that_cannot_be_taken_over(process: Process) -> None:
    """A later release that cannot be built is a matter for staff; the one before it serves on."""
    process.served.failure = Failure(4, "some reason", NOON)

    assert (await process.states())["release"] is State.DOUBTFUL
    assert (await process.health.look()).is_ready


@pytest.mark.parametrize(
    ("ago", "leases", "failed"),
    [
        (OLDEST, {POLLER: HERE}, ()),
        (OLDEST + SECOND, {POLLER: HERE}, ("telegram",)),
        (OLDEST + SECOND, {}, ("telegram",)),
        (OLDEST + SECOND, {POLLER: THERE}, ()),
    ],
    ids=["recent", "old", "nobody polls", "another polls"],
)
async def test_contact_with_telegram(
    process: Process, ago: timedelta, leases: Mapping[str, str], failed: tuple[str, ...]
) -> None:
    """Telegram was heard within two minutes, unless it is another process that fetches."""
    process.clock.moment += ago
    process.shared = Shared(leases, Backlog(0, None))

    assert (await process.health.look()).failed == failed


async def test_never_heard(process: Process) -> None:
    """A process that has not heard from Telegram yet is not ready yet."""
    process.contact.at = None

    assert (await process.health.look()).failed == ("telegram",)


async def test_event_that_waits_long(process: Process) -> None:
    """An event that waits for long is doubtful: others may be served all the same."""
    process.shared = Shared({}, Backlog(1, NOON - LONG_WAIT - SECOND))

    assert (await process.states())["inbox"] is State.DOUBTFUL
    assert (await process.health.look()).is_ready


@pytest.mark.parametrize("sign", [1, -1])
async def test_clocks_that_differ(process: Process, sign: int) -> None:
    """A clock that is not the database's is doubtful, whichever of the two is ahead."""
    process.shared = Shared({}, Backlog(0, None), sign * (CLOCKS_APART + SECOND))

    assert (await process.states())["clock"] is State.DOUBTFUL


async def test_many_who_ask(process: Process) -> None:
    """However many ask within a second, the database is asked once."""
    await asyncio.gather(*(process.health.look() for _ in range(100)))
    asked_at_once = process.asked
    process.clock.moment += FRESH
    await process.health.look()

    assert (asked_at_once, process.asked) == (1, 2)


async def test_change_is_logged_once(process: Process, caplog: pytest.LogCaptureFixture) -> None:
    """That it is not ready any more is logged with what fails, and that it is again; not every look at it."""
    caplog.set_level(logging.INFO, "bot")
    for moment, stands_still in enumerate([True, False, False, True, True]):
        process.clock.moment = NOON + moment * FRESH
        process.served.release = 3 if stands_still else 0
        await process.health.look()

    assert [record.getMessage() for record in caplog.records] == ["not_ready", "ready_again"]
    assert caplog.records[0].__dict__["sanad_keys"] == {"failed": "release"}


async def test_pages_of_the_monitor(process: Process) -> None:
    """Whoever watches reads every check with what was measured, and all measures."""
    metrics = Metrics()
    gauges.show(process.health, Idle(), metrics)
    process.shared = Shared({POLLER: HERE, HERE: HERE, THERE: THERE}, Backlog(5, NOON - SECOND), -SECOND)
    async with asking(monitor(process.health, metrics)) as client:
        alive, ready, measures = [await client.get(f"/{page}") for page in ("healthz", "readyz", "metrics")]
    checks = {check["name"]: check for check in ready.json()["checks"]}

    assert (alive.status_code, ready.status_code, measures.status_code) == (200, 200, 200)
    assert checks["inbox"] == {"name": "inbox", "state": "well", "keys": {"waiting": 5, "oldest_seconds": 1.0}}
    assert {
        "sanad_ready 1.0",
        "sanad_release 3.0",
        "sanad_inbox_waiting 5.0",
        "sanad_inbox_oldest_seconds 1.0",
        "sanad_replicas 2.0",
        "sanad_poller 1.0",
        "sanad_clock_ahead_seconds 1.0",
        "sanad_contact_seconds 0.0",
        "sanad_release_stuck 0.0",
    } <= set(measures.text.splitlines())


async def test_not_ready(process: Process) -> None:
    """A process that is not ready is alive, and says 503 to whoever asks for more."""
    process.shared = StorageError("postgresql://somebody:secret@host")
    async with asking(monitor(process.health, Metrics())) as client:
        alive, ready = await client.get("/healthz"), await client.get("/readyz")

    assert (alive.status_code, ready.status_code) == (200, 503)
    assert ready.json()["ready"] is False
    assert "secret" not in json.dumps(ready.json())


async def test_pages_for_anybody(process: Process) -> None:
    """The public learns whether it is ready, and nothing else."""
    async with asking(Starlette(routes=[*signs(process.health)])) as client:
        ready = await client.get("/readyz")
        process.clock.moment += FRESH
        process.stop.set()
        stopping = await client.get("/readyz")
        alive, measures = await client.get("/healthz"), await client.get("/metrics")

    assert [(answer.status_code, answer.text) for answer in (ready, stopping, alive)] == [
        (200, "ready"),
        (503, "not ready"),
        (200, "alive"),
    ]
    assert measures.status_code == 404


async def test_measures_without_the_database(process: Process) -> None:
    """Measures can be read while the database is away; what it would tell is not known."""
    metrics = Metrics()
    gauges.show(process.health, Idle(), metrics)
    process.shared = StorageError("the disk is full")
    async with asking(monitor(process.health, metrics)) as client:
        measures = (await client.get("/metrics")).text.splitlines()

    assert {"sanad_ready 0.0", "sanad_inbox_waiting NaN", "sanad_replicas NaN", "sanad_poller 0.0"} <= set(measures)
