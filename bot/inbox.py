"""What was received and is not answered yet: kept before its channel is told, so that no question is lost.

An event goes through three states, each of them in the database before the next begins:

1. *received*: kept, sealed; only now its channel is told that it arrived;
2. *answered*: what it asked for was done, and the reply is kept with it, all in one transaction;
3. *sent*: each part of the reply is marked before it is sent and after; then the event is gone, but for its number.

A process that dies in 1 leaves an event whose effects never happened: it is answered by the next one. In 2, the reply
is there to be sent. In 3, the part that was marked and not confirmed may have been sent: see `Waiting.is_uncertain`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

MOST_WAITING: Final = 20
"""Events of one conversation that wait; nobody types faster than they are answered."""
MOST_OF_A_SENDER: Final = 60
"""Events of one sender that wait, in however many conversations."""


class LostClaimError(SanadError):
    """Another process has taken an event over, since this one was not heard of for too long."""

    def __init__(self) -> None:
        super().__init__("another process answers this event: this one was not heard of for too long")


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a channel that asks for an answer."""

    channel: str
    """Such as `telegram`."""
    number: int
    """By which its channel knows it; the same number is the same event."""
    conversation: str
    """Keyed: events of one conversation are answered in the order in which they were received."""
    sender: str
    """Keyed."""
    payload: bytes
    """Whatever it takes to answer it. At rest it is sealed, and erased once the event is done."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event that a process has claimed, to answer it or to send its reply."""

    id: int
    event: Event
    received_at: datetime
    is_flood: bool = False
    """Whether it stands for all that found the conversation full: its sender is asked for patience instead."""
    tries: int = 0
    """Claims before this one that came to nothing: each ended with its process, or was put back."""
    reply: bytes | None = None
    """What is to be sent; None until the effects of the event are kept."""
    sent: int = 0
    """Parts of the reply that were sent."""
    is_uncertain: bool = False
    """Whether the part after those may have been sent as well, by a process that died while it did so."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits."""

    events: int
    oldest: datetime | None
    """When the one was received that has waited longest; None when none waits."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a batch of events; the rest of it was known already."""

    new: int
    """Kept, to be answered."""
    dropped: int
    """Of conversations or senders that have too much waiting; known by their numbers from now on."""


class Inbox(Protocol):
    """Keeps events until they are done. All processes on one database share it."""

    async def receive(self, events: Sequence[Event], *, at: datetime) -> Receipt:
        """Keep the events that are new, and return when a crash, or a power cut, cannot lose them any more.

        Of what finds `MOST_WAITING` of its conversation, or `MOST_OF_A_SENDER` of its sender, the first is kept as a
        flood, and nothing of the others but their numbers, until that flood is done.
        """
        ...

    async def claim(self, holder: str, *, most: int, at: datetime) -> Sequence[Waiting]:
        """Claim events that nobody alive has claimed: of each conversation the first only, the longest waiting first.

        Who is alive is told by the leases: a holder whose lease on its own name has ended at `at` is not. Whoever asks
        is alive, and is not given again what it holds already. What cannot be opened, since it was sealed under a
        secret that is lost, comes with an empty payload.
        """
        ...

    async def answered(self, waiting: Waiting, holder: str, reply: bytes) -> None:
        """Keep the reply. It is kept together with the effects of the event where `Transactions.together` spans both.

        Raises:
            LostClaimError: the event is not claimed by the holder any more; nothing is kept.
        """
        ...

    async def sending(self, waiting: Waiting, holder: str, part: int) -> None:
        """Mark that a part of the reply, counted from 0, is about to be sent; those before it were.

        Raises:
            LostClaimError: as above; it must not be sent.
        """
        ...

    async def done(self, waiting: Waiting, holder: str) -> None:
        """Erase the event, but for its number. Of an event that another holds nothing happens."""
        ...

    async def put_back(self, waiting: Waiting, holder: str) -> None:
        """Take back one claim of a holder who cannot see to the event now; it counts as a try.

        Of an event that another holds nothing happens.
        """
        ...

    async def let_go(self, holder: str, *, but: Collection[int] = ()) -> int:
        """Take back all claims of a holder, `but` those of some events; how many. They count as no tries."""
        ...

    async def backlog(self) -> Backlog:
        """How much waits, claimed or not."""
        ...

    async def forget(self, *, before: datetime) -> int:
        """Erase the numbers of events that were received before that; how many."""
        ...
