"""Order within a conversation, conversations side by side, and no event lost, whatever fails."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from bot.answering import CONVERSATIONS_AT_ONCE, MOST_CLAIMED, Answering
from bot.clock import SystemClock
from bot.inbox import MOST_WAITING, Event, LostClaimError
from bot.replica import Replica
from bot.storage.memory import MemoryInbox, MemoryLeases

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Sequence
    from datetime import datetime

    from bot.inbox import Waiting

CLOCK: Final = SystemClock()


class Recorded:
    """The port `Answers`: replies nothing, and remembers everything."""

    def __init__(self, inbox: MemoryInbox, replica: Replica) -> None:
        self._inbox = inbox
        self._replica = replica
        self.answered: list[int] = []
        self.delivered: list[int] = []
        self.tries: list[int] = []
        self.floods = 0
        self.at_once = 0
        self.most_at_once = 0
        self.answering = asyncio.Event()
        self.delivering = asyncio.Event()
        self.failures: list[Exception] = []
        """Raised by the next turns."""

    async def answer(self, waiting: Waiting) -> Waiting | None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.answering.wait()
        self.at_once -= 1
        self.tries.append(waiting.tries)
        if self.failures:
            raise self.failures.pop()
        self.answered.append(waiting.event.number)
        self.floods += waiting.is_flood
        return waiting

    async def deliver(self, waiting: Waiting) -> None:
        await self.delivering.wait()
        await self._inbox.done(waiting, self._replica.id)
        self.delivered.append(waiting.event.number)


class Process:
    """A worker with everything around it."""

    def __init__(self, inbox: MemoryInbox, leases: MemoryLeases, *, is_held_up: bool = False) -> None:
        self.inbox = inbox
        self.replica = Replica(leases, CLOCK)
        self.recorded = Recorded(inbox, self.replica)
        self.answering = Answering(inbox, self.recorded, self.replica, CLOCK, pause=0.0)
        if not is_held_up:
            self.recorded.answering.set()
            self.recorded.delivering.set()

    @asynccontextmanager
    async def at_work(self, drain: float = 5.0) -> AsyncIterator[None]:
        async with self.replica.alive(), self.answering.at_work(drain):
            yield

    async def receive(self, *events: Event) -> None:
        await self.inbox.receive(events, at=CLOCK.now())
        self.answering.wake()


class Cemetery(MemoryInbox):
    """An inbox that whoever is there when it closes does not reach any more, as if it had been killed."""

    is_closed = False

    async def claim(self, holder: str, *, most: int, at: datetime) -> Sequence[Waiting]:
        return () if self.is_closed else await super().claim(holder, most=most, at=at)

    async def let_go(self, holder: str, *, but: Collection[int] = ()) -> int:
        return 0 if self.is_closed else await super().let_go(holder, but=but)


@pytest.fixture
def leases() -> MemoryLeases:
    return MemoryLeases()


@pytest.fixture
def inbox(leases: MemoryLeases) -> Cemetery:
    return Cemetery(leases)


@pytest.fixture
def process(inbox: MemoryInbox, leases: MemoryLeases) -> Process:
    return Process(inbox, leases)


@pytest.fixture
def held_up(inbox: MemoryInbox, leases: MemoryLeases) -> Process:
    """A process whose turns wait until they are let through."""
    return Process(inbox, leases, is_held_up=True)


def events(count: int, conversation: str = "") -> Sequence[Event]:
    """So many events, of one conversation or of as many."""
    return [asked(number, conversation or f"conversation {number}") for number in range(count)]


def asked(number: int, conversation: str) -> Event:
    return Event("telegram", number, conversation, f"of {conversation}", b"{}")


async def until(is_so: Callable[[], object]) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110 - the fakes tell nobody
            await asyncio.sleep(0)


async def test_order_within_a_conversation(process: Process) -> None:
    """One conversation's events are seen to one at a time, in the order in which they were received."""
    async with process.at_work():
        await process.receive(*events(MOST_WAITING, "one"))

    assert process.recorded.delivered == list(range(MOST_WAITING))
    assert process.recorded.most_at_once == 1
    assert process.answering.in_progress == 0


async def test_suspects_are_seen_to_alone(held_up: Process) -> None:
    """Of events whose process died one is answered at a time, and the rest is not held meanwhile."""
    await held_up.receive(*events(5))
    await held_up.inbox.claim("dead", most=5, at=CLOCK.now())
    async with held_up.at_work():
        await until(lambda: held_up.recorded.at_once)
        free = await held_up.inbox.claim("another", most=5, at=CLOCK.now())
        await held_up.inbox.let_go("another")
        held_up.recorded.answering.set()
        held_up.recorded.delivering.set()
        held_up.answering.wake()

    assert [waiting.event.number for waiting in free] == [1, 2, 3, 4]
    assert held_up.recorded.delivered == [0, 1, 2, 3, 4]
    assert (held_up.recorded.most_at_once, held_up.recorded.tries) == (1, [1] * 5)


async def test_what_ends_its_processes_is_tried_alone(inbox: Cemetery, leases: MemoryLeases) -> None:
    """An event that ends process after process costs those that were claimed beside it no more than one try."""
    await inbox.receive(events(5), at=CLOCK.now())
    for _ in range(3):
        await begin_and_die(Process(inbox, leases, is_held_up=True), inbox)
    last = Process(inbox, leases)
    async with last.at_work():
        pass

    assert last.recorded.answered == [0, 1, 2, 3, 4]
    assert last.recorded.tries == [3, 1, 1, 1, 1]


async def begin_and_die(process: Process, inbox: Cemetery) -> None:
    """Have a process begin to answer, and end with what it has claimed."""
    async with process.answering.at_work(0.0):
        await until(lambda: process.recorded.at_once)
        inbox.is_closed = True
    inbox.is_closed = False


async def test_claim_that_comes_back(held_up: Process) -> None:
    """What was another's for a while is begun anew: what was under way with the earlier claim ends there."""
    await held_up.receive(*events(1))
    async with held_up.answering.at_work(5.0):
        await until(lambda: held_up.recorded.at_once)
        await held_up.inbox.claim("another, who dies", most=1, at=CLOCK.now())
        held_up.answering.wake()
        await until(lambda: held_up.recorded.at_once == 2)
        held_up.recorded.answering.set()
        held_up.recorded.delivering.set()

    assert (held_up.recorded.answered, held_up.recorded.tries) == ([0], [2])


async def test_flood_is_seen_to_once(process: Process) -> None:
    """What finds a conversation full is one event more, after those that did fit; afterwards all is as before."""
    async with process.at_work():
        await process.receive(*events(MOST_WAITING * 3, "one"))
        await until(lambda: len(process.recorded.delivered) == MOST_WAITING + 1)
        await process.receive(asked(1000, "one"))

    assert process.recorded.answered == [*range(MOST_WAITING + 1), 1000]
    assert process.recorded.floods == 1


async def test_conversations_side_by_side_up_to_a_number(held_up: Process) -> None:
    """Many conversations are answered at once, but not all of a hundred."""
    async with held_up.at_work():
        await held_up.receive(*events(CONVERSATIONS_AT_ONCE * 3))
        await until(lambda: held_up.recorded.at_once == CONVERSATIONS_AT_ONCE)
        held_up.recorded.answering.set()
        held_up.recorded.delivering.set()

    assert held_up.recorded.most_at_once == CONVERSATIONS_AT_ONCE
    assert len(held_up.recorded.delivered) == CONVERSATIONS_AT_ONCE * 3


async def test_deliveries_hold_up_nobody(held_up: Process) -> None:
    """Replies that wait for their channel take no place from those that are not answered yet, up to a number."""
    held_up.recorded.answering.set()
    async with held_up.at_work():
        await held_up.receive(*events(MOST_CLAIMED + 10))
        await until(lambda: len(held_up.recorded.answered) == MOST_CLAIMED)
        waiting = list(held_up.recorded.answered)
        held_up.recorded.delivering.set()

    assert waiting == list(range(MOST_CLAIMED))
    assert len(held_up.recorded.delivered) == MOST_CLAIMED + 10


async def test_flooding_conversation_keeps_nobody_waiting(process: Process) -> None:
    """Whoever asks once is answered after one event of a conversation with many."""
    async with process.at_work():
        await process.receive(*events(MOST_WAITING, "flooding"), asked(1000, "other"))

    assert process.recorded.answered.index(1000) == 1


async def test_failure_is_put_back(process: Process) -> None:
    """What fails for want of the database is tried again, and counted, before the conversation's next event."""
    process.recorded.failures.append(OSError("the disk is full"))
    async with process.at_work():
        await process.receive(*events(2, "one"))

    assert process.recorded.delivered == [0, 1]
    assert process.recorded.tries == [0, 1, 0]


async def test_lost_claim_is_left_alone(process: Process, inbox: MemoryInbox) -> None:
    """An event that another process has taken over is not touched any more."""
    process.recorded.failures.append(LostClaimError())
    async with process.at_work():
        await process.receive(*events(1))
        await until(lambda: process.recorded.tries)
        before_the_end = await inbox.claim("another", most=1, at=CLOCK.now())

    assert before_the_end == ()
    assert process.recorded.answered == []


class BrokenInbox(MemoryInbox):
    """Claims at first, but cannot say what."""

    failures = 3

    async def claim(self, holder: str, *, most: int, at: datetime) -> Sequence[Waiting]:
        claimed = await super().claim(holder, most=most, at=at)
        if claimed:
            self.failures -= 1
        if claimed and self.failures >= 0:
            raise OSError("the connection is gone")
        return claimed


async def test_claims_whose_answer_is_lost(leases: MemoryLeases, caplog: pytest.LogCaptureFixture) -> None:
    """They are taken back and made again, which is said once."""
    process = Process(BrokenInbox(leases), leases)
    async with process.at_work():
        await process.receive(*events(1))
        while not process.recorded.delivered:
            process.answering.wake()
            await asyncio.sleep(0.001)

    assert caplog.messages.count("nothing_claimed") == 1


async def test_two_processes(inbox: MemoryInbox, leases: MemoryLeases) -> None:
    """Two processes on one inbox answer each event once, and each conversation in order."""
    one, other = Process(inbox, leases), Process(inbox, leases)
    of_one, of_other = events(MOST_WAITING, "a"), [asked(100 + number, "b") for number in range(MOST_WAITING)]
    async with one.at_work(), other.at_work():
        for first, second in zip(of_one, of_other, strict=True):
            await one.receive(first)
            await other.receive(second)
            await asyncio.sleep(0)
        async with asyncio.timeout(30):
            while (await inbox.backlog()).events:
                one.answering.wake()
                await asyncio.sleep(0.001)
    seen = one.recorded.delivered + other.recorded.delivered

    assert sorted(seen) == sorted(event.number for event in (*of_one, *of_other))


async def test_end_of_the_only_process(held_up: Process) -> None:
    """Whoever is alone answers all that waits before the end."""
    async with held_up.at_work():
        await held_up.receive(*events(3, "one"))
        held_up.recorded.answering.set()
        held_up.recorded.delivering.set()

    assert held_up.recorded.delivered == [0, 1, 2]


async def test_end_of_one_process_of_two(held_up: Process, leases: MemoryLeases, inbox: MemoryInbox) -> None:
    """With others there, what was begun is finished, and the rest is theirs."""
    await leases.hold("another", "another", until=CLOCK.now() + timedelta(minutes=1), at=CLOCK.now())
    async with held_up.at_work():
        await held_up.receive(*events(3, "one"))
        await until(lambda: held_up.recorded.at_once)
        asyncio.get_running_loop().call_later(0.01, held_up.recorded.answering.set)
        held_up.recorded.delivering.set()
    [left] = await inbox.claim("another", most=9, at=CLOCK.now())

    assert held_up.recorded.delivered == [0]
    assert left.event.number == 1


async def test_end_does_not_wait_for_ever(held_up: Process, inbox: MemoryInbox) -> None:
    """What takes too long is given up and let go: the next process answers it, and it counts as no try."""
    async with asyncio.timeout(30), held_up.at_work(drain=0.01):
        await held_up.receive(*events(1))
        await until(lambda: held_up.recorded.at_once)
    [left] = await inbox.claim("another", most=9, at=CLOCK.now())

    assert (left.event.number, left.tries) == (0, 0)
