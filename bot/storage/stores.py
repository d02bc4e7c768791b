"""All stores together, on a database or in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Self

from bot.bells import Bells
from bot.storage import memory
from bot.transactions import NoTransactions
from handlers.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.bells import Bell
    from bot.inbox import Inbox
    from bot.replicas import Duties, Leases
    from bot.storage.database import Database
    from bot.transactions import Transactions
    from handlers.ports import Clock, DayKeys, Sessions
    from handlers.shelf import Shelf
    from handlers.staff import Role
    from handlers.staff_ports import (
        AuditLog,
        Drafts,
        Examiner,
        GapQueue,
        LinkChecks,
        Memberships,
        Releases,
        Tallies,
        Tickets,
        Votes,
    )


@dataclass(frozen=True, slots=True)
class Stores:
    """An implementation of each port that keeps something."""

    sessions: Sessions
    gaps: GapQueue
    """Also the port `GapLog` of the conversation."""
    votes: Votes
    tallies: Tallies
    releases: Releases
    drafts: Drafts
    memberships: Memberships
    audit: AuditLog
    tickets: Tickets
    links: LinkChecks
    inbox: Inbox
    leases: Leases
    duties: Duties
    day_keys: DayKeys
    transactions: Transactions
    """Spans all of them."""
    bell: Callable[[str], Bell]
    """Hangs one more bell of a name, which rings when what it is for was kept here, or by another process."""
    recognise: Callable[[], Awaitable[None]]
    """Finds out whether the secret is the one that they are used with; raises an `OtherSecretError` if not."""
    wipe: Callable[[], Awaitable[bool]]
    """Leaves no trace of anything, if somebody has asked for something to be erased since the last time; whether so."""
    wipe_expired: Callable[[], Awaitable[bool]]
    """The same, if something has expired."""
    clock_ahead: Callable[[Clock], Awaitable[timedelta]]
    """By how much the database's clock is ahead of one; nothing where both are this machine's."""

    @classmethod
    def on(cls, database: Database, secret: bytes, *, before: Sequence[bytes] = ()) -> Self:
        """Everything in one database.

        Args:
            database: open.
            secret: of the installation; seals what must not be readable at rest.
            before: earlier secrets, under which something may be sealed still.
        """
        # SQLAlchemy and the ciphers cost a third of a second that memory saves.
        from bot.sealing import Seal  # noqa: PLC0415 - the same
        from bot.storage import sql, traces  # noqa: PLC0415 - the same
        from bot.storage.installation import Installation  # noqa: PLC0415 - the same

        installation = Installation(database, secret, before=before)

        return cls(
            sql.SqlSessions(database),
            sql.SqlGapQueue(database),
            sql.SqlVotes(database),
            sql.SqlTallies(database),
            sql.SqlReleases(database),
            sql.SqlDrafts(database),
            sql.SqlMemberships(database),
            sql.SqlAuditLog(database),
            sql.SqlTickets(database),
            sql.SqlLinkChecks(database),
            sql.SqlInbox(database, Seal(secret, "inbox", before=before), installation),
            sql.SqlLeases(database),
            sql.SqlDuties(database),
            sql.SqlDayKeys(database, Seal(secret, "day keys", before=before)),
            database,
            database.bell,
            installation.recognise,
            partial(traces.wipe, database),
            partial(traces.wipe, database, traces.EXPIRED),
            partial(_clock_ahead, database),
        )

    @classmethod
    def in_memory(cls) -> Self:
        """Everything gone with the process."""
        leases = memory.MemoryLeases()
        return cls(
            memory.MemorySessions(),
            memory.MemoryGapQueue(),
            memory.MemoryVotes(),
            memory.MemoryTallies(),
            memory.MemoryReleases(),
            memory.MemoryDrafts(),
            memory.MemoryMemberships(),
            memory.MemoryAuditLog(),
            memory.MemoryTickets(),
            memory.MemoryLinkChecks(),
            memory.MemoryInbox(leases),
            leases,
            memory.MemoryDuties(),
            memory.MemoryDayKeys(),
            NoTransactions(),
            Bells().hang,
            _is_known,
            _is_clean,
            _is_clean,
            _in_step,
        )

    def desk(
        self,
        shelf: Shelf,
        examiner: Examiner,
        clock: Clock,
        appointed: Mapping[str, Role],
        *,
        fewest_askers: int = 1,
    ) -> Desk:
        """What staff work with, on these stores; the rest as `Desk` says."""
        return Desk(
            shelf=shelf,
            gaps=self.gaps,
            votes=self.votes,
            tallies=self.tallies,
            releases=self.releases,
            drafts=self.drafts,
            memberships=self.memberships,
            audit=self.audit,
            tickets=self.tickets,
            links=self.links,
            examiner=examiner,
            clock=clock,
            appointed=appointed,
            fewest_askers=fewest_askers,
        )


async def _clock_ahead(database: Database, clock: Clock) -> timedelta:
    from bot.storage.soundness import clock_difference  # noqa: PLC0415 - SQLAlchemy, as above

    async with database.reading() as connection:
        return await clock_difference(connection, clock)


async def _is_known() -> None:
    """Nothing outlives the process that has the secret."""


async def _is_clean() -> bool:
    return False


async def _in_step(_: Clock) -> timedelta:
    return timedelta()
