"""`sanad run` behind a webhook, as a process: one server for Telegram and the console, another for whoever watches."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from dataclasses import dataclass
from subprocess import DEVNULL
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest
from telegram_double import TelegramDouble

from bot.cli import TO_BE_MENDED
from bot.telegram.registration import secret_token

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from subprocess import Popen

    from bot_floor.installation import Installation
    from telegram_double import Person

TOKEN: Final = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345"  # what a token looks like; it opens nothing
SECRET: Final = "a secret of the tests"
HOW_MANY: Final = "How many members does the Coalition have?"
PATIENCE_SECONDS: Final = 45.0


def free_address() -> str:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return f"127.0.0.1:{probe.getsockname()[1]}"


@dataclass
class Served:
    """A bot behind a webhook, which is started and stopped as an operator does it."""

    installation: Installation
    telegram: TelegramDouble
    web: str
    health: str
    http: httpx.AsyncClient
    process: Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.installation.home / "log"

    @property
    def events(self) -> list[dict[str, Any]]:
        """What was logged."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line[0] == "{"]

    def begin(self) -> None:
        """Start, and go on at once."""
        settings = {
            "SANAD_TELEGRAM_TOKEN": TOKEN,
            "SANAD_TELEGRAM_API": self.telegram.base_address,
            "SANAD_SECRET": SECRET,
            "SANAD_WEB": self.web,
            "SANAD_WEBHOOK": f"http://{self.web}/telegram",
            "SANAD_HEALTH": self.health,
        }
        with self.log.open("ab") as log:
            self.process = self.installation.start(
                "run", stdin=DEVNULL, stdout=log.fileno(), stderr=log.fileno(), more=settings
            )

    async def start(self) -> None:
        """Start, and return when it is ready."""
        self.begin()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self.status(self.health, "readyz") != 200:  # noqa: ASYNC110 - it is another process
                await asyncio.sleep(0.05)

    async def end(self) -> int:
        """Wait for the end; the exit code."""
        assert self.process is not None
        return await asyncio.to_thread(self.process.wait, PATIENCE_SECONDS)

    async def stop(self) -> int:
        """Stop it, as a service manager does; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return await self.end()

    async def status(self, server: str, page: str) -> int:
        """How a page is answered; 0 where nobody listens."""
        try:
            return (await self.get(server, page)).status_code
        except httpx.TransportError:
            return 0

    async def measures_at_rest(self) -> list[str]:
        """What monitors read once nothing waits any more: an event is done a moment after its answer has arrived."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while "sanad_inbox_waiting 0.0" not in (lines := await self._measures()):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.1)
        return lines

    async def _measures(self) -> list[str]:
        return (await self.get(self.health, "metrics")).text.splitlines()

    async def get(self, server: str, page: str) -> httpx.Response:
        return await self.http.get(f"http://{server}/{page}")


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    """Telegram, which has nothing to complain about when the test ends."""
    async with TelegramDouble(token=TOKEN) as double:
        yield double
    assert double.refusals == ()


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=5) as client:
        yield client


@pytest.fixture
async def bot(telegram: TelegramDouble, installation: Installation, http: httpx.AsyncClient) -> AsyncIterator[Served]:
    """The bot, not yet started; whatever it went through, no line of its log holds a secret."""
    served = Served(installation, telegram, free_address(), free_address(), http)
    yield served
    if served.process is not None and served.process.poll() is None:
        served.process.kill()
        await served.end()
    output = served.log.read_text(encoding="utf-8")
    assert [secret for secret in (TOKEN, SECRET, secret_token(SECRET.encode()), "Traceback") if secret in output] == []


@pytest.fixture
def omar(telegram: TelegramDouble) -> Person:
    return telegram.person(7, "Omar", "en-GB", started=True)


async def test_life(bot: Served, omar: Person, installation: Installation) -> None:
    """It answers what is pushed, tells monitors how it is, shows staff the console, and ends in good order."""
    await omar.say(HOW_MANY)
    await bot.start()
    message = await omar.next_message(PATIENCE_SECONDS)
    pages = ("healthz", "readyz", "metrics", "gaps", "telegram")
    public = {page: await bot.status(bot.web, page) for page in pages}
    watched = {page: await bot.status(bot.health, page) for page in pages}
    measures = await bot.measures_at_rest()
    health = installation.start("health", stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
    alive = await asyncio.to_thread(health.wait, PATIENCE_SECONDS)
    code = await bot.stop()

    assert "90 members" in message.text
    assert public == {"healthz": 200, "readyz": 200, "metrics": 404, "gaps": 404, "telegram": 405}
    assert watched == {"healthz": 200, "readyz": 200, "metrics": 200, "gaps": 404, "telegram": 404}
    assert {
        'sanad_replies_total{kind="answer",language="en"} 1.0',
        'sanad_events_total{outcome="new"} 1.0',
        'sanad_sends_total{outcome="sent"} 1.0',
        "sanad_reply_seconds_count 1.0",
        "sanad_release 1.0",
    } <= set(measures)
    assert {"process_resident_memory_bytes", "sanad_webhook_pending"} <= {line.partition(" ")[0] for line in measures}
    assert (alive, code) == (0, 0)
    assert {"webhook_started", "webhook_set", "webhook_stopped"} <= {event["event"] for event in bot.events}


async def test_refused_token(bot: Served, telegram: TelegramDouble) -> None:
    """A token that Telegram does not know ends the run for good, with one sentence behind the log."""
    telegram.fail_next("getMe", 401, "Unauthorized")
    bot.begin()
    code = await bot.end()

    assert code == TO_BE_MENDED
    assert bot.log.read_text(encoding="utf-8").splitlines()[-1].startswith("the token is refused by Telegram")
