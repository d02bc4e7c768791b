"""When messages may go out: limits that hold in every window, chats that do not hold each other up, rests that last."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram_face.stage import opened

from bot.metrics import Metrics
from bot.telegram.client import TelegramClient
from bot.telegram.errors import CrowdedError, FloodError
from bot.telegram.pacing import Limits, Pacer, Schedule, Urgency
from bot.telegram.rendering import Part
from bot.telegram.sending import Outcome, Sender
from bot.telegram.updates import Address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from telegram_double import Person, TelegramDouble

    from bot.telegram.pacing import Ticket

ONE, TWO, THREE, GROUP = 1, 2, 3, -1
FEW: Final = Limits(overall=3, group=4, burst=2, every=1.0, waiting=6, waiting_in_chat=4)
PLENTY: Final = Limits(overall=3, group=4, burst=2, every=1.0)


@dataclass
class Clock:
    """Plays a schedule: its time goes on when nothing can go out any more."""

    schedule: Schedule
    now: float = 0.0
    sent: list[tuple[float, Ticket]] = field(default_factory=list)

    def join(self, chat: int, urgency: Urgency = Urgency.ANSWER) -> Ticket:
        return self.schedule.join(chat, urgency, self.now)

    def until(self, moment: float) -> None:
        """Let everything go out whose turn comes until then."""
        self._go()
        while (following := self.schedule.next_at()) is not None and following <= moment:
            self.now = max(self.now, following)
            self._go()
        self.now = max(self.now, moment)

    def times(self, *chats: int) -> list[float]:
        """When something went to these chats; without any, to all of them."""
        return [moment for moment, ticket in self.sent if not chats or ticket.chat in chats]

    def _go(self) -> None:
        self.sent += [(self.now, ticket) for ticket in self.schedule.go(self.now)]


@dataclass(frozen=True)
class Arrival:
    after: float
    chat: int
    urgency: Urgency


def busiest(times: Sequence[float], seconds: float) -> int:
    """The most within any so many seconds."""
    return max((sum(first <= one < first + seconds for one in times) for first in times), default=0)


# Eighths of a second, which floating point adds without a rest.
moments = st.integers(0, 24).map(lambda eighths: eighths / 8)
arrivals = st.lists(
    st.builds(Arrival, moments, st.sampled_from([ONE, TWO, THREE, GROUP, 2 * GROUP]), st.sampled_from(Urgency)),
    max_size=60,
)


def played(coming: Iterable[Arrival], limits: Limits = PLENTY) -> Clock:
    """All of them go out, one day."""
    clock = Clock(Schedule(limits))
    for one in coming:
        clock.until(clock.now + one.after)
        clock.join(one.chat, one.urgency)
    clock.until(1_000_000)
    return clock


@given(coming=arrivals)
def test_limits_hold_in_every_window(coming: list[Arrival]) -> None:
    """Never is more sent than is allowed: in a second overall, in a minute in a group, in any time in a chat."""
    clock = played(coming)

    assert busiest(clock.times(), 1.0) <= PLENTY.overall
    assert all(busiest(clock.times(group), 60.0) <= PLENTY.group for group in (GROUP, 2 * GROUP))
    for chat in (ONE, TWO, THREE):
        assert all(busiest(clock.times(chat), seconds) <= PLENTY.burst + seconds - 1 for seconds in range(1, 10))


@given(coming=arrivals)
def test_nothing_is_left_over(coming: list[Arrival]) -> None:
    """Whatever stood in line goes out, once, and then no chat is remembered for long."""
    clock = played(coming)
    for chat in range(100, 160):
        clock.join(chat)
        clock.until(clock.now + 10)

    assert len({ticket for _, ticket in clock.sent}) == len(clock.sent) == len(coming) + 60
    assert clock.schedule.known <= 2
    assert clock.schedule.waiting == 0


@given(coming=arrivals)
def test_order_in_a_chat_is_kept(coming: list[Arrival]) -> None:
    """In one chat, what is as urgent goes out in the order in which it came."""
    lines: defaultdict[tuple[int, float], list[Ticket]] = defaultdict(list)
    clock = played(coming)
    urgencies = {number: one.urgency for number, one in enumerate(coming)}
    for _, ticket in clock.sent:
        lines[ticket.chat, urgencies[ticket.number].value].append(ticket)

    assert all(first.number < second.number for line in lines.values() for first, second in pairwise(line))


@given(coming=arrivals, rests=st.lists(st.tuples(st.sampled_from([ONE, TWO, GROUP]), st.integers(1, 50)), max_size=5))
def test_rests_last(coming: list[Arrival], rests: list[tuple[int, int]]) -> None:
    """Nothing goes to a chat that has to rest, whatever else is sent and delivered meanwhile."""
    clock = Clock(Schedule(PLENTY))
    for chat, seconds in rests:
        clock.schedule.refused(chat, float(seconds), clock.now)
        clock.schedule.delivered()
    for one in coming:
        clock.join(one.chat, one.urgency)
        clock.until(clock.now + one.after)
        clock.schedule.delivered()
    clock.until(1_000_000)

    assert all(min(clock.times(chat), default=seconds) >= seconds for chat, seconds in rests)


def test_burst_in_a_private_chat() -> None:
    """A private chat takes a few messages at once and then one a second, and is as good as new after a while."""
    clock = Clock(Schedule(PLENTY))
    for _ in range(4):
        clock.join(ONE)
    clock.until(10)
    for _ in range(2):
        clock.join(ONE)
    clock.until(20)

    assert clock.times(ONE) == [0, 0, 1, 2, 10, 10]


def test_chat_that_waits_holds_nobody_up() -> None:
    """Others go past a chat that has used up its share, in the order in which they came."""
    clock = Clock(Schedule(PLENTY))
    for chat in (ONE, ONE, ONE, TWO, THREE):
        clock.join(chat)
    clock.until(10)

    assert [(moment, ticket.chat) for moment, ticket in clock.sent] == [(0, 1), (0, 1), (0, 2), (1, 1), (1, 3)]


def test_answers_go_first() -> None:
    """What somebody waits for goes before what nobody waits for, even if that came earlier."""
    clock = Clock(Schedule(PLENTY))
    for chat in range(10, 16):
        clock.join(chat, Urgency.PUSH)
    for chat in range(20, 26):
        clock.join(chat)
    clock.until(10)

    assert [ticket.chat for _, ticket in clock.sent] == [*range(20, 26), *range(10, 16)]


def test_pushes_do_not_wait_for_ever() -> None:
    """Under a load of answers that never ends, a push goes out after some seconds all the same."""
    clock = Clock(Schedule(Limits(overall=1, waiting=1000)))
    clock.join(ONE, Urgency.PUSH)
    for number in range(5):
        clock.join(50 + number)
    for number in range(30):
        clock.join(100 + number)
        clock.until(clock.now + 1)

    assert clock.times(ONE) == [15]  # after the five, and what came in the first ten seconds


def test_full_line_refuses() -> None:
    """What finds too much waiting, in all or in its chat, is refused as if Telegram had asked to wait."""
    clock = Clock(Schedule(FEW))
    for _ in range(FEW.waiting_in_chat):
        clock.join(ONE)
    with pytest.raises(FloodError):
        clock.join(ONE)
    clock.join(TWO)
    clock.join(TWO)
    with pytest.raises(CrowdedError) as refusal:
        clock.join(THREE)

    assert refusal.value.seconds == 2


def test_long_rest_refuses() -> None:
    """For a chat that has to rest for minutes nothing waits."""
    clock = Clock(Schedule(PLENTY))
    clock.schedule.refused(ONE, 300.0, clock.now)
    clock.join(TWO)
    with pytest.raises(CrowdedError) as refusal:
        clock.join(ONE)

    assert refusal.value.seconds == 300


def test_chats_refused_in_a_row_mean_the_bot() -> None:
    """When several chats are refused and nothing is delivered in between, everything rests."""
    clock = Clock(Schedule(PLENTY))
    for chat in (ONE, TWO, THREE):
        clock.schedule.refused(chat, 20.0, clock.now)
    clock.join(4)
    clock.until(100)

    assert clock.times(4) == [20]


def test_chats_refused_now_and_then_mean_themselves() -> None:
    """When something is delivered between refusals, each of them concerned its chat alone."""
    clock = Clock(Schedule(PLENTY))
    for chat in (ONE, TWO, THREE):
        clock.schedule.refused(chat, 20.0, clock.now)
        clock.schedule.delivered()
    clock.join(4)
    clock.until(100)

    assert clock.times(4) == [0]


def test_refused_bot_rests() -> None:
    """A refusal that concerns no chat concerns them all."""
    clock = Clock(Schedule(PLENTY))
    clock.schedule.refused(None, 20.0, clock.now)
    clock.join(ONE)
    clock.until(100)

    assert clock.times() == [20]


def test_shorter_rest_ends_no_longer_one() -> None:
    """A second refusal that asks for less does not end the first one's rest."""
    clock = Clock(Schedule(PLENTY))
    clock.schedule.refused(ONE, 20.0, clock.now)
    clock.schedule.refused(ONE, 1.0, clock.now)
    clock.join(ONE)
    clock.until(100)

    assert clock.times() == [20]


def test_processes_share_the_limits() -> None:
    """Of two processes each sends half of what is allowed in all and in groups; a private chat is one's alone."""
    clock = Clock(Schedule(Limits(overall=8, group=4, burst=4)))
    clock.schedule.share(2)
    for chat in (GROUP, GROUP, GROUP, ONE, ONE, ONE):
        clock.join(chat)
    clock.until(100)

    assert (clock.times(GROUP), clock.times(ONE)) == ([0, 0, 60], [0, 0, 1])


def test_ticket_that_is_given_up() -> None:
    """Who leaves the line is not waited for, and may leave it twice."""
    clock = Clock(Schedule(PLENTY))
    gone, stays = clock.join(ONE), clock.join(ONE)
    clock.schedule.leave(gone)
    clock.schedule.leave(gone)
    clock.until(10)

    assert [ticket for _, ticket in clock.sent] == [stays]


async def test_turns_in_the_event_loop() -> None:
    """Turns come at their time, and answers before pushes."""
    pacer = Pacer(Limits(overall=10_000, burst=1, every=0.02))
    came: list[str] = []

    async def take(name: str, urgency: Urgency) -> None:
        async with pacer.turn(ONE, urgency):
            came.append(name)

    clock = asyncio.get_running_loop().time
    began = clock()
    await asyncio.gather(take("first", Urgency.PUSH), take("push", Urgency.PUSH), take("answer", Urgency.ANSWER))

    assert came == ["first", "answer", "push"]
    assert clock() - began >= 0.04


async def test_message_may_arrive_only_after_its_turn(telegram: TelegramDouble, omar: Person) -> None:
    """What has to be known before a message leaves is told when its turn has come, not when it begins to wait."""
    limits = Limits(burst=1, every=0.05)
    clock, told = asyncio.get_running_loop().time, list[float]()

    async def tell() -> None:
        told.append(clock())

    async with opened(TelegramClient(telegram.token, telegram.base_address, limits=limits)) as client:
        for _ in range(2):
            await Sender(client).deliver(Address(omar.id), Part("Hello", "Hello"), before=tell)

    assert told[1] - told[0] >= 0.04


async def test_full_line_postpones(telegram: TelegramDouble, omar: Person) -> None:
    """A message that finds its chat at rest for long is not sent now, and is not lost."""
    async with opened(TelegramClient(telegram.token, telegram.base_address)) as client:
        client.pacer.refused(omar.id, 300)
        delivery = await Sender(client).deliver(Address(omar.id), Part("Hello", "Hello"))

    assert delivery.outcome is Outcome.POSTPONED
    assert delivery.pause == pytest.approx(300, abs=1)


async def test_refusals_are_counted(telegram: TelegramDouble, omar: Person) -> None:
    """Each time that Telegram asks to wait is counted, and what waits is shown."""
    metrics = Metrics()
    telegram.fail_next("sendMessage", 429, "Too Many Requests", retry_after=1)
    async with opened(TelegramClient(telegram.token, telegram.base_address, metrics=metrics)) as client:
        with pytest.raises(FloodError):
            await client.write(Address(omar.id), "Hello", is_html=False)
    shown = metrics.render().decode()

    assert "sanad_telegram_floods_total 1.0" in shown
    assert "sanad_outgoing_waiting 0.0" in shown


async def test_refusal_of_the_bot(telegram: TelegramDouble, omar: Person) -> None:
    """When Telegram asks to wait in answer to a call that concerns no chat, nothing is sent to any."""
    telegram.fail_next("getMe", 429, "Too Many Requests", retry_after=300)
    client = TelegramClient(telegram.token, telegram.base_address)
    with pytest.raises(FloodError):
        await client.initialize()
    delivery = await Sender(client).deliver(Address(omar.id), Part("Hello", "Hello"))
    await client.shutdown()

    assert delivery.outcome is Outcome.POSTPONED


async def test_refusal_inside_a_turn() -> None:
    """A call that Telegram refuses for being too much makes its chat rest."""
    pacer = Pacer()
    with pytest.raises(FloodError):
        async with pacer.turn(ONE):
            raise FloodError(300)
    with pytest.raises(CrowdedError):
        async with pacer.turn(ONE):
            pass
    async with pacer.turn(TWO):
        waiting = pacer.waiting

    assert waiting == 0


async def test_turn_that_is_not_waited_for() -> None:
    """Who is cancelled while waiting leaves no place behind."""
    pacer = Pacer(Limits(burst=1))
    async with pacer.turn(ONE):
        waiting = asyncio.create_task(pacer.turn(ONE).__aenter__())
        await asyncio.sleep(0)
        before = pacer.waiting
        waiting.cancel()
        await asyncio.wait({waiting})

    assert (before, pacer.waiting) == (1, 0)
