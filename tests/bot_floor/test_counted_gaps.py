"""Questions without an answer are counted by why, and recorded as if they were not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.counted_gaps import CountedGaps
from bot.metrics import Metrics
from bot.storage.memory import MemoryGapQueue
from handlers.model import Message

if TYPE_CHECKING:
    from handlers.conversation import Conversation


async def test_gap(conversation: Conversation) -> None:
    """What is asked in vain is one more gap in the log and in the measures, which have its reason and no word of it."""
    queue, metrics = MemoryGapQueue(), Metrics()
    counted = replace(conversation, gaps=CountedGaps(queue, metrics))
    await counted.reply(Message("xyzzy plugh", "telegram:7", "telegram:7"))
    measures = metrics.render().decode()

    assert 'sanad_gaps_total{reason="unknown"} 1.0' in measures
    assert "xyzzy" not in measures
    assert len(await queue.groups(limit=5)) == 1
