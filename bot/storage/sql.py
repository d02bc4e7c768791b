"""The stores on a database."""

from bot.storage.audit import SqlAuditLog
from bot.storage.drafts import SqlDrafts
from bot.storage.gaps import SqlGapQueue
from bot.storage.links import SqlLinkChecks
from bot.storage.memberships import SqlMemberships
from bot.storage.releases import SqlReleases
from bot.storage.sessions import SqlSessions
from bot.storage.tallies import SqlTallies
from bot.storage.tickets import SqlTickets
from bot.storage.votes import SqlVotes

__all__ = [
    "SqlAuditLog",
    "SqlDrafts",
    "SqlGapQueue",
    "SqlLinkChecks",
    "SqlMemberships",
    "SqlReleases",
    "SqlSessions",
    "SqlTallies",
    "SqlTickets",
    "SqlVotes",
]
