"""`python -m benchmarks.follow_ups SETS...`: fits `tuning.WEIGHTS_CONTINUED` anew to conversations, ready to be pasted.

Every message after the first of a conversation is asked as it comes, and what speaks for each target that it may ask is
weighed as in `benchmarks.calibrate`. What is used here can no longer judge the result. Beside them count the follow-ups
of the knowledge, told and not, each as if nothing had been learnt of those of its entry.
"""

from __future__ import annotations

import asyncio
import math
import os
import sys
from dataclasses import replace
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
from handlers.model import Message, Session
from handlers.remembering import session_after
from handlers.table import handle
from knowledge.search import tuning
from knowledge.search.asked_after import all_asked_after
from knowledge.search.continuation import Continuation
from knowledge.search.experience import Experience

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.question_sets import Dialogue
    from handlers.conversation import Conversation
    from handlers.library import Library
    from knowledge.schema import Entry
    from knowledge.search.bearing import Bearing

FITTED: Final = tuple(tuning.WEIGHTS_CONTINUED)
UNANSWERED_COUNTS: Final = 5.0
"""How much more a message counts that nothing answers: after an answer there is always an entry at hand to be taken."""
LEFT_OUT_COUNTS: Final = 0.05
"""What a follow-up of the knowledge counts beside a message of a conversation."""
UNTOLD_COUNTS: Final = LEFT_OUT_COUNTS / 2
"""The same for one that is not told; they are a fifth of all, more than in conversations."""
FOLDS: Final = 4
"""Parts of the entries of which nothing is learnt in turn."""
EACH: Final = 4
"""Of so many follow-ups one is asked."""
TRIED: Final = 5
"""Phrasings of an entry of which one has to be answered by it, so that its follow-ups can be asked."""
ALSO_MEANT: Final = 0.1
"""Probability from which another entry may be meant by a follow-up that is told, so that it is no wrong answer."""
RATHER_MEANT: Final = 0.6
"""The same from which another entry answers one that is not told by its own."""
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class _Target(NamedTuple):
    """What a message may ask, with what speaks for it."""

    id: str
    evidence: Bearing


async def asked_in(conversation: Conversation, dialogues: Sequence[Dialogue]) -> list[Asked]:
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


def left_out(library: Library) -> Iterator[Asked]:
    """The follow-ups of every entry after its answer, as if nothing had been learnt of those of its quarter of entries.

    Other entries that may be meant, too, are left out, since nobody has told which of them are.
    """
    entries = library.knowledge.entries
    for fold in range(FOLDS):
        held = list(entries)[fold::FOLDS]
        bare = {one: replace(entries[one], follow_ups=(), unanswered=()) for one in held}
        seen = {**entries, **bare}
        heard = {one: what for one, what in library.knowledge.heard.items() if one not in bare}
        experience = Experience(
            library.finder.index,
            seen.values(),
            library.finder.reader,
            heard=heard,
            like=library.finder.experience,
        )
        without = replace(library, continuation=Continuation(library.finder, seen, experience=experience))
        for entry in map(entries.__getitem__, held):
            session = _after_answer(without, entry)
            for one in list(all_asked_after([entry]))[::EACH] if session is not None else ():
                inquiry = Inquiry(Message(one.text, "", ""), session or Session(), without)
                yield from _follow_up(inquiry, entry, is_told=one.is_told)


def _after_answer(library: Library, entry: Entry) -> Session | None:
    """What is remembered of an entry's answer; None where none of its first phrasings is answered by it."""
    for phrasing in entry.questions[:TRIED]:
        outcome = handle(Inquiry(Message(phrasing.text, "", ""), Session(), library))
        if outcome.reply.entry == entry.id:
            return session_after(Session(), outcome)
    return None


def _follow_up(inquiry: Inquiry, entry: Entry, *, is_told: bool) -> Iterator[Asked]:
    found = following.bearings(inquiry)
    odds = {target: math.exp(bearing.strength) for target, bearing in found.items()}
    total = 1.0 + sum(odds.values())
    others = {target for target in odds if target != entry.id}
    if is_told and entry.id in found:
        kept = [one for one in found.items() if one[0] not in others or odds[one[0]] < ALSO_MEANT * total]
        yield Asked([_Target(*one) for one in kept], {entry.id}, LEFT_OUT_COUNTS)
    elif not is_told and found and all(odds[other] < RATHER_MEANT * total for other in others):
        yield Asked([_Target(*one) for one in found.items()], (), UNTOLD_COUNTS)


def _pasted(weights: Mapping[str, float]) -> Iterator[str]:
    """The weights as they stand in `tuning`."""
    yield "WEIGHTS_CONTINUED: Final[Mapping[str, float]] = {"
    yield from (f'    "{name}": {weight:.2f},' for name, weight in weights.items())
    yield "}"


def main(sets: Sequence[str]) -> None:
    """Ask everything, fit, and print what changed."""
    conversation = forgetful_conversation(read_settings(os.environ))
    dialogues = read_sets([Path(name) for name in sets], conversation.library.knowledge.entries)
    asked = [*asyncio.run(asked_in(conversation, dialogues)), *left_out(conversation.library)]
    outcomes = Outcomes.of(asked, FITTED, {}, UNANSWERED_COUNTS)
    fitted, present = fit(outcomes), np.array(list(tuning.WEIGHTS_CONTINUED.values()))
    print(f"# {len(outcomes.counts)} messages, of which {int(outcomes.is_unanswered.sum())} have no answer")
    print(f"# cost with the present weights {cost(present, outcomes):.4f}, with these {cost(fitted, outcomes):.4f}")
    print(*_pasted(dict(zip(FITTED, fitted, strict=True))), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
