"""Twins of the stores that keep everything in memory: for tests, and for a chat that leaves nothing behind."""

from bot.storage.memory.gaps import MemoryGapQueue
from bot.storage.memory.sessions import MemorySessions

__all__ = ["MemoryGapQueue", "MemorySessions"]
