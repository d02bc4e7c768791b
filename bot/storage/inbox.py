"""The inbox in the database."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, case, delete, func, insert, or_, select, update

from bot import logs
from bot.inbox import Backlog, Event, LostClaimError, Receipt, Waiting
from bot.sealing import BrokenSealError
from bot.storage.crowds import Admission, Crowd
from bot.storage.tables import EVENTS_SEEN, INBOX, LEASES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.sql.dml import ReturningUpdate, UpdateBase

    from bot.sealing import Seal
    from bot.storage.database import Database
    from bot.storage.installation import Installation

_BACKLOG: Final = select(func.count(), func.min(INBOX.c.received_at))
_IS_HELD: Final = INBOX.c.id == bindparam("event"), INBOX.c.holder == bindparam("by")
_ANSWERED: Final = update(INBOX).where(*_IS_HELD).values(reply=bindparam("reply"))
_SENDING: Final = update(INBOX).where(*_IS_HELD).values(sent=bindparam("part"), is_uncertain=True)
_DONE: Final = delete(INBOX).where(*_IS_HELD)
_PUT_BACK: Final = update(INBOX).where(*_IS_HELD).values(holder=None, tries=INBOX.c.tries + 1)

_LOG: Final = logging.getLogger(__name__)


class SqlInbox:
    """The port `Inbox` on the database.

    Of two events of one conversation that two processes receive at the same moment either may be kept first: a channel
    has to hand in the second when the first was received, as Telegram does.
    """

    def __init__(self, database: Database, seal: Seal, installation: Installation) -> None:
        self._database = database
        self._seal = seal
        self._installation = installation

    async def receive(self, events: Sequence[Event], *, at: datetime) -> Receipt:
        if not events:
            return Receipt(0, 0)
        async with self._database.writing(alone=False, durable=True) as connection:
            unknown = await self._unknown(connection, events, at)
            crowd = await _crowd(connection, [self._marks(event) for event in unknown])
            rows = self._admitted(unknown, crowd, at)
            if rows:
                await connection.execute(insert(INBOX), rows)
        return Receipt(len(rows), len(unknown) - len(rows))

    async def _unknown(self, connection: AsyncConnection, events: Sequence[Event], at: datetime) -> list[Event]:
        """The events that were not received before, each once; from now on they are known."""
        distinct: dict[tuple[str, int], Event] = {}
        for event in events:
            distinct.setdefault((event.channel, event.number), event)
        new = self._database.insert(EVENTS_SEEN).on_conflict_do_nothing()
        key = EVENTS_SEEN.c.channel, EVENTS_SEEN.c.number
        # In one order for all processes, which wait for each other where they receive the same.
        rows = [{"channel": channel, "number": number, "received_at": at} for channel, number in sorted(distinct)]
        unknown = {(row.channel, row.number) for row in await connection.execute(new.returning(*key), rows)}
        return [event for key, event in distinct.items() if key in unknown]

    def _admitted(self, events: Sequence[Event], crowd: Crowd, at: datetime) -> list[dict[str, Any]]:
        """A row for each event that is kept."""
        admitted = ((event, crowd.admit(*self._marks(event))) for event in events)
        return [
            self._row(event, at, is_flood=admission is Admission.STANDS_FOR_A_FLOOD)
            for event, admission in admitted
            if admission is not Admission.IS_DROPPED
        ]

    def _row(self, event: Event, at: datetime, *, is_flood: bool) -> dict[str, Any]:
        conversation, sender = self._marks(event)
        return {
            "channel": event.channel,
            "number": event.number,
            "conversation": conversation,
            "sender": sender,
            "sealed": self._seal.seal(_content(event), _about("event", event.channel, event.number)),
            "received_at": at,
            "is_flood": is_flood,
            "tries": 0,
            "sent": 0,
            "is_uncertain": False,
        }

    def _marks(self, event: Event) -> tuple[int, int]:
        return self._seal.mark(event.conversation.encode()), self._seal.mark(event.sender.encode())

    async def claim(self, holder: str, *, most: int, at: datetime) -> Sequence[Waiting]:
        async with self._database.writing(alone=False) as connection:
            rows = await connection.execute(_CLAIM, {"by": holder, "most": most, "at": at})
            return [await self._read(connection, row) for row in sorted(rows, key=attrgetter("id"))]

    async def answered(self, waiting: Waiting, holder: str, reply: bytes) -> None:
        sealed = self._seal.seal(reply, _about("reply", waiting.event.channel, waiting.event.number))
        await self._change(_ANSWERED, waiting, holder, reply=sealed)

    async def sending(self, waiting: Waiting, holder: str, part: int) -> None:
        await self._change(_SENDING, waiting, holder, part=part)

    async def done(self, waiting: Waiting, holder: str) -> None:
        with suppress(LostClaimError):
            await self._change(_DONE, waiting, holder)

    async def put_back(self, waiting: Waiting, holder: str) -> None:
        with suppress(LostClaimError):
            await self._change(_PUT_BACK, waiting, holder)

    async def _change(self, statement: UpdateBase, waiting: Waiting, holder: str, **values: object) -> None:
        async with self._database.writing_once() as connection:
            changed = await connection.execute(statement, {"event": waiting.id, "by": holder, **values})
            if not changed.rowcount:
                raise LostClaimError

    async def let_go(self, holder: str, *, but: Collection[int] = ()) -> int:
        free = update(INBOX).where(INBOX.c.holder == holder, INBOX.c.id.not_in(tuple(but))).values(holder=None)
        async with self._database.writing_once() as connection:
            freed = await connection.execute(free)
        return freed.rowcount

    async def backlog(self) -> Backlog:
        async with self._database.reading_once() as connection:
            return await backlog(connection)

    async def forget(self, *, before: datetime) -> int:
        async with self._database.writing_once() as connection:
            erased = await connection.execute(delete(EVENTS_SEEN).where(EVENTS_SEEN.c.received_at < before))
        return erased.rowcount

    async def _read(self, connection: AsyncConnection, row: Row[*tuple[Any, ...]]) -> Waiting:
        try:
            return self._opened(row)
        except BrokenSealError:
            # Whoever has the installation's secret can open it: then nobody else may claim it.
            await self._installation.check(connection)
            logs.event(_LOG, "event_not_opened", level=logging.ERROR)
            lost = Event(row.channel, row.number, str(row.conversation), str(row.sender), b"")
            return _waiting(row, lost, None)

    def _opened(self, row: Row[*tuple[Any, ...]]) -> Waiting:
        about = _about("event", row.channel, row.number), _about("reply", row.channel, row.number)
        head, _, payload = self._seal.open(row.sealed, about[0]).partition(b"\n")
        conversation, sender = json.loads(head)
        event = Event(row.channel, row.number, conversation, sender, payload)
        return _waiting(row, event, None if row.reply is None else self._seal.open(row.reply, about[1]))


async def backlog(connection: AsyncConnection) -> Backlog:
    """How much waits in a database, claimed or not; nothing has to be opened for that."""
    events, oldest = (await connection.execute(_BACKLOG)).one()
    return Backlog(events, oldest)


def _waiting(row: Row[*tuple[Any, ...]], event: Event, reply: bytes | None) -> Waiting:
    return Waiting(row.id, event, row.received_at, row.is_flood, row.tries, reply, row.sent, row.is_uncertain)


async def _crowd(connection: AsyncConnection, marks: Sequence[tuple[int, int]]) -> Crowd:
    """What waits already of these conversations and senders."""
    is_of_either = or_(
        INBOX.c.conversation.in_({conversation for conversation, _ in marks}),
        INBOX.c.sender.in_({sender for _, sender in marks}),
    )
    query = select(INBOX.c.conversation, INBOX.c.sender, INBOX.c.is_flood).where(is_of_either)
    return Crowd(tuple(row) for row in await connection.execute(query))


def _claim() -> ReturningUpdate[Any]:
    """Claims the oldest heads of conversations that are free: `most` of them, at a moment, by a holder.

    PostgreSQL lets several processes do this at once: each passes over the rows that another is about to claim, and
    asks once more whether those that it got are free.
    """
    same = INBOX.alias("same")
    # Looked up for one row after the other: a join would read all that waits, however few are wanted.
    head = select(func.min(same.c.id)).where(same.c.conversation == INBOX.c.conversation).scalar_subquery()
    alive = select(LEASES.c.holder).where(LEASES.c.name == LEASES.c.holder, LEASES.c.until > bindparam("at"))
    is_free = or_(INBOX.c.holder.is_(None), INBOX.c.holder.not_in(alive) & (INBOX.c.holder != bindparam("by")))
    oldest = select(INBOX.c.id).where(INBOX.c.id == head, is_free).order_by(INBOX.c.id).limit(bindparam("most"))
    heads = oldest.with_for_update(skip_locked=True, of=INBOX).cte("heads")
    tries = INBOX.c.tries + case((INBOX.c.holder.is_(None), 0), else_=1)
    claimed = update(INBOX).where(INBOX.c.id.in_(select(heads.c.id)), is_free)
    return claimed.values(holder=bindparam("by"), tries=tries).returning(*INBOX.c)


_CLAIM: Final = _claim()


def _content(event: Event) -> bytes:
    """What is sealed of an event. JSON keeps the keys on one line, whatever they hold."""
    return json.dumps([event.conversation, event.sender]).encode() + b"\n" + event.payload


def _about(what: str, channel: str, number: int) -> bytes:
    """Ties what is sealed to its event: in the row of another it does not open."""
    return f"{what} {number} {channel}".encode()
