from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import func, select, update

from bot.inbox import MOST_OF_A_SENDER, MOST_WAITING, Backlog, Event, LostClaimError, Receipt
from bot.storage.database import Database
from bot.storage.stores import Stores
from bot.storage.tables import INBOX

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from bot.inbox import Inbox, Waiting

    Deed = Callable[[Inbox, Waiting, str], Awaitable[None]]

NOON: Final = datetime(2019, 3, 23, 12, tzinfo=UTC)
LATER: Final = NOON + timedelta(seconds=5)
SECRET: Final = b"a secret of this installation"
FENCED: Final = {
    "answered": lambda inbox, waiting, holder: inbox.answered(waiting, holder, b"late"),
    "sending": lambda inbox, waiting, holder: inbox.sending(waiting, holder, 0),
}


def event(number: int, conversation: str = "c1", sender: str = "s1", payload: bytes = b"hello") -> Event:
    """One on Telegram."""
    return Event("telegram", number, conversation, sender, payload)


async def live(stores: Stores, holder: str, *, until: datetime = LATER) -> str:
    """A holder who is alive until a moment."""
    await stores.leases.hold(holder, holder, until=until, at=NOON)
    return holder


async def claim(stores: Stores, holder: str, *, most: int = 100, at: datetime = NOON) -> Sequence[Waiting]:
    """What somebody gets."""
    return await stores.inbox.claim(holder, most=most, at=at)


async def numbers(stores: Stores, holder: str, *, most: int = 100, at: datetime = NOON) -> list[int]:
    """The numbers of the events that somebody gets."""
    return [waiting.event.number for waiting in await claim(stores, holder, most=most, at=at)]


async def finish(stores: Stores, holder: str) -> None:
    """Do all that can be claimed, once."""
    for waiting in await claim(stores, holder):
        await stores.inbox.done(waiting, holder)


class TestReceiving:
    """What every implementation of the port keeps of what comes in."""

    @pytest.mark.parametrize("payload", [b"", b"hello", b'{"text": "a\\nb"}', "سؤال\n\0".encode(), b"\xff" * 70_000])
    @pytest.mark.parametrize("key", ["c1", "", "a\nb", 'م"ج'])
    async def test_an_event_comes_back_as_it_was(self, stores: Stores, payload: bytes, key: str) -> None:
        """Whoever claims it gets all that was received, and nothing that did not happen yet."""
        received = event(7, key, f"{key} too", payload)
        await stores.inbox.receive([received], at=NOON)

        (waiting,) = await claim(stores, "a")

        assert (waiting.event, waiting.received_at) == (received, NOON)
        assert (waiting.is_flood, waiting.tries) == (False, 0)
        assert (waiting.reply, waiting.sent, waiting.is_uncertain) == (None, 0, False)

    async def test_nothing_is_received(self, stores: Stores) -> None:
        """A batch may be empty."""
        assert await stores.inbox.receive([], at=NOON) == Receipt(0, 0)

    async def test_an_event_that_comes_again_is_known(self, stores: Stores) -> None:
        """Its number is the event, whatever else it says; the rest of the batch is kept."""
        await stores.inbox.receive([event(7)], at=NOON)

        assert await stores.inbox.receive([event(7, payload=b"other"), event(8)], at=NOON) == Receipt(1, 0)
        assert await stores.inbox.backlog() == Backlog(2, NOON)

    async def test_an_event_that_is_done_is_known_still(self, stores: Stores) -> None:
        """A channel that was not told in time, and sends it once more, gets no second answer."""
        await stores.inbox.receive([event(7)], at=NOON)
        await finish(stores, "a")

        assert await stores.inbox.receive([event(7)], at=LATER) == Receipt(0, 0)

    async def test_an_event_twice_in_a_batch_is_one(self, stores: Stores) -> None:
        """The first of the two is kept."""
        assert await stores.inbox.receive([event(7), event(7, payload=b"other")], at=NOON) == Receipt(1, 0)

        assert [waiting.event.payload for waiting in await claim(stores, "a")] == [b"hello"]

    async def test_channels_number_on_their_own(self, stores: Stores) -> None:
        """The same number on two channels is two events."""
        elsewhere = Event("web", 7, "c2", "s2", b"hello")

        assert await stores.inbox.receive([event(7), elsewhere], at=NOON) == Receipt(2, 0)

    async def test_large_numbers_are_told_apart(self, stores: Stores) -> None:
        """Channels may count in 64 bits."""
        largest = 2**63 - 1

        assert await stores.inbox.receive([event(largest), event(largest - 1)], at=NOON) == Receipt(2, 0)

    async def test_numbers_are_forgotten(self, stores: Stores) -> None:
        """Those before a moment; what waits is kept, however old."""
        await stores.inbox.receive([event(1)], at=NOON)
        await stores.inbox.receive([event(2)], at=LATER)

        assert await stores.inbox.forget(before=LATER) == 1
        assert await stores.inbox.receive([event(2)], at=LATER) == Receipt(0, 0)
        assert await stores.inbox.backlog() == Backlog(2, NOON)

    async def test_an_empty_inbox_has_no_backlog(self, stores: Stores) -> None:
        """Nothing waits, since no moment."""
        assert await stores.inbox.backlog() == Backlog(0, None)

    async def test_what_is_claimed_waits_still(self, stores: Stores) -> None:
        """The backlog falls when an event is done, not when it is begun."""
        await stores.inbox.receive([event(1), event(2, "c2")], at=NOON)
        await claim(stores, "a")

        assert await stores.inbox.backlog() == Backlog(2, NOON)


class TestFloods:
    """What every implementation of the port keeps of too much."""

    async def test_the_first_that_is_too_much_stands_for_all(self, stores: Stores) -> None:
        """It is kept to ask for patience; of the others stay the numbers, in one batch as over several."""
        first = [event(number) for number in range(MOST_WAITING + 3)]
        more = [event(number) for number in range(MOST_WAITING + 5)]

        assert await stores.inbox.receive(first, at=NOON) == Receipt(MOST_WAITING + 1, 2)
        assert await stores.inbox.receive(more, at=NOON) == Receipt(0, 2)
        assert await stores.inbox.receive(more, at=NOON) == Receipt(0, 0)

    async def test_the_flood_comes_last_of_its_conversation(self, stores: Stores) -> None:
        """All that was kept before is answered first."""
        await stores.inbox.receive([event(number) for number in range(MOST_WAITING + 3)], at=NOON)

        claimed = []
        for _ in range(MOST_WAITING + 3):
            claimed += [(waiting.event.number, waiting.is_flood) for waiting in await claim(stores, "a")]
            await stores.inbox.let_go("a")
            await finish(stores, "a")

        assert claimed == [(number, number == MOST_WAITING) for number in range(MOST_WAITING + 1)]

    async def test_other_conversations_are_not_held_up(self, stores: Stores) -> None:
        """What another asks is kept, in the same batch and after it."""
        flood = [event(number) for number in range(MOST_WAITING + 3)]
        await stores.inbox.receive([*flood, event(100, "c2", "s2")], at=NOON)

        assert await stores.inbox.receive([event(101, "c3", "s3")], at=NOON) == Receipt(1, 0)
        assert await numbers(stores, "a") == [0, 100, 101]

    async def test_a_sender_may_write_elsewhere_meanwhile(self, stores: Stores) -> None:
        """One conversation that is full does not close the others of the same person."""
        await stores.inbox.receive([event(number) for number in range(MOST_WAITING + 3)], at=NOON)

        assert await stores.inbox.receive([event(100, "c2")], at=NOON) == Receipt(1, 0)

    async def test_a_sender_in_many_conversations_is_one_flood(self, stores: Stores) -> None:
        """However many conversations somebody opens at once, so many of them wait, and one that stands for the rest."""
        many = [event(number, f"c{number}") for number in range(10 * MOST_OF_A_SENDER)]

        receipt = await stores.inbox.receive(many, at=NOON)

        assert receipt == Receipt(MOST_OF_A_SENDER + 1, 9 * MOST_OF_A_SENDER - 1)
        assert [waiting.is_flood for waiting in await claim(stores, "a")] == [*[False] * MOST_OF_A_SENDER, True]

    async def test_there_is_room_again_once_something_is_done(self, stores: Stores) -> None:
        """Whoever has waited is heard, though the flood before is not answered yet."""
        await stores.inbox.receive([event(number) for number in range(MOST_WAITING + 3)], at=NOON)
        await finish(stores, "a")
        await finish(stores, "a")

        assert await stores.inbox.receive([event(100), event(101)], at=NOON) == Receipt(1, 1)


class TestClaiming:
    """What every implementation of the port gives to whom."""

    async def test_of_a_conversation_the_first_alone(self, stores: Stores) -> None:
        """Others run side by side; the next follows when the first is done."""
        await stores.inbox.receive([event(1), event(2), event(3, "c2")], at=NOON)

        first = await claim(stores, "a")
        await stores.inbox.done(first[0], "a")

        assert [waiting.event.number for waiting in first] == [1, 3]
        assert await numbers(stores, "a") == [2]

    async def test_the_longest_waiting_first(self, stores: Stores) -> None:
        """As many as are asked for, whatever their numbers."""
        await stores.inbox.receive([event(9, "c9"), event(1, "c1"), event(5, "c5")], at=NOON)

        assert await numbers(stores, "a", most=2) == [9, 1]
        assert await numbers(stores, "a", most=2) == [5]

    async def test_what_the_living_hold_is_not_given(self, stores: Stores) -> None:
        """Neither to others nor to them again, nor anything after it."""
        await stores.inbox.receive([event(1), event(2)], at=NOON)
        await claim(stores, await live(stores, "a"))

        assert await numbers(stores, "a") == []
        assert await numbers(stores, await live(stores, "b")) == []

    async def test_who_asks_is_alive(self, stores: Stores) -> None:
        """Without a lease, too: what a process is answering is not begun by it once more."""
        await stores.inbox.receive([event(1)], at=NOON)
        await claim(stores, "a")

        assert await numbers(stores, "a", at=LATER) == []

    async def test_the_dead_hold_nothing(self, stores: Stores) -> None:
        """From the moment at which their lease ends, others get what they held, and learn how often it was tried."""
        await stores.inbox.receive([event(1), event(2)], at=NOON)
        await claim(stores, await live(stores, "a"))

        assert [waiting.tries for waiting in await claim(stores, "b", at=LATER)] == [1]
        assert [waiting.tries for waiting in await claim(stores, "c", at=LATER)] == [2]

    async def test_a_lease_on_something_else_is_no_life(self, stores: Stores) -> None:
        """Who is alive is told by the lease on the holder's own name alone."""
        await stores.leases.hold("poller", "a", until=LATER, at=NOON)
        await stores.leases.hold("a", "b", until=LATER, at=NOON)
        await stores.inbox.receive([event(1)], at=NOON)
        await claim(stores, "a")

        assert await numbers(stores, "c") == [1]

    async def test_who_goes_leaves_everything_to_others(self, stores: Stores) -> None:
        """At once, and as if it had not been tried."""
        await stores.inbox.receive([event(1), event(2, "c2"), event(3, "c3")], at=NOON)
        await claim(stores, await live(stores, "a"), most=2)
        await claim(stores, await live(stores, "b"))

        assert await stores.inbox.let_go("a") == 2
        assert [(waiting.event.number, waiting.tries) for waiting in await claim(stores, "c")] == [(1, 0), (2, 0)]

    async def test_who_goes_may_finish_something_first(self, stores: Stores) -> None:
        """What is named stays with its holder."""
        await stores.inbox.receive([event(1), event(2, "c2")], at=NOON)
        first, _ = await claim(stores, await live(stores, "a"))

        assert await stores.inbox.let_go("a", but=[first.id]) == 1
        assert await numbers(stores, "b") == [2]

    async def test_what_is_put_back_counts_as_a_try(self, stores: Stores) -> None:
        """Anybody gets it next; what was kept of it stays."""
        await stores.inbox.receive([event(1), event(2)], at=NOON)
        (waiting,) = await claim(stores, await live(stores, "a"))
        await stores.inbox.answered(waiting, "a", b"reply")
        await stores.inbox.put_back(waiting, "a")

        (again,) = await claim(stores, "a")

        assert (again.event.number, again.tries, again.reply) == (1, 1, b"reply")

    async def test_what_another_holds_is_not_put_back(self, stores: Stores) -> None:
        """It stays with its new holder, and as often tried as it was."""
        await stores.inbox.receive([event(1)], at=NOON)
        (lost,) = await claim(stores, "a")
        await claim(stores, await live(stores, "b"))
        await stores.inbox.put_back(lost, "a")

        assert await numbers(stores, "c") == []
        assert [waiting.tries for waiting in await claim(stores, "c", at=LATER)] == [2]


class TestAnswering:
    """What every implementation of the port remembers of a reply."""

    async def test_a_reply_outlives_who_made_it(self, stores: Stores) -> None:
        """The next holder sends it, and does nothing anew."""
        await stores.inbox.receive([event(1)], at=NOON)
        (waiting,) = await claim(stores, "a")
        await stores.inbox.answered(waiting, "a", "جواب".encode())

        (taken_over,) = await claim(stores, "b")

        assert (taken_over.reply, taken_over.sent, taken_over.is_uncertain) == ("جواب".encode(), 0, False)

    async def test_a_part_that_was_begun_is_uncertain(self, stores: Stores) -> None:
        """Those before it were sent; of this one nobody knows."""
        await stores.inbox.receive([event(1)], at=NOON)
        (waiting,) = await claim(stores, "a")
        await stores.inbox.answered(waiting, "a", b"reply")
        await stores.inbox.sending(waiting, "a", 0)
        await stores.inbox.sending(waiting, "a", 1)

        (taken_over,) = await claim(stores, "b")

        assert (taken_over.sent, taken_over.is_uncertain) == (1, True)

    async def test_what_is_done_is_gone(self, stores: Stores) -> None:
        """Nobody gets it any more."""
        await stores.inbox.receive([event(1)], at=NOON)
        await finish(stores, "a")

        assert await stores.inbox.backlog() == Backlog(0, None)
        assert await numbers(stores, "b", at=LATER) == []

    @pytest.mark.parametrize("deed", FENCED.values(), ids=FENCED)
    async def test_who_lost_a_claim_is_told(self, stores: Stores, deed: Deed) -> None:
        """And changes nothing: another is answering it."""
        await stores.inbox.receive([event(1)], at=NOON)
        (lost,) = await claim(stores, "a")
        await claim(stores, "b")

        with pytest.raises(LostClaimError):
            await deed(stores.inbox, lost, "a")

        (waiting,) = await claim(stores, "c")
        assert (waiting.reply, waiting.is_uncertain) == (None, False)

    @pytest.mark.parametrize("deed", FENCED.values(), ids=FENCED)
    async def test_nothing_is_claimed_of_what_is_done(self, stores: Stores, deed: Deed) -> None:
        """An event that came after it is not mistaken for it either."""
        await stores.inbox.receive([event(1)], at=NOON)
        (waiting,) = await claim(stores, "a")
        await stores.inbox.done(waiting, "a")
        await stores.inbox.receive([event(2)], at=NOON)
        await claim(stores, "a")

        with pytest.raises(LostClaimError):
            await deed(stores.inbox, waiting, "a")

    async def test_who_lost_a_claim_cannot_finish(self, stores: Stores) -> None:
        """The event stays with its new holder."""
        await stores.inbox.receive([event(1)], at=NOON)
        (lost,) = await claim(stores, "a")
        (waiting,) = await claim(stores, "b")
        await stores.inbox.done(lost, "a")

        await stores.inbox.sending(waiting, "b", 0)

        assert await stores.inbox.backlog() == Backlog(1, NOON)


async def test_a_reply_is_kept_with_the_rest_or_not_at_all(any_database: Database) -> None:
    """What was written together with it is undone with it."""
    stores = Stores.on(any_database, SECRET)
    await stores.inbox.receive([event(1)], at=NOON)
    (waiting,) = await claim(stores, "a")

    with pytest.raises(LostClaimError):
        await answer_and_count(stores, waiting)

    assert await stores.tallies.between(NOON.date(), NOON.date()) == {}
    assert [waiting.reply for waiting in await claim(stores, "b")] == [None]


async def answer_and_count(stores: Stores, waiting: Waiting) -> None:
    """Both together, until somebody finds out that the claim was lost."""
    async with stores.transactions.together():
        await stores.tallies.add(NOON.date(), "en", "answer")
        await stores.inbox.answered(waiting, "a", b"reply")
        await stores.inbox.answered(waiting, "b", b"reply")


async def test_processes_that_claim_at_once_share_the_work(url: str) -> None:
    """Each event goes to one of them, and none is left."""
    names = (f"p{number}" for number in count())
    async with Database(url) as one, Database(url) as other:
        processes = [Stores.on(one, SECRET), Stores.on(other, SECRET)]
        await processes[0].inbox.receive([event(number, f"c{number}", f"s{number}") for number in range(60)], at=NOON)

        async def work(stores: Stores) -> list[int]:
            return await numbers(stores, await live(stores, next(names)), most=8)

        shares = await asyncio.gather(*(work(stores) for stores in processes * 5))

    assert sorted(number for share in shares for number in share) == [*range(60)]


async def test_the_files_tell_nothing(database: Database, path: Path) -> None:
    """Neither payload nor reply, nor who wrote where, can be read in the database or its log, at any time."""
    stores = Stores.on(database, SECRET)
    secrets = [b"payload-in-clear", b"reply-in-clear", b"conversation-in-clear", b"sender-in-clear"]
    await stores.inbox.receive([event(1, "conversation-in-clear", "sender-in-clear", b"payload-in-clear")], at=NOON)
    (waiting,) = await claim(stores, "a")
    await stores.inbox.answered(waiting, "a", b"reply-in-clear")
    while_it_waits = contents(path)
    await stores.inbox.done(waiting, "a")

    assert [secret for secret in secrets if secret in while_it_waits + contents(path)] == []


async def test_nothing_stays_in_the_table(any_database: Database) -> None:
    """Of an event that is done not even what was sealed."""
    stores = Stores.on(any_database, SECRET)
    await stores.inbox.receive([event(1)], at=NOON)
    await finish(stores, "a")

    async with any_database.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(INBOX)) == 0


async def test_what_cannot_be_opened_holds_up_nothing(any_database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """It comes with an empty payload, so that whoever claims it can be done with it; the log says why."""
    await Stores.on(any_database, b"a secret that was lost since").inbox.receive([event(1)], at=NOON)
    stores = Stores.on(any_database, SECRET)
    await stores.inbox.receive([event(2, "c2", payload=b"hello")], at=NOON)

    claimed = await claim(stores, "a")

    assert [(waiting.event.number, waiting.event.payload) for waiting in claimed] == [(1, b""), (2, b"hello")]
    assert [record.message for record in caplog.records] == ["event_not_opened"]


async def test_what_was_sealed_before_opens(any_database: Database) -> None:
    """What waits while the secret is changed is answered all the same."""
    await Stores.on(any_database, b"the secret before this one").inbox.receive([event(1)], at=NOON)
    stores = Stores.on(any_database, SECRET, before=[b"the secret before this one"])

    assert [waiting.event for waiting in await claim(stores, "a")] == [event(1)]


async def test_payloads_belong_to_their_events(any_database: Database) -> None:
    """Whoever can write the table cannot put the words of one event into the mouth of another."""
    stores = Stores.on(any_database, SECRET)
    await stores.inbox.receive([event(1), event(2, "c2")], at=NOON)
    other = select(INBOX.c.sealed).where(INBOX.c.number == 2).scalar_subquery()
    async with any_database.writing() as connection:
        await connection.execute(update(INBOX).where(INBOX.c.number == 1).values(sealed=other))

    assert [waiting.event.payload for waiting in await claim(stores, "a")] == [b"", b"hello"]


def contents(path: Path) -> bytes:
    """Every byte of the database and of its log."""
    return b"".join(file.read_bytes() for file in path.parent.iterdir())
