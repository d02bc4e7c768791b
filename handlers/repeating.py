"""What is answered by the answer just given, once more: 'are you sure?', 'who says so?'."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import compose
from handlers.inquiry import CLEARLY_SAID, Outcome
from handlers.model import Intent
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from handlers.inquiry import Inquiry
    from handlers.model import Turn

LONGEST: Final = 9
"""Words up to which a message may be nothing but doubt, or a question for who says so."""
_TOLD_BY_EVERY_CLAIM: Final = frozenset({"date", "person"})
"""Kinds of question that every claim answers, where they are asked of the claim itself."""
_SAYERS: Final = frozenset(
    {"speak", "report", "announce", "organisation", "state-country", "official-status", "document", "website", "media"}
)
"""Concepts for whoever may be behind an answer, and for saying: 'according to which organisation?'."""


def again(inquiry: Inquiry) -> Outcome | None:
    """The answer of the turn before, with its sources, to whoever doubts it or asks who is behind it."""
    turn = inquiry.session.turn
    if turn is None or turn.entry is None or len(inquiry.tokens) > LONGEST:
        return None
    said = _rejoinder(inquiry)
    if not said or not _is_of_the_answer(inquiry, turn, said):
        return None
    reply = compose.again(inquiry.library, turn, inquiry.language, 1.0)
    return Outcome(reply) if reply is not None else None


def _rejoinder(inquiry: Inquiry) -> Collection[str]:
    """The words that doubt an answer or ask for who is behind it. Doubt alone may be assent: 'right, and in Syria?'."""
    rejoinders, heard = inquiry.library.repertoire.rejoinders, inquiry.heard.intent
    said, doubts = rejoinders.asking_who_says(inquiry.tokens), rejoinders.doubting(inquiry.tokens)
    if said or doubts.issuperset(inquiry.tokens):
        return said | doubts
    if heard is None or heard.id != Intent.SOURCES:
        return frozenset()
    if doubts:
        return doubts
    # Every claim tells since when it holds, and who says so: 'which year is that from?', 'متى قيل هذا؟'.
    asks_told = not inquiry.question.kinds.isdisjoint(_TOLD_BY_EVERY_CLAIM) and "since" not in inquiry.question.times
    if asks_told and heard.nearness < CLEARLY_SAID:
        return frozenset(inquiry.tokens)
    # What is almost a phrase is that phrase, slips and all: 'acording to whom'.
    is_phrase = heard.nearness >= CLEARLY_SAID and rejoinders.asking_who_says(words(heard.phrasing.text))
    return frozenset(inquiry.tokens) if is_phrase else frozenset()


def _is_of_the_answer(inquiry: Inquiry, turn: Turn, said: Collection[str]) -> bool:
    """Whether all that a message names besides is told by the claims that were shown."""
    library = inquiry.library
    entry = library.knowledge.entries.get(turn.entry or "")
    if entry is None:
        return False
    features = [one for one in inquiry.subjects if not set(one.word.split()) <= set(said) and one.id not in _SAYERS]
    asked = replace(inquiry.question, features=tuple(one for one in features if one.is_known), kinds=frozenset())
    shown = compose.shown_in(entry, turn)
    telling = [claim for claim in library.finder.naming(entry, asked) if claim in shown]
    return bool(telling) and all(any(claim.period.overlaps(date) for claim in telling) for date in asked.dates)
