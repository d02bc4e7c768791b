"""`sanad run` as a process, against a double of Telegram: from SIGTERM to SIGTERM."""

from __future__ import annotations

import asyncio
import json
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import pytest
from bot_floor.installation import COMMAND, Installation
from telegram_double import TelegramDouble

from bot.serving import stopping
from handlers import keeping
from handlers.remembering import REMEMBERED
from handlers.wording import load_words
from knowledge.schema import Language

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from telegram_double import Message, Person

    from handlers.wording import Words

TOKEN: Final = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345"  # what a token looks like; it opens nothing
HOW_MANY: Final = "How many members does the Global Coalition have?"
HOW_MANY_ARABIC: Final = "كم عدد أعضاء التحالف الدولي؟"
POISON: Final[dict[str, object]] = {"message": {"message_id": "x", "text": "secret words", "chat": 5}}
PATIENCE_SECONDS: Final = 45.0


class Service:
    """A bot that is started and stopped as an operator does it; everything it writes is kept."""

    def __init__(self, installation: Installation, address: str) -> None:
        self._environment = installation.whole_environment(
            {"SANAD_TELEGRAM_TOKEN": TOKEN, "SANAD_TELEGRAM_API": address}
        )
        self._log = installation.home / "output"
        self._process: Process | None = None

    async def start(self) -> None:
        with self._log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                COMMAND, "run", stdout=output, stderr=output, env=self._environment, cwd=self._log.parent
            )

    def signal(self, number: signal.Signals) -> None:
        """Ask it to stop, and go on at once."""
        assert self._process is not None
        self._process.send_signal(number)

    async def end(self) -> int:
        """Wait for the end; the exit code."""
        assert self._process is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._process.wait()

    async def stop(self) -> int:
        """Send SIGTERM and wait for the end; the exit code."""
        self.signal(signal.SIGTERM)
        return await self.end()

    async def clean_up(self) -> None:
        """Leave no process behind."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    @property
    def output(self) -> str:
        """All that was written so far, by every start."""
        return self._log.read_text(encoding="utf-8")

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.output.splitlines()]


@pytest.fixture(scope="module")
def words() -> Mapping[Language, Words]:
    return load_words()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    """Telegram, which has nothing to complain about when the test ends."""
    async with TelegramDouble(token=TOKEN) as double:
        yield double
        # A stop cuts the long poll off, now and then before the double has read the whole call; nobody made a mistake.
        refusals = [refusal for refusal in double.refusals if "ClientDisconnect" not in refusal.description]
    assert refusals == []


@asynccontextmanager
async def watched(service: Service) -> AsyncIterator[Service]:
    """A bot of which, whatever it went through, its token stands in no line that it wrote."""
    yield service
    await service.clean_up()
    assert [line for line in service.output.splitlines() if TOKEN in line or "Traceback" in line] == []


@pytest.fixture
async def service(telegram: TelegramDouble, installation: Installation) -> AsyncIterator[Service]:
    """The bot, not yet started."""
    async with watched(Service(installation, telegram.base_address)) as service:
        yield service


@pytest.fixture
async def shipped_service(
    telegram: TelegramDouble, tmp_path: Path, cache: Path, shipped: Path
) -> AsyncIterator[Service]:
    """The bot with the shipped knowledge, not yet started."""
    async with watched(Service(Installation(tmp_path, cache, shipped), telegram.base_address)) as service:
        yield service


@pytest.fixture
def laila(telegram: TelegramDouble) -> Person:
    return telegram.person(42, "Laila", "ar", started=True)


@pytest.fixture
def omar(telegram: TelegramDouble) -> Person:
    return telegram.person(7, "Omar", "en-GB", started=True)


async def next_of(person: Person) -> Message:
    """The next message to a person; the first one may have to wait for the start."""
    return await person.next_message(PATIENCE_SECONDS)


async def until_called(telegram: TelegramDouble, method: str) -> None:
    """Wait for the first call of a method."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not telegram.calls_to(method):  # noqa: ASYNC110 - the double tells nobody
            await asyncio.sleep(0.01)


async def test_text_and_command_in_both_languages(
    shipped_service: Service, omar: Person, laila: Person, words: Mapping[Language, Words]
) -> None:
    """As shipped it answers a question in its language with its source, a command in that of the person's Telegram."""
    await shipped_service.start()
    for text in (HOW_MANY, "/privacy"):
        await omar.say(text)
    for text in (HOW_MANY_ARABIC, "/privacy"):
        await laila.say(text)
    english, english_privacy = [await next_of(omar) for _ in range(2)]
    arabic, arabic_privacy = [await next_of(laila) for _ in range(2)]
    code = await shipped_service.stop()

    assert "90 members" in english.text
    assert "\nSources\n" in english.text
    assert "90" in arabic.text
    assert "\nالمصادر\n" in arabic.text
    assert english_privacy.text.startswith(keeping.privacy(words[Language.ENGLISH], REMEMBERED)[:40])
    assert arabic_privacy.text.startswith(keeping.privacy(words[Language.ARABIC], REMEMBERED)[:20])
    assert code == 0


async def test_restart(
    service: Service, omar: Person, telegram: TelegramDouble, words: Mapping[Language, Words]
) -> None:
    """After a restart a short question is understood with the one before it, and an earlier button opens its list."""
    await service.start()
    await omar.say("/topics")
    topics = await next_of(omar)
    await omar.say(HOW_MANY)
    await next_of(omar)
    first_code = await service.stop()
    await service.start()
    await omar.say("and in 2019?")
    continued = await next_of(omar)
    [topic, *_] = topics.buttons
    await omar.press(topic.label)
    opened = await next_of(omar)
    second_code = await service.stop()

    assert "2019" in continued.text
    assert "members" in continued.text
    assert opened.text == words[Language.ENGLISH].topic_intro.format(topic=topic.label)
    assert len(telegram.calls_to("answerCallbackQuery")) == 1
    assert (first_code, second_code) == (0, 0)


async def test_telegram_in_trouble(service: Service, omar: Person, laila: Person, telegram: TelegramDouble) -> None:
    """429, 5xx and an update that cannot be parsed cost time, and neither lose nor repeat an answer."""
    telegram.fail_next("getMe", 502, "Bad Gateway")
    telegram.fail_next("getUpdates", 500, "Internal Server Error")
    telegram.fail_next("getUpdates", 429, "Too Many Requests: retry after 1", retry_after=1)
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    telegram.fail_next("sendMessage", 503, "Service Unavailable")
    await omar.say(HOW_MANY)
    number = telegram.push_raw(POISON)
    await laila.say(HOW_MANY_ARABIC)
    await service.start()
    await next_of(omar)
    await next_of(laila)
    code = await service.stop()

    assert telegram.unused_faults == ()
    assert (len(omar.messages), len(laila.messages), telegram.pending_updates, code) == (1, 1, (), 0)
    assert {"polling_failed", "call_repeated"} <= {event["event"] for event in service.events}
    assert [event["update"] for event in service.events if event["event"] == "update_unreadable"] == [number]
    assert "secret words" not in service.output


async def test_stop_while_messages_wait(
    service: Service, omar: Person, laila: Person, telegram: TelegramDouble
) -> None:
    """What was received before SIGTERM is answered before the end, what came later by the next start; all once."""
    for _ in range(4):
        await omar.say(HOW_MANY)
    for _ in range(3):
        await laila.say(HOW_MANY_ARABIC)
    telegram.delay_next("sendMessage", 0.5, times=2)
    await service.start()
    await until_called(telegram, "sendMessage")
    service.signal(signal.SIGTERM)
    answered_at_sigterm = len(omar.messages) + len(laila.messages)
    first_code = await service.end()
    answered_by_the_first = (len(omar.messages), len(laila.messages))
    await laila.say(HOW_MANY_ARABIC)
    await service.start()
    for _ in range(4):
        await next_of(laila)
    second_code = await service.stop()

    assert answered_at_sigterm < 7
    assert answered_by_the_first == (4, 3)
    assert (len(omar.messages), len(laila.messages)) == (4, 4)
    assert telegram.pending_updates == ()
    assert (first_code, second_code) == (0, 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_what_is_a_stop(number: signal.Signals) -> None:
    """The operator's Ctrl-C ends the bot as SIGTERM does."""
    stop = stopping()
    signal.raise_signal(number)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await stop.wait()

    assert stop.is_set()
