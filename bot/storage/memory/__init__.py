"""Twins of the stores that keep everything in memory: for tests, and for a chat that leaves nothing behind."""

from bot.storage.memory.day_keys import MemoryDayKeys
from bot.storage.memory.feedback import MemoryTallies, MemoryVotes
from bot.storage.memory.gaps import MemoryGapQueue, NoGaps
from bot.storage.memory.inbox import MemoryInbox
from bot.storage.memory.links import MemoryLinkChecks
from bot.storage.memory.releases import MemoryDrafts, MemoryReleases
from bot.storage.memory.replicas import MemoryDuties, MemoryLeases
from bot.storage.memory.sessions import MemorySessions
from bot.storage.memory.staff import MemoryAuditLog, MemoryMemberships, MemoryTickets

__all__ = [
    "MemoryAuditLog",
    "MemoryDayKeys",
    "MemoryDrafts",
    "MemoryDuties",
    "MemoryGapQueue",
    "MemoryInbox",
    "MemoryLeases",
    "MemoryLinkChecks",
    "MemoryMemberships",
    "MemoryReleases",
    "MemorySessions",
    "MemoryTallies",
    "MemoryTickets",
    "MemoryVotes",
    "NoGaps",
]
