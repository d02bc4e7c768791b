from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from storage.one_file_each import url_of_a_copy

from bot.inbox import MOST_OF_A_SENDER, MOST_WAITING, Backlog, Event, LostClaimError, Receipt
from bot.storage.database import Database
from bot.storage.stores import Stores

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Sequence
    from pathlib import Path

    from bot.inbox import Waiting

NOON: Final = datetime(2019, 3, 23, 12, tzinfo=UTC)
SECRET: Final = b"a secret of this installation"
LIFE: Final = timedelta(seconds=5)
HOLDERS: Final = st.sampled_from("ab")
TWO_TALKERS: Final = st.sampled_from([("c1", "s1"), ("c2", "s1"), ("c3", "s3")])
BATCHES: Final = st.lists(st.tuples(st.integers(0, 60), TWO_TALKERS), max_size=5)


@dataclass(slots=True)
class Kept:
    """What ought to be kept of an event that is not done."""

    event: Event
    is_flood: bool = False
    holder: str | None = None
    tries: int = 0
    reply: bytes | None = None
    sent: int = 0
    is_uncertain: bool = False


class InboxMachine(RuleBasedStateMachine):
    """Two processes that receive, answer, stall and die in any order, and what the inbox ought to say to each.

    A process that was given up for dead goes on to do what it was about to do: nothing stops it but the inbox.
    """

    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.stores = self.run(self.opened())
        self.at = NOON
        self.kept: list[Kept] = []
        self.seen: set[int] = set()
        self.lives: dict[str, datetime] = {}

    async def opened(self) -> Stores:
        """An empty implementation."""
        raise NotImplementedError

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever the work gives
        return self.runner.run(work)

    @rule(batch=BATCHES)
    def receive(self, batch: Sequence[tuple[int, tuple[str, str]]]) -> None:
        """A few events come in, some of them again."""
        self._receive([Event("telegram", number, *talker, f"payload {number}".encode()) for number, talker in batch])

    @initialize(waiting=st.sampled_from([0, MOST_WAITING - 2, MOST_OF_A_SENDER - 2]), conversations=st.integers(1, 9))
    def fill(self, waiting: int, conversations: int) -> None:
        """Begin with an empty inbox, or with one in which a conversation, or a sender, has almost too much waiting."""
        self._receive(
            [Event("telegram", 100 + one, f"c{1 + one % conversations}", "s1", b"") for one in range(waiting)]
        )

    def _receive(self, events: Sequence[Event]) -> None:
        before, known = len(self.kept), len(self.seen)
        for event in events:
            if event.number not in self.seen:
                self.seen.add(event.number)
                self._admit(event)
        new = len(self.kept) - before

        assert self.run(self.stores.inbox.receive(events, at=self.at)) == Receipt(new, len(self.seen) - known - new)

    def _admit(self, event: Event) -> None:
        of_conversation = [kept for kept in self.kept if kept.event.conversation == event.conversation]
        of_sender = [kept for kept in self.kept if kept.event.sender == event.sender]
        full = [
            *(of_conversation if len(of_conversation) >= MOST_WAITING else ()),
            *(of_sender if len(of_sender) >= MOST_OF_A_SENDER else ()),
        ]
        if not any(kept.is_flood for kept in full):
            self.kept.append(Kept(event, is_flood=bool(full)))

    @rule(holder=HOLDERS)
    def live(self, holder: str) -> None:
        """A process says that it lives."""
        self.lives[holder] = self.at + LIFE
        assert self.run(self.stores.leases.hold(holder, holder, until=self.lives[holder], at=self.at))

    @rule(seconds=st.integers(1, 6))
    def pass_time(self, seconds: int) -> None:
        """Whoever does not say meanwhile that they live is given up for dead."""
        self.at += timedelta(seconds=seconds)

    @rule(target=claims, holder=HOLDERS, most=st.integers(1, 5))
    def claim(self, holder: str, most: int) -> Any:  # noqa: ANN401 - Hypothesis' own
        """A process asks for work: it gets the oldest that is free, and learns all that was done about it."""
        given = [kept for kept in self._heads() if kept.holder is None or not self._lives(kept.holder, holder)][:most]
        for kept in given:
            kept.tries += kept.holder is not None
            kept.holder = holder
        claimed = self.run(self.stores.inbox.claim(holder, most=most, at=self.at))

        assert [_told(waiting) for waiting in claimed] == [replace(kept, holder=None) for kept in given]
        return multiple(*((waiting, holder) for waiting in claimed))

    def _heads(self) -> Iterable[Kept]:
        heads: dict[str, Kept] = {}
        for kept in self.kept:
            heads.setdefault(kept.event.conversation, kept)
        return heads.values()

    def _lives(self, holder: str, asking: str) -> bool:
        return holder == asking or self.lives.get(holder, NOON) > self.at

    @rule(claim=claims, reply=st.binary(max_size=3))
    def answer(self, claim: tuple[Waiting, str], reply: bytes) -> None:
        """A process keeps a reply, unless another has taken over."""
        if kept := self._try(claim, self.stores.inbox.answered(*claim, reply)):
            kept.reply = reply

    @rule(claim=claims, part=st.integers(0, 2))
    def send(self, claim: tuple[Waiting, str], part: int) -> None:
        """A process is about to send a part, unless another has taken over."""
        if kept := self._try(claim, self.stores.inbox.sending(*claim, part)):
            kept.sent, kept.is_uncertain = part, True

    @rule(claim=claims)
    def finish(self, claim: tuple[Waiting, str]) -> None:
        """A process is done with an event; where another has taken over, that one has to be."""
        self.run(self.stores.inbox.done(*claim))
        if kept := self._held(*claim):
            self.kept.remove(kept)

    @rule(claim=claims)
    def put_back(self, claim: tuple[Waiting, str]) -> None:
        """A process cannot see to an event now; where another has taken over, that one can."""
        self.run(self.stores.inbox.put_back(*claim))
        if kept := self._held(*claim):
            kept.holder, kept.tries = None, kept.tries + 1

    @rule(holder=HOLDERS, claim=claims)
    def let_go(self, holder: str, claim: tuple[Waiting, str]) -> None:
        """A process goes, and leaves what it holds, but for an event that it is about to finish."""
        last, _ = claim
        held = [kept for kept in self.kept if kept.holder == holder and kept.event != last.event]
        for kept in held:
            kept.holder = None

        assert self.run(self.stores.inbox.let_go(holder, but=[last.id])) == len(held)

    def _try(self, claim: tuple[Waiting, str], work: Coroutine[Any, Any, None]) -> Kept | None:
        """What is kept of the event if the work may be done; if not, it has to be refused."""
        kept = self._held(*claim)
        if kept is None:
            with pytest.raises(LostClaimError):
                self.run(work)
        else:
            self.run(work)
        return kept

    def _held(self, waiting: Waiting, holder: str) -> Kept | None:
        return next((kept for kept in self.kept if (kept.event, kept.holder) == (waiting.event, holder)), None)

    @invariant()
    def nothing_is_lost(self) -> None:
        """So much waits as was received and is not done."""
        backlog: Backlog = self.run(self.stores.inbox.backlog())

        assert backlog.events == len(self.kept)

    @invariant()
    def a_conversation_has_one_holder(self) -> None:
        """Two events of one conversation are never answered side by side."""
        held = [kept.event.conversation for kept in self.kept if kept.holder is not None]

        assert len(held) == len(set(held))

    def teardown(self) -> None:
        """All die; one that comes after them finishes everything, in order, each event once."""
        order = [(kept.event.conversation, kept.event.number) for kept in self.kept]
        done = self.run(self._drained())
        self.run(self.stack.aclose())
        self.runner.close()

        # Sorting keeps the order within each conversation.
        assert sorted(done, key=itemgetter(0)) == sorted(order, key=itemgetter(0))

    async def _drained(self) -> list[tuple[str, int]]:
        done = []
        while claimed := await self.stores.inbox.claim("heir", most=9, at=self.at + 2 * LIFE):
            for waiting in claimed:
                await self.stores.inbox.done(waiting, "heir")
                done.append((waiting.event.conversation, waiting.event.number))
        return done


def _told(waiting: Waiting) -> Kept:
    """What a process learns of an event."""
    return Kept(
        waiting.event,
        waiting.is_flood,
        tries=waiting.tries,
        reply=waiting.reply,
        sent=waiting.sent,
        is_uncertain=waiting.is_uncertain,
    )


class InMemory(InboxMachine):
    """With the twin."""

    async def opened(self) -> Stores:
        return Stores.in_memory()


class OnSqlite(InboxMachine):
    """With a file of its own, which is a copy of an empty one."""

    empty: Path

    async def opened(self) -> Stores:
        url = self.stack.enter_context(url_of_a_copy(self.empty))
        return Stores.on(await self.stack.enter_async_context(Database(url)), SECRET)


class OnPostgresql(InboxMachine):
    """With a database that all examples share, emptied before each."""

    url: str

    async def opened(self) -> Stores:
        database = await self.stack.enter_async_context(Database(self.url))
        async with database.writing() as connection:
            await connection.execute(text("TRUNCATE inbox, events_seen, leases"))
        return Stores.on(database, SECRET)


def check(machine: type[InboxMachine], examples: int) -> None:
    """Try so many histories."""
    limits = settings(
        max_examples=examples,
        stateful_step_count=30,
        suppress_health_check=[HealthCheck.too_slow],
    )

    run_state_machine_as_test(machine, settings=limits)


def test_nothing_is_lost_in_memory() -> None:
    """Nor done twice, whatever two processes do, in whatever order, and whenever they die."""
    check(InMemory, examples=100)


def test_nothing_is_lost_on_sqlite(migrated: Path) -> None:
    """As in memory."""
    OnSqlite.empty = migrated

    check(OnSqlite, examples=12)


def test_nothing_is_lost_on_postgresql(postgres_url: str) -> None:
    """As in memory."""
    OnPostgresql.url = postgres_url

    check(OnPostgresql, examples=12)
