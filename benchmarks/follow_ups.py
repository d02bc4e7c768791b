"""`python -m benchmarks.follow_ups SETS...`: fits `tuning.WEIGHTS_CONTINUED` anew to conversations, ready to be pasted.

Every message after the first of a conversation is asked as it comes, and what speaks for each target that it may ask is
weighed as in `benchmarks.calibrate`. What is used here can no longer judge the result.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from benchmarks.calibrate import cost, fit
from benchmarks.outcomes import Asked, Outcomes
from bot.app import forgetful_conversation
from bot.question_sets import read_sets
from bot.settings import read_settings
from handlers import correcting, following, privacy
from handlers.inquiry import Inquiry
from handlers.judging import Expectation, holders
from handlers.model import Message
from knowledge.search import tuning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.question_sets import Dialogue
    from handlers.conversation import Conversation
    from knowledge.search.bearing import Bearing

FITTED: Final = tuple(tuning.WEIGHTS_CONTINUED)
UNANSWERED_COUNTS: Final = 12.0
"""How much more a message counts that nothing answers: after an answer there is always an entry at hand to be taken."""
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class _Target(NamedTuple):
    """What a message may ask, with what speaks for it."""

    id: str
    evidence: Bearing


async def asked_after(conversation: Conversation, dialogues: Sequence[Dialogue]) -> list[Asked]:
    """The messages that follow an answer, each with the targets that it may ask."""
    asked = [await _of_dialogue(conversation, str(number), dialogue) for number, dialogue in enumerate(dialogues)]
    return list(chain.from_iterable(asked))


async def _of_dialogue(conversation: Conversation, speaker: str, dialogue: Dialogue) -> list[Asked]:
    asked: list[Asked] = []
    library = conversation.library
    key = privacy.conversation_key(speaker, secret=conversation.secret)
    for row in dialogue:
        message = Message(row.text, speaker, speaker)
        session = await conversation.sessions.load(key, turn_since=_LONG_AGO)
        is_gap = row.expected.expectation is Expectation.GAP
        right = set(holders(row.expected.facts, library)) if not is_gap else set()
        found = following.bearings(correcting.meant(Inquiry(message, session, library)))
        if found and (is_gap or right):
            asked.append(Asked([_Target(*one) for one in found.items()], right, 1.0))
        await conversation.reply(message)
    return asked


def _pasted(weights: Mapping[str, float]) -> Iterator[str]:
    """The weights as they stand in `tuning`."""
    yield "WEIGHTS_CONTINUED: Final[Mapping[str, float]] = {"
    yield from (f'    "{name}": {weight:.2f},' for name, weight in weights.items())
    yield "}"


def main(sets: Sequence[str]) -> None:
    """Ask everything, fit, and print what changed."""
    conversation = forgetful_conversation(read_settings(os.environ))
    dialogues = read_sets([Path(name) for name in sets], conversation.library.knowledge.entries)
    outcomes = Outcomes.of(asyncio.run(asked_after(conversation, dialogues)), FITTED, {}, UNANSWERED_COUNTS)
    fitted, present = fit(outcomes), np.array(list(tuning.WEIGHTS_CONTINUED.values()))
    print(f"# {len(outcomes.counts)} messages, of which {int(outcomes.is_unanswered.sum())} have no answer")
    print(f"# cost with the present weights {cost(present, outcomes):.4f}, with these {cost(fitted, outcomes):.4f}")
    print(*_pasted(dict(zip(FITTED, fitted, strict=True))), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
