"""One crash test: a crowd asks, a killer kills, and in the end somebody looks at what everybody has heard."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, Final

from telegram_double import TelegramDouble

from bot.retention import FORGETTING
from bot.storage.database import Database
from bot.storage.stores import Stores

from .crowd import Crowd
from .fleet import SECRET, TOKEN, fleet
from .outcome import Left, Outcome
from .scripts import scripts
from .verdict import Interruptions, Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .fleet import Ground
    from .replica import Replica

WARNINGS: Final = ("You may have received this answer already.", "ربما وصلك هذا الجواب من قبل.")
PATIENCE_SECONDS: Final = 120.0
"""For the next answer to anybody. A start takes 2, and a lease 5; the rest is for a machine with other things to do."""
_SOON_SECONDS: Final = 0.3
"""A kill comes within this after an answer: at any moment of what is done then."""
_UNSETTLED_SECONDS: Final = 3.0
"""A second kill comes within this after the first: at any moment of a start."""
_SECOND_KILL: Final = 0.25
"""How likely it is."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a crash test goes."""

    is_webhook: bool = False
    replicas: int = 1
    conversations: int = 52
    questions: int = 10
    """Of each conversation."""
    kills: int = 6
    troubles: int = 16
    """Calls that Telegram does not answer as it should."""
    per_second: float = 25.0
    """Questions that are asked, on average."""
    seed: int = 1


@dataclass(slots=True)
class Trial:
    """A crash test; it is run once."""

    course: Course
    ground: Ground
    kills: list[float] = field(default_factory=list)
    """Moments, in seconds since the epoch."""

    async def run(self) -> Outcome:
        """Ask, kill, wait until everything is answered, stop, and look."""
        course = self.course
        random = Random(course.seed)  # noqa: S311 - it shall be the same again
        begun = time.monotonic()
        async with (
            TelegramDouble(token=TOKEN) as telegram,
            fleet(self.ground, telegram, course.replicas, is_webhook=course.is_webhook) as replicas,
        ):
            crowd = Crowd(telegram, scripts(course.conversations, course.questions, random))
            await self._live(telegram, crowd, replicas, random)
            codes = [await replica.stop() for replica in replicas]
            seconds = time.monotonic() - begun
        return Outcome(
            name=self.name,
            questions=course.conversations * course.questions,
            gaps=sum(question.is_gap for asker in crowd.askers for question in asker.script.questions),
            kills=len(self.kills),
            seconds=seconds,
            verdict=self._verdict(crowd, replicas),
            delays=sorted(delay for asker in crowd.askers for delay in asker.delays()),
            left=await left_in(self.ground.database),
            forgettings=sum(event["duty"] == FORGETTING for one in replicas for event in one.logged("duty_done")),
            codes=codes,
            errors=[event["event"] for one in replicas for event in one.events if _is_fault(event)],
            # A kill cuts calls off in the middle; nobody made a mistake.
            refusals=[one.description for one in telegram.refusals if "ClientDisconnect" not in one.description],
        )

    @property
    def name(self) -> str:
        """Of the way it goes, in a few words."""
        course = self.course
        mode = "webhook" if course.is_webhook else "polling"
        engine = self.ground.database.partition(":")[0]
        return f"{mode}, {engine}, {course.replicas} replica{'s' * (course.replicas > 1)}, seed {course.seed}"

    async def _live(self, telegram: TelegramDouble, crowd: Crowd, replicas: Sequence[Replica], random: Random) -> None:
        course = self.course
        async with asyncio.TaskGroup() as tasks:
            watching = [replica.ended_by_itself() for replica in replicas]
            beside = [self._kill(crowd, replicas, random), self._trouble(telegram, crowd, random), *watching]
            going = [tasks.create_task(one) for one in beside]
            await asyncio.gather(crowd.ask(course.per_second, random), crowd.listen(PATIENCE_SECONDS))
            for task in going:
                task.cancel()

    async def _trouble(self, telegram: TelegramDouble, crowd: Crowd, random: Random) -> None:
        """Have Telegram refuse calls, and hang up on one that it has carried out; nothing of it is lost for good."""
        for messages in sorted(random.choices(range(crowd.messages), k=self.course.troubles)):
            await crowd.progress.reaches(messages)
            method = random.choice(("sendMessage", "sendMessage", "getUpdates"))
            match random.randrange(3):
                case 0:
                    telegram.fail_next(method, 429, "Too Many Requests: retry after 1", retry_after=1)
                case 1:
                    telegram.fail_next(method, 502, "Bad Gateway")
                case _:
                    telegram.drop_next(method, after_delivery=True)

    async def _kill(self, crowd: Crowd, replicas: Sequence[Replica], random: Random) -> None:
        """Kill so many times: while answers go out, and now and then once more in the middle of the start after it."""
        # The last tenth is left alone, so that every kill interrupts something.
        moments = sorted(random.sample(range(1, crowd.messages * 9 // 10), self.course.kills))
        for messages in moments:
            await crowd.progress.reaches(messages)
            await asyncio.sleep(random.uniform(0, _SOON_SECONDS))
            replica = random.choice(replicas)
            await self._kill_and_start(replica)
            if random.random() < _SECOND_KILL:
                await asyncio.sleep(random.uniform(0, _UNSETTLED_SECONDS))
                await self._kill_and_start(replica)

    async def _kill_and_start(self, replica: Replica) -> None:
        if len(self.kills) < self.course.kills:
            await replica.kill()
            self.kills.append(time.time())
            await replica.start()

    def _verdict(self, crowd: Crowd, replicas: Sequence[Replica]) -> Verdict:
        lost = [event["time"] for replica in replicas for event in replica.logged("claim_lost")]
        interruptions = Interruptions(self.kills, [datetime.fromisoformat(time).timestamp() for time in lost])
        verdict = Verdict()
        for asker in crowd.askers:
            asker.catch_up()
            verdict += judge(asker.script, asker.heard, interruptions, WARNINGS)
        return verdict


def _is_fault(event: Mapping[str, Any]) -> bool:
    # A machine with other things to do keeps a process from its lease now and then, which has to be no harm.
    return event["level"] == "error" and event["event"] not in {"lease_not_renewed", "lease_not_taken"}


async def left_in(url: str) -> Left:
    """What stands in a database, and whether it is sound."""
    today = datetime.now(UTC).date()
    async with Database(url) as database:
        stores = Stores.on(database, SECRET.encode())
        backlog = await stores.inbox.backlog()
        tallies = await stores.tallies.between(today - timedelta(days=1), today)
        groups = await stores.gaps.groups()
    return Left(
        waiting=backlog.events,
        counted=sum(tallies.values()),
        noted=sum(group.times for group in groups),
        damage=_damage(url),
    )


def _damage(url: str) -> str:
    """What SQLite finds wrong with its file. PostgreSQL looks at its own when it starts."""
    if not url.startswith("sqlite"):
        return ""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        found = [*database.execute("PRAGMA integrity_check"), *database.execute("PRAGMA foreign_key_check")]
    return "" if found == [("ok",)] else str(found[:3])
