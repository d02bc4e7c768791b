"""Questions to the knowledge: answered, or asked back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import compose
from handlers.inquiry import Inquiry, Outcome
from handlers.model import Kind, Reply
from knowledge.search.decide import Verdict, decide
from knowledge.search.evidence import weigh

if TYPE_CHECKING:
    from knowledge.search.finder import Finding
    from knowledge.search.question import Question


def fact(inquiry: Inquiry) -> Outcome | None:
    """A question that one entry answers, or that up to three may mean."""
    return inquiry.once(_fact)


def _fact(inquiry: Inquiry) -> Outcome | None:
    return outcome_of(inquiry, inquiry.finding)


def outcome_of(inquiry: Inquiry, finding: Finding) -> Outcome | None:
    """An answer, a question back, or None, as the search decided."""
    decision = finding.decision
    if decision.verdict is Verdict.SURE:
        outcome = _answer(inquiry, decision.candidates[0].id, finding.question, decision.confidence)
        return outcome if outcome.reply.kind is Kind.ANSWER else _of_that_time(inquiry, finding) or outcome
    if decision.verdict is Verdict.ASK:
        return _of_no_such_time(inquiry, finding) or Outcome(_clarify(inquiry, finding), finding.question)
    return None


def _answer(inquiry: Inquiry, entry_id: str, question: Question, confidence: float) -> Outcome:
    entry = inquiry.library.knowledge.entries[entry_id]
    return Outcome(compose.answer_to(inquiry.library, entry, inquiry.language, question, confidence), question)


def _of_no_such_time(inquiry: Inquiry, finding: Finding) -> Outcome | None:
    """What is said where no entry that may be meant has anything of the time asked for: to choose one would be vain."""
    candidates = finding.decision.candidates
    if not all(candidate.evidence.other_date for candidate in candidates):
        return None
    outcome = _answer(inquiry, candidates[0].id, finding.question, finding.decision.confidence)
    return outcome if outcome.reply.kind is not Kind.ANSWER else None


def _of_that_time(inquiry: Inquiry, finding: Finding) -> Outcome | None:
    """The answer of an entry near the likeliest one, which has nothing of the time that is asked for."""
    library, likeliest = inquiry.library, finding.decision.candidates[0].id
    if finding.compared is None:
        return None
    found = library.finder.index.found(finding.compared)
    others = [(target, evidence) for target, evidence in found if target != likeliest and evidence.speaks_of_date]
    decision = decide(weigh(others, library.continuation.nearby(likeliest)))
    if decision.verdict is not Verdict.SURE:
        return None
    outcome = _answer(inquiry, decision.candidates[0].id, finding.question, decision.confidence)
    return outcome if outcome.reply.kind is Kind.ANSWER else None


def _clarify(inquiry: Inquiry, finding: Finding) -> Reply:
    ids = [candidate.id for candidate in finding.decision.candidates]
    return Reply(
        kind=Kind.CLARIFY,
        language=inquiry.language,
        paragraphs=(inquiry.words.clarify,),
        choices=compose.entry_choices(inquiry.library, ids, inquiry.language),
        confidence=finding.decision.confidence,
    )
