"""Sanad on a double of Telegram: it can be stopped and started again, as a process is."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from bot.metrics import Metrics
from bot.replica import Replica
from bot.storage.memory import MemorySessions
from bot.storage.stores import Stores
from bot.telegram.client import TelegramClient
from bot.telegram.pacing import Limits
from bot.telegram.polling import Pace, run_polling
from bot.telegram.reception import Reception
from bot.telegram.sending import Sender
from handlers import privacy
from handlers.conversation import Conversation
from handlers.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping, Sequence

    from telegram_double import TelegramDouble

    from bot.inbox import Backlog, Event, Inbox, Receipt, Waiting
    from bot.telegram.staff.office import Office
    from handlers.library import Library
    from handlers.model import Session
    from handlers.ports import Clock
    from handlers.wording import Words
    from knowledge.schema import Language

SECRET: Final = b"a secret of the tests"
HASTE: Final = Pace(long_poll=5, first_pause=0.01, longest_pause=0.05, drain=5.0)
UNLIMITED: Final = Limits(overall=10_000, group=10_000, burst=10_000, every=0.0)
"""The double asks nobody to wait unless a test does."""
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


class FrailInbox:
    """The inbox of a process that stands still at one of its calls for ever, as if it were dead."""

    def __init__(self, inbox: Inbox, call: str, *, is_made: bool = False, times: int = 1) -> None:
        """Choose where it ends.

        Args:
            inbox: that of all processes.
            call: `answered`, `sending` or `done`.
            is_made: whether the call is made before that.
            times: how often the call comes until that happens.
        """
        self._inbox = inbox
        self._call = call
        self._is_made = is_made
        self._times = times
        self.end = asyncio.Event()
        """Set when it has happened."""

    async def receive(self, events: Sequence[Event], *, at: datetime) -> Receipt:
        return await self._inbox.receive(events, at=at)

    async def claim(self, holder: str, *, most: int, at: datetime) -> Sequence[Waiting]:
        return () if self.end.is_set() else await self._inbox.claim(holder, most=most, at=at)

    async def answered(self, waiting: Waiting, holder: str, reply: bytes) -> None:
        await self._make("answered", self._inbox.answered(waiting, holder, reply))

    async def sending(self, waiting: Waiting, holder: str, part: int) -> None:
        await self._make("sending", self._inbox.sending(waiting, holder, part))

    async def done(self, waiting: Waiting, holder: str) -> None:
        await self._make("done", self._inbox.done(waiting, holder))

    async def put_back(self, waiting: Waiting, holder: str) -> None:
        await self._inbox.put_back(waiting, holder)

    async def let_go(self, holder: str, *, but: Collection[int] = ()) -> int:
        return await self._inbox.let_go(holder, but=but)

    async def backlog(self) -> Backlog:
        return await self._inbox.backlog()

    async def forget(self, *, before: datetime) -> int:
        return await self._inbox.forget(before=before)

    async def _make(self, name: str, call: Coroutine[Any, Any, None]) -> None:
        self._times -= name == self._call
        is_end = name == self._call and self._times == 0
        if is_end and not self._is_made:
            call.close()
        else:
            await call
        if is_end:
            self.end.set()
            await asyncio.Event().wait()


class Stage:
    """One bot, started any number of times; every start has new objects throughout, but for what was received."""

    def __init__(self, telegram: TelegramDouble, library: Library, words: Mapping[Language, Words]) -> None:
        self.telegram = telegram
        self.library = library
        self.words = words
        self.sessions = SlowSessions()
        self.stores = Stores.in_memory()
        self.clock: Clock = UtcClock()
        self.metrics = Metrics()
        """Of the latest process."""
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    @property
    def client(self) -> TelegramClient:
        """A new client of the double."""
        return self.client_of(self.telegram.base_address)

    def client_of(self, address: str) -> TelegramClient:
        """A new client of whatever is at an address."""
        return TelegramClient(self.telegram.token, address, patience=1.0, limits=UNLIMITED)

    def conversation(self) -> Conversation:
        """A conversation without any memory of earlier ones."""
        kept = self.stores
        stores = (self.sessions, kept.gaps, kept.votes, kept.tallies, kept.day_keys)
        return Conversation(Shelf(self.library), *stores, self.clock, SECRET)

    def office(self, client: TelegramClient, sender: Sender) -> Office | None:  # noqa: ARG002 - others have staff
        """Where staff work; here there is none."""
        return None

    def reception(self, inbox: Inbox | None = None) -> Reception:
        """A new process, which is not running; it may have an inbox of its own."""
        client, conversation = self.client, self.conversation()
        self.metrics = Metrics()
        sender = Sender(client, first_pause=0.01)
        stores = self.stores if inbox is None else replace(self.stores, inbox=inbox)
        return Reception.open(
            client,
            sender,
            conversation,
            self.words,
            stores,
            office=self.office(client, sender),
            replica=Replica(stores.leases, self.clock, between_renewals=0.02),
            metrics=self.metrics,
        )

    @asynccontextmanager
    async def process(self, inbox: Inbox | None = None) -> AsyncIterator[Reception]:
        """A process that answers what is kept, until the end of the block.

        It gives no sign of life: whatever it has claimed is answered by the next one.
        """
        reception = self.reception(inbox)
        async with opened(reception.client), reception.answering.at_work(0.0):
            yield reception

    async def receive(self, reception: Reception) -> None:
        """Hand over what people have sent."""
        await reception.receiving.receive(self.telegram.pending_updates)

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
