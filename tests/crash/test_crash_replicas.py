"""Two replicas on PostgreSQL under load: one is lost, and a release is published."""

from __future__ import annotations

import asyncio
import shutil
import time
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import cycle
from random import Random
from typing import TYPE_CHECKING, Final

import pytest
from telegram_double import TelegramDouble

from bot.library_cache import cached_library
from bot.rounds import meanwhile
from bot.storage.database import Database
from bot.storage.stores import Stores
from crash.crowd import Crowd
from crash.fleet import SECRET, TOKEN, Ground, fleet
from crash.scripts import scripts
from crash.trial import PATIENCE_SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from pathlib import Path

    from telegram_double import Person

    from crash.replica import Replica
    from handlers.releases import Release

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

TAKEN_OVER_SECONDS: Final = 5.0
"""On a machine with little else to do; where there is more, whatever it keeps this process waiting is added."""
A_MOMENT: Final = 0.05
BETWEEN_QUESTIONS: Final = 0.3


@pytest.fixture
def ground(tmp_path: Path, postgres_url: str, knowledge: Path, cache: Path) -> Ground:
    return Ground(tmp_path, postgres_url, knowledge, cache, is_warm=True)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble(token=TOKEN) as double:
        yield double


@asynccontextmanager
async def poller_and_other(ground: Ground, telegram: TelegramDouble) -> AsyncIterator[tuple[Replica, Replica]]:
    """Two replicas at work: the one that polls, and the one that stands by."""
    async with fleet(ground, telegram, 2, is_webhook=False) as (one, other):
        began = [await replica.settled() for replica in (one, other)]
        assert sorted(began) == ["polling_started", "standing_by"]
        yield (one, other) if began[0] == "polling_started" else (other, one)


async def test_lost_replica(ground: Ground, telegram: TelegramDouble) -> None:
    """Of two replicas the one that polls is lost under load, and never comes back; the other answers everybody."""
    random = Random(5)  # noqa: S311 - it shall be the same again
    crowd = Crowd(telegram, scripts(40, 4, random))
    async with poller_and_other(ground, telegram) as (poller, other):
        asking = asyncio.gather(crowd.ask(12.0, random), crowd.listen(PATIENCE_SECONDS))
        await crowd.progress.reaches(crowd.messages // 3)
        await poller.kill()
        await asking
        code = await other.stop()
    answered = [delay for asker in crowd.askers for delay in asker.delays()]

    assert (len(answered), code) == (160, 0)


async def test_release_on_both(ground: Ground, telegram: TelegramDouble) -> None:
    """What is published beside two replicas under load is served by both within five seconds."""
    changed = with_91_members(ground)
    async with fleet(ground, telegram, 2, is_webhook=True) as replicas:
        for replica in replicas:
            await replica.settled()
        readers = Readers(telegram)
        async with meanwhile(readers.ask_for_ever()):
            await replicas[0].verb("knowledge", "import", str(changed))
            code = await replicas[0].verb("knowledge", "publish", str((await latest(ground)).number), "--force")
            published = (await latest(ground)).published_at
            assert published is not None
            async with stalls() as stalled:
                taken_over = [await replica.logs("release_taken_over") for replica in replicas]
            await asyncio.sleep(10 * BETWEEN_QUESTIONS)
        for replica in replicas:
            await replica.stop()
    moments = [datetime.fromisoformat(event["time"]) for event in taken_over]
    late = [text for asked, text in readers.answers() if asked > max(moments).timestamp()]

    assert code == 0
    assert (max(moments) - published).total_seconds() < TAKEN_OVER_SECONDS + sum(stalled)
    assert [text for text in late if "91 members" not in text] == []
    assert len(late) > 5


@asynccontextmanager
async def stalls() -> AsyncIterator[Sequence[float]]:
    """Seconds by which this process, which has next to nothing to do, is late each time that it wants to go on."""
    found: list[float] = []

    async def look() -> None:
        while True:
            begun = time.monotonic()
            await asyncio.sleep(A_MOMENT)
            found.append(time.monotonic() - begun - A_MOMENT)

    async with meanwhile(look()):
        yield found


class Readers:
    """People who ask the same again and again, each in turn."""

    def __init__(self, telegram: TelegramDouble) -> None:
        self._readers = [telegram.person(101 + number, "Reader", "en", started=True) for number in range(20)]
        self._asked: list[tuple[Person, float]] = []

    async def ask_for_ever(self) -> None:
        for reader in cycle(self._readers):
            self._asked.append((reader, time.time()))
            await reader.say("How many members does the Coalition have?")
            await asyncio.sleep(BETWEEN_QUESTIONS)

    def answers(self) -> Iterator[tuple[float, str]]:
        """When each question was asked, and what was answered."""
        for reader in self._readers:
            asked = [at for one, at in self._asked if one is reader]
            yield from zip(asked, (message.text for message in reader.messages), strict=True)


def with_91_members(ground: Ground) -> Path:
    """The knowledge of the ground, in which one number is another, with its library as an examination leaves it.

    That of the command line itself stops before it builds one: of so small a knowledge it finds much to complain about.
    """
    folder = shutil.copytree(ground.knowledge, ground.home / "changed")
    entries = folder / "entries" / "entries.yaml"
    entries.write_text(entries.read_text(encoding="utf-8").replace("90 members", "91 members"), encoding="utf-8")
    like = cached_library(ground.knowledge, ground.cache / "sanad")
    cached_library(folder, ground.cache / "sanad", like=like)
    return folder


async def latest(ground: Ground) -> Release:
    """The release that was handed in last."""
    async with Database(ground.database) as database:
        [release] = await Stores.on(database, SECRET.encode()).releases.history(limit=1)
    return release
