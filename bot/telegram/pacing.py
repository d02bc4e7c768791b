"""When each message may go out: within Telegram's limits, and no chat at the expense of another.

What Telegram allows is known from its FAQ for bots: about one message a second in a chat, with short bursts; 20 a
minute in a group; 30 a second in all. Changing a message counts like sending one (github.com/tdlib/td/issues/3034);
acknowledging a tap does not count (github.com/tdlib/telegram-bot-api/issues/648), nor do calls that no chat sees.

When Telegram asks to wait, it does not say whether it means a chat or the bot. It is taken to mean the chat, where
limits are lowest. Several chats that are refused, with nothing delivered in between, are no coincidence: then the bot
has to rest. A rest ends when it ends: whatever is delivered meanwhile, elsewhere or from before, shortens none.
"""

from __future__ import annotations

import asyncio
import math
from bisect import bisect_left, insort
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from itertools import count, islice
from typing import TYPE_CHECKING, Final, Protocol

from bot.telegram.errors import CrowdedError, FloodError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

REFUSALS_IN_A_ROW: Final = 3
"""Chats that are refused until the whole bot rests."""
_SWEPT: Final = 2
"""Chats that are looked at whenever one is added, so that idle ones go faster than others come."""


class Urgency(Enum):
    """How long something may be held back in favour of others; the value is in seconds.

    It stands in line as if it had come so much later: it lets others pass, and is not passed for ever.
    """

    ANSWER = 0.0
    """Somebody waits for it."""
    PUSH = 10.0
    """Nobody does."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much goes out, and how much may wait."""

    overall: int = 30
    """Messages in any second."""
    group: int = 20
    """Messages in any minute in one group."""
    burst: int = 4
    """Messages at once in one private chat."""
    every: float = 1.0
    """Seconds for each further one there."""
    waiting: int = 1000
    """Messages that wait; more are refused."""
    waiting_in_chat: int = 100
    """Of these, in one chat."""
    longest_rest: float = 60.0
    """Seconds; for a chat that has to rest longer nothing waits, but is refused."""


TELEGRAMS: Final = Limits()


@dataclass(frozen=True, slots=True, order=True)
class Ticket:
    """A place in the line."""

    due: float
    number: int
    chat: int = field(compare=False)


class Schedule:
    """Whose turn it is. It has no clock: it is told the moment, in seconds, and moments never go back."""

    def __init__(self, limits: Limits = TELEGRAMS) -> None:
        self._limits = limits
        self._overall = _Window(limits.overall, 1.0)
        self._chats: dict[int, _Chat] = {}
        self._line: list[Ticket] = []
        self._numbers = count()
        self._rests_until = -math.inf
        self._refused: set[int] = set()
        """Chats that were refused since something was delivered."""
        self._processes = 1

    @property
    def waiting(self) -> int:
        """Tickets whose turn has not come."""
        return len(self._line)

    @property
    def known(self) -> int:
        """Chats of which something is remembered."""
        return len(self._chats)

    def share(self, processes: int) -> None:
        """Leave room for others: so many processes speak for the same bot, this one among them."""
        self._processes = max(processes, 1)

    def join(self, number: int, urgency: Urgency, now: float) -> Ticket:
        """Stand in line for a message to a chat.

        Raises:
            CrowdedError: too many do, or the chat has to rest for too long.
        """
        chat = self._chat(number, now)
        rest = max(self._rests_until, chat.rests_until) - now
        if rest > self._limits.longest_rest:
            raise CrowdedError(rest)
        if len(self._line) >= self._limits.waiting or chat.waiting >= self._limits.waiting_in_chat:
            raise CrowdedError(self._limits.waiting / self._limits.overall)
        ticket = Ticket(now + urgency.value, next(self._numbers), number)
        insort(self._line, ticket)
        chat.waiting += 1
        return ticket

    def leave(self, ticket: Ticket) -> None:
        """Give a ticket up; one whose turn has come is spent."""
        place = bisect_left(self._line, ticket)
        if self._line[place : place + 1] == [ticket]:
            del self._line[place]
            self._chats[ticket.chat].waiting -= 1

    def go(self, now: float) -> Iterator[Ticket]:
        """The tickets whose turn it is, the first in line first; each counts from then on."""
        while self._free_at() <= now:
            ticket = next((one for one in self._line if self._chat_free_at(one) <= now), None)
            if ticket is None:
                return
            self.leave(ticket)
            self._overall.take(now)
            self._chats[ticket.chat].pace.take(now)
            yield ticket

    def next_at(self) -> float | None:
        """When it is somebody's turn; None while nobody waits."""
        if not self._line:
            return None
        return max(self._free_at(), min(map(self._chat_free_at, self._line)))

    def refused(self, number: int | None, seconds: float, now: float) -> None:
        """Telegram asks to wait before anything goes to a chat again; or, without one, anywhere."""
        if number is not None:
            self._refused.add(number)
            chat = self._chat(number, now)
            chat.rests_until = max(chat.rests_until, now + seconds)
        if number is None or len(self._refused) >= REFUSALS_IN_A_ROW:
            self._rests_until = max(self._rests_until, now + seconds)

    def delivered(self) -> None:
        """Something arrived: what was refused before it was the chat's own affair."""
        self._refused.clear()

    def _free_at(self) -> float:
        return max(self._rests_until, self._overall.free_at(self._processes))

    def _chat_free_at(self, ticket: Ticket) -> float:
        chat = self._chats[ticket.chat]
        return max(chat.rests_until, chat.pace.free_at(self._processes))

    def _chat(self, number: int, now: float) -> _Chat:
        if number not in self._chats:
            self._sweep(now)
            # Groups and channels have negative numbers.
            is_group = number < 0
            pace = _Window(self._limits.group, 60.0) if is_group else _Bucket(self._limits.burst, self._limits.every)
            self._chats[number] = _Chat(pace)
        return self._chats[number]

    def _sweep(self, now: float) -> None:
        """Forget the longest known chats that are idle; others are looked at again after all the rest."""
        for number in list(islice(self._chats, _SWEPT)):
            chat = self._chats.pop(number)
            if not chat.is_idle(now):
                self._chats[number] = chat


class Pacer:
    """The line of one process, in its event loop."""

    def __init__(self, limits: Limits = TELEGRAMS) -> None:
        self._schedule = Schedule(limits)
        self._turns: dict[Ticket, asyncio.Future[None]] = {}
        self._timer: asyncio.TimerHandle | None = None

    @property
    def waiting(self) -> int:
        """Messages that wait for their turn."""
        return self._schedule.waiting

    def share(self, processes: int) -> None:
        """Leave room for others: so many processes speak for the same bot, this one among them."""
        self._schedule.share(processes)

    @asynccontextmanager
    async def turn(self, chat: int, urgency: Urgency = Urgency.ANSWER) -> AsyncIterator[None]:
        """Make a call that a chat sees, inside, when its turn has come.

        Raises:
            CrowdedError: too many wait, or the chat has to rest for too long.
        """
        await self._wait(chat, urgency)
        try:
            yield
        except FloodError as flood:
            self.refused(chat, flood.seconds)
            raise
        self._schedule.delivered()

    def refused(self, chat: int | None, seconds: float) -> None:
        """Telegram asks to wait before anything goes to a chat again; or, without one, anywhere."""
        self._schedule.refused(chat, seconds, asyncio.get_running_loop().time())

    async def _wait(self, chat: int, urgency: Urgency) -> None:
        loop = asyncio.get_running_loop()
        ticket = self._schedule.join(chat, urgency, loop.time())
        self._turns[ticket] = turn = loop.create_future()
        try:
            self._advance()
            await turn
        finally:
            del self._turns[ticket]
            self._schedule.leave(ticket)

    def _advance(self) -> None:
        loop = asyncio.get_running_loop()
        for ticket in self._schedule.go(loop.time()):
            if not self._turns[ticket].done():
                self._turns[ticket].set_result(None)
        if self._timer is not None:
            self._timer.cancel()
        following = self._schedule.next_at()
        self._timer = loop.call_at(following, self._advance) if following is not None else None


class _Pace(Protocol):
    """How often something may be done."""

    def free_at(self, processes: int) -> float:
        """When it may be done again, where so many processes share the allowance."""
        ...

    def take(self, now: float) -> None:
        """It is done."""
        ...

    def is_idle(self, now: float) -> bool:
        """Whether it might as well never have been done."""
        ...


class _Window:
    """So many in any so many seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._most = most
        self._taken: deque[float] = deque(maxlen=most)

    def free_at(self, processes: int) -> float:
        most = max(self._most // processes, 1)
        return self._taken[-most] + self._seconds if len(self._taken) >= most else -math.inf

    def take(self, now: float) -> None:
        while self._taken and self._taken[0] + self._seconds <= now:
            self._taken.popleft()
        self._taken.append(now)

    def is_idle(self, now: float) -> bool:
        return not self._taken or self._taken[-1] + self._seconds <= now


class _Bucket:
    """So many at once, and one more after every so many seconds."""

    def __init__(self, burst: int, every: float) -> None:
        self._burst = burst
        self._every = every
        self._full_at = -math.inf

    def free_at(self, processes: int) -> float:  # noqa: ARG002 - one process at a time answers in a private chat
        return self._full_at - (self._burst - 1) * self._every

    def take(self, now: float) -> None:
        self._full_at = max(self._full_at, now) + self._every

    def is_idle(self, now: float) -> bool:
        return self._full_at <= now


@dataclass(slots=True)
class _Chat:
    pace: _Pace
    waiting: int = 0
    rests_until: float = -math.inf

    def is_idle(self, now: float) -> bool:
        return self.waiting == 0 and self.rests_until <= now and self.pace.is_idle(now)
