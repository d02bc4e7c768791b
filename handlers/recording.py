"""How a question without an answer is written down for the curators: redacted, and without its asker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers.model import Gap, Reason
from handlers.redaction import is_redacted, without_marks
from knowledge.search.likeness import terms_of
from knowledge.text.language import Detected

if TYPE_CHECKING:
    from datetime import date

    from handlers.inquiry import Inquiry

LONGEST_GAP: Final = 500
"""Characters of a question that are kept for the curators."""


def gap_of(inquiry: Inquiry, reason: Reason, *, day: date, pseudonym: str) -> Gap:
    """The gap that a question leaves; of a declined request nothing of its content."""
    is_declined = reason is Reason.DECLINED
    text = "" if is_declined else inquiry.redacted[:LONGEST_GAP]
    return Gap(
        text=text,
        language=inquiry.language if inquiry.detected is not Detected.OTHER else Detected.OTHER,
        reason=reason,
        day=day,
        pseudonym=pseudonym,
        candidates=() if is_declined else _nearest(inquiry),
        terms=() if is_declined else _terms(inquiry, text),
    )


def _terms(inquiry: Inquiry, text: str) -> tuple[str, ...]:
    """What was asked, by what is kept of the words: a term may be a word, or a number."""
    if text == inquiry.text and not is_redacted(text):
        return terms_of(inquiry.question)
    return terms_of(inquiry.library.finder.reader.read(without_marks(text), is_arabizi=inquiry.is_arabizi))


def _nearest(inquiry: Inquiry) -> tuple[tuple[str, float], ...]:
    candidates = inquiry.finding.decision.candidates
    return tuple((candidate.id, round(candidate.probability, 3)) for candidate in candidates)
