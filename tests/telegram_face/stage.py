"""Sanad on a double of Telegram: it can be stopped and started again, as a process is."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bot.storage.memory import MemorySessions
from bot.storage.stores import Stores
from bot.telegram.client import TelegramClient
from bot.telegram.polling import Pace, run_polling
from bot.telegram.reception import Reception
from handlers import privacy
from handlers.conversation import Conversation
from handlers.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from telegram_double import TelegramDouble

    from bot.telegram.staff.office import Office
    from handlers.library import Library
    from handlers.model import Session
    from handlers.wording import Words
    from knowledge.schema import Language

SECRET: Final = b"a secret of the tests"
HASTE: Final = Pace(long_poll=5, first_pause=0.01, longest_pause=0.05, drain=5.0)
HOW_MANY: Final = "How many members does the Coalition have?"
HOW_MANY_ARABIC: Final = "كم عدد أعضاء التحالف؟"


class UtcClock:
    """The port `Clock`."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SlowSessions(MemorySessions):
    """Sessions that keep some conversations waiting, and break others."""

    def __init__(self) -> None:
        super().__init__()
        self._gates: dict[str, asyncio.Event] = {}
        self._broken: dict[str, Exception] = {}
        self.loading = 0
        """Conversations that wait at their gates."""

    def hold(self, conversation: str) -> asyncio.Event:
        """Let nothing through in a conversation until the returned gate is opened."""
        key = privacy.conversation_key(conversation, secret=SECRET)
        return self._gates.setdefault(key, asyncio.Event())

    def break_once(self, conversation: str, error: Exception) -> None:
        """Fail the next turn of a conversation."""
        self._broken[privacy.conversation_key(conversation, secret=SECRET)] = error

    async def load(self, key: str, *, turn_since: datetime) -> Session:
        if key in self._broken:
            raise self._broken.pop(key)
        if key in self._gates:
            self.loading += 1
            await self._gates[key].wait()
            self.loading -= 1
        return await super().load(key, turn_since=turn_since)


class Stage:
    """One bot, started any number of times; every start has new objects throughout, but for what was received."""

    def __init__(self, telegram: TelegramDouble, library: Library, words: Mapping[Language, Words]) -> None:
        self.telegram = telegram
        self.library = library
        self.words = words
        self.sessions = SlowSessions()
        self.stores = Stores.in_memory()
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    @property
    def client(self) -> TelegramClient:
        """A new client of the double."""
        return self.client_of(self.telegram.base_address)

    def client_of(self, address: str) -> TelegramClient:
        """A new client of whatever is at an address."""
        return TelegramClient(self.telegram.token, address, patience=1.0)

    def conversation(self) -> Conversation:
        """A conversation without any memory of earlier ones."""
        kept = self.stores
        return Conversation(Shelf(self.library), self.sessions, kept.gaps, kept.votes, kept.tallies, UtcClock(), SECRET)

    def office(self, client: TelegramClient) -> Office | None:  # noqa: ARG002 - others have staff
        """Where staff work; here there is none."""
        return None

    def reception(self) -> Reception:
        """A new process, which is not running."""
        client, conversation = self.client, self.conversation()
        return Reception.open(client, conversation, self.words, self.stores, office=self.office(client))

    async def start(self, pace: Pace = HASTE) -> None:
        """Start polling, and return once the first fetch was made."""
        fetches = len(self.telegram.calls_to("getUpdates"))
        self.begin(pace)
        await until(lambda: len(self.telegram.calls_to("getUpdates")) > fetches or self.is_over)

    def begin(self, pace: Pace = HASTE) -> None:
        """Start polling, and return at once."""
        self.sessions, self._stopping = SlowSessions(), asyncio.Event()
        self._running = asyncio.create_task(run_polling(self.reception(), self._stopping, pace=pace))

    async def stop(self) -> None:
        """Ask it to stop, as SIGTERM does, and wait until it has."""
        self._stopping.set()
        if self._running is not None:
            await asyncio.wait({self._running})

    async def outcome(self) -> None:
        """Wait for the end of its own accord; raises what it ended with."""
        assert self._running is not None
        running, self._running = self._running, None
        await asyncio.wait_for(running, 10)

    @property
    def is_over(self) -> bool:
        return self._running is not None and self._running.done()

    def begin_to_stop(self) -> None:
        """Ask it to stop, and go on at once."""
        self._stopping.set()

    async def set_webhook(self, address: str) -> None:
        """Leave a webhook behind, as another program might have."""
        async with opened(self.client) as client:
            await client.set_webhook(address)


async def until(is_so: Callable[[], bool], within: float = 5.0) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110 - what is waited for happens in the double, which tells nobody
            await asyncio.sleep(0.005)


@asynccontextmanager
async def opened(client: TelegramClient) -> AsyncIterator[TelegramClient]:
    """A client that knows who it is, closed at the end."""
    await client.initialize()
    try:
        yield client
    finally:
        await client.shutdown()
