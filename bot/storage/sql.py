"""The stores on a database."""

from bot.storage.audit import SqlAuditLog
from bot.storage.day_keys import SqlDayKeys
from bot.storage.drafts import SqlDrafts
from bot.storage.gaps import SqlGapQueue
from bot.storage.inbox import SqlInbox
from bot.storage.links import SqlLinkChecks
from bot.storage.memberships import SqlMemberships
from bot.storage.releases import SqlReleases
from bot.storage.replicas import SqlDuties, SqlLeases
from bot.storage.sessions import SqlSessions
from bot.storage.tallies import SqlTallies
from bot.storage.tickets import SqlTickets
from bot.storage.votes import SqlVotes

__all__ = [
    "SqlAuditLog",
    "SqlDayKeys",
    "SqlDrafts",
    "SqlDuties",
    "SqlGapQueue",
    "SqlInbox",
    "SqlLeases",
    "SqlLinkChecks",
    "SqlMemberships",
    "SqlReleases",
    "SqlSessions",
    "SqlTallies",
    "SqlTickets",
    "SqlVotes",
]
