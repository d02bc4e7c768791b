"""The whole, judged by questions of people who had not seen the phrasings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from questions.judging import conversations, verdict

from bot.clock import SystemClock
from bot.library_cache import cached_library
from bot.settings import SHIPPED_KNOWLEDGE
from bot.storage.memory import MemoryGapLog, MemorySessions
from handlers.conversation import Conversation
from handlers.model import Message

if TYPE_CHECKING:
    from handlers.library import Library

FOLDER: Final = Path(__file__).parent
LEAST: Final = {
    "first": {"right": 69, "right or helped": 80, "gap": 92, "intent": 88},
    "second": {"right": 78, "right or helped": 89, "gap": 88, "intent": 88},
    "first_conversations": {"right": 68, "right or helped": 74, "gap": 80, "intent": 85},
    "second_conversations": {"right": 80, "right or helped": 88, "gap": 95, "intent": 95},
}
"""Percent of the questions that expect an answer, of those that expect a gap, and of small talk."""
MOST: Final = {"wrong": 6, "false": 5}
"""Percent over all sets: answers with other facts, and answers where nothing is known."""


@pytest.fixture(scope="module")
def library() -> Library:
    return cached_library(SHIPPED_KNOWLEDGE)


async def judge(name: str, library: Library) -> Counter[tuple[str, str]]:
    """Ask every question of a set and count the verdicts by what was expected."""
    conversation = Conversation(library, MemorySessions(), MemoryGapLog(), SystemClock(), b"a secret of these tests")
    counts: Counter[tuple[str, str]] = Counter()
    for number, rows in enumerate(conversations(FOLDER / f"{name}.jsonl")):
        for row in rows:
            reply = await conversation.reply(Message(row.text, f"set:{number}", f"set:{number}"))
            counts[row.expect, verdict(row, reply, library)] += 1
    return counts


def percent(counts: Counter[tuple[str, str]], expect: str, *verdicts: str) -> float:
    total = sum(count for (expected, _), count in counts.items() if expected == expect)
    return 100 * sum(counts[expect, one] for one in verdicts) / total


@pytest.mark.parametrize("name", LEAST)
async def test_shares_are_held(name: str, library: Library) -> None:
    """As many questions as before are answered rightly, helped, left open rightly, and understood as small talk."""
    counts = await judge(name, library)
    reached = {
        "right": percent(counts, "answer", "right"),
        "right or helped": percent(counts, "answer", "right", "helped"),
        "gap": percent(counts, "gap", "right"),
        "intent": percent(counts, "intent", "right"),
    }

    assert {share: value for share, value in reached.items() if value < LEAST[name][share]} == {}


async def test_little_is_wrong(library: Library) -> None:
    """Over all sets hardly an answer has the wrong facts, and hardly one is given where nothing is known."""
    counts: Counter[tuple[str, str]] = Counter()
    for name in LEAST:
        counts += await judge(name, library)
    reached = {"wrong": percent(counts, "answer", "wrong"), "false": percent(counts, "gap", "false")}

    assert {share: value for share, value in reached.items() if value > MOST[share]} == {}
