"""Short messages that go on from the turn before: 'and in Syria?', 'وسنة 2020؟', 'and before him?'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import compose
from handlers.facts import outcome_of
from handlers.inquiry import Inquiry, Outcome
from knowledge.claims import neighbour
from knowledge.dates import PartialDate
from knowledge.search.decide import Verdict
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from handlers.model import Turn
    from knowledge.schema import Claim, Entry
    from knowledge.search.evidence import Candidate
    from knowledge.search.finder import Finding
    from knowledge.search.question import Question

SHORT: Final = 8
"""Words up to which a message may be the continuation of the turn before it."""
BARE: Final = 2
"""Words up to which a name or a date alone ('Syria?', 'in 2019') is no small talk, although it resembles some."""
CLEARLY_SAID: Final = 0.8
"""Nearness from which small talk is small talk, however it begins."""
_STEPS: Final = {"before": -1, "after": 1}


def follow_up(inquiry: Inquiry) -> Outcome | None:
    """The answer to a message that makes sense together with the turn before, and less by itself."""
    turn = inquiry.session.turn
    if turn is None or not turn.features or not _may_continue(inquiry):
        return None
    finding = inquiry.library.finder.follow(turn.features, turn.kinds, turn.entry, inquiry.question)
    entry = inquiry.library.knowledge.entries.get(turn.entry or "")
    if entry is not None and not inquiry.question.features:
        return _another_time(inquiry, entry, turn, finding.question)
    return _joined(inquiry, finding)


def _may_continue(inquiry: Inquiry) -> bool:
    """Whether a message is short and opens, points back, or is cut short like a continuation."""
    tokens, question = words(inquiry.text), inquiry.question
    said, repertoire = inquiry.intent, inquiry.library.repertoire
    names_something = bool(question.features or question.dates or question.times)
    is_clearly_said = said is not None and (said.nearness >= CLEARLY_SAID or not names_something)
    if not tokens or len(tokens) > SHORT or is_clearly_said:
        return False
    is_small_talk = said is not None and (len(tokens) > BARE or not (question.features or question.dates))
    is_bare = names_something and not is_small_talk and all(feature.is_named for feature in question.features)
    return is_bare or repertoire.opens_continuation(tokens) or repertoire.points_back(tokens)


def _joined(inquiry: Inquiry, finding: Finding) -> Outcome | None:
    """What both turns ask together, unless the message by itself is the surer reading."""
    alone, decision = inquiry.finding.decision, finding.decision
    if decision.verdict is Verdict.NONE or not _explains(decision.candidates[0], inquiry.question):
        return None
    if alone.verdict is Verdict.SURE and alone.confidence >= decision.confidence:
        return None
    return outcome_of(inquiry, finding)


def _explains(candidate: Candidate, question: Question) -> bool:
    """Whether the answer has something to say on all that the message itself names."""
    return set(question.ids).isdisjoint(feature.id for feature in candidate.evidence.unexplained)


def _another_time(inquiry: Inquiry, entry: Entry, turn: Turn, question: Question) -> Outcome:
    """The entry of the turn before at another time: a date, 'before', 'after', or 'now'."""
    step = next((step for word, step in _STEPS.items() if word in inquiry.question.times), None)
    if question.dates:
        reply = compose.answer(inquiry.library, entry, inquiry.language, question.dates[0], 1.0)
    elif step is not None:
        reply = compose.answer_of(inquiry.library, entry, inquiry.language, [_neighbour(entry, turn, step)], 1.0)
    else:
        reply = compose.answer(inquiry.library, entry, inquiry.language, None, 1.0)
    return Outcome(reply, question)


def _neighbour(entry: Entry, turn: Turn, step: int) -> Claim:
    return neighbour(entry.claims, PartialDate.parse(turn.asked) if turn.asked else None, step)
