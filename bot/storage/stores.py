"""All stores together, on a database or in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bot.storage import memory
from handlers.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.storage.database import Database
    from handlers.ports import Clock, Sessions
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

    @classmethod
    def on(cls, database: Database) -> Self:
        """Everything in one database."""
        from bot.storage import sql  # noqa: PLC0415 - SQLAlchemy costs a third of a second that memory saves

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
        )

    @classmethod
    def in_memory(cls) -> Self:
        """Everything gone with the process."""
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
