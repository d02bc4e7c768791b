"""Questions to the knowledge: answered, asked back, or continued from the turn before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import compose
from handlers.inquiry import Inquiry, Outcome
from handlers.model import Kind, Reply
from knowledge.search.decide import Verdict
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from knowledge.dates import PartialDate
    from knowledge.search.finder import Finding
    from knowledge.search.question import Question

SHORT: Final = 6
"""Words up to which a message may be the continuation of the turn before it."""


def follow_up(inquiry: Inquiry) -> Outcome | None:
    """A short message that makes sense only together with the turn before: 'and in Syria?', 'وسنة 2020؟'."""
    turn = inquiry.session.turn
    if turn is None or not turn.features or not _may_continue(inquiry):
        return None
    finding = inquiry.library.finder.follow(turn.features, turn.kinds, inquiry.question)
    if (
        _names_only_a_date(inquiry.question)
        and turn.entry is not None
        and turn.entry in inquiry.library.knowledge.entries
    ):
        return _answer(inquiry, turn.entry, finding.question, 1.0)
    return _outcome(inquiry, finding) if finding.decision.verdict is Verdict.SURE else None


def fact(inquiry: Inquiry) -> Outcome | None:
    """A question that one entry answers, or that up to three may mean."""
    return _outcome(inquiry, inquiry.finding)


def _outcome(inquiry: Inquiry, finding: Finding) -> Outcome | None:
    decision = finding.decision
    if decision.verdict is Verdict.SURE:
        return _answer(inquiry, decision.candidates[0].id, finding.question, decision.confidence)
    if decision.verdict is Verdict.ASK:
        return Outcome(_clarify(inquiry, finding), finding.question)
    return None


def _answer(inquiry: Inquiry, entry_id: str, question: Question, confidence: float) -> Outcome:
    entry = inquiry.library.knowledge.entries[entry_id]
    return Outcome(compose.answer(inquiry.library, entry, inquiry.language, _asked(question), confidence), question)


def _clarify(inquiry: Inquiry, finding: Finding) -> Reply:
    ids = [candidate.id for candidate in finding.decision.candidates]
    return Reply(
        kind=Kind.CLARIFY,
        language=inquiry.language,
        paragraphs=(inquiry.words.clarify,),
        choices=compose.entry_choices(inquiry.library, ids, inquiry.language),
        confidence=finding.decision.confidence,
    )


def _asked(question: Question) -> PartialDate | None:
    return question.dates[0] if question.dates else None


def _names_only_a_date(question: Question) -> bool:
    return bool(question.dates) and not question.features


def _may_continue(inquiry: Inquiry) -> bool:
    """Whether a message is short, says too little by itself, and opens or is built like a continuation."""
    tokens, question = words(inquiry.text), inquiry.question
    if not tokens or len(tokens) > SHORT or inquiry.finding.decision.verdict is Verdict.SURE:
        return False
    is_bare = _names_only_a_date(question) or all(feature.is_named for feature in question.features)
    return is_bare or inquiry.library.repertoire.opens_continuation(tokens)
