"""The whole path of a message, from its text to the reply, with stores in memory."""

from __future__ import annotations

import asyncio
import resource
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.timing import awaited_durations, durations
from bot.clock import SystemClock
from bot.library_cache import cached_library
from bot.storage.memory import MemoryDayKeys, MemorySessions, MemoryTallies, MemoryVotes, NoGaps
from handlers.conversation import Conversation
from handlers.model import Message
from handlers.shelf import Shelf
from knowledge.text.language import Detected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.library import Library
    from handlers.model import Reply
    from knowledge.search.finder import Finding

_STATUS: Final = Path("/proc/self/status")


def replies_and_memory(knowledge: Path, texts: Sequence[str]) -> tuple[list[float], float]:
    """Seconds for each reply, and the megabytes of this process after them; to be called in a fresh one."""
    seconds = asyncio.run(reply_durations(cached_library(knowledge), texts))
    return seconds, resident_megabytes()


def search_durations(knowledge: Path, texts: Sequence[str]) -> list[float]:
    """Seconds to find what each text asks, without what else is done to reply; to be called in a fresh process."""
    library = cached_library(knowledge)

    def find(text: str) -> Finding:
        return library.finder.find(text, is_arabizi=library.detector.detect(text) is Detected.ARABIZI)

    durations(find, texts[:10])  # warms up, as for replies
    return durations(find, texts)


async def reply_durations(library: Library, texts: Sequence[str]) -> list[float]:
    """Seconds for each reply, every text in a conversation of its own; the first ten warm up and are not counted.

    What is recorded of gaps has a table of its own.
    """
    stores = (MemorySessions(), NoGaps(), MemoryVotes(), MemoryTallies(), MemoryDayKeys())
    conversation = Conversation(Shelf(library), *stores, SystemClock(), b"a secret of the benchmark")
    numbers = count()

    async def reply(text: str) -> Reply:
        key = f"benchmark:{next(numbers)}"
        return await conversation.reply(Message(text, key, key))

    await awaited_durations(reply, texts[:10])
    return await awaited_durations(reply, texts)


def resident_megabytes() -> float:
    """Memory of this process: what it has now where Linux tells, else the most it ever had."""
    if _STATUS.is_file():
        lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="utf-8").splitlines() if ":" in line)
        return int(lines["VmRSS"].split()[0]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
