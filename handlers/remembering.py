"""What of a turn the conversation remembers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handlers.model import Kind, Session, Turn

if TYPE_CHECKING:
    from handlers.inquiry import Outcome
    from handlers.model import Reply
    from knowledge.search.question import Question

REMEMBERED: Final = timedelta(minutes=30)
"""How long a turn can be followed up, unless an operator has set something else."""


def session_after(session: Session, outcome: Outcome) -> Session:
    """The session after a turn: small talk leaves what was asked before it in place."""
    reply, language = outcome.reply, outcome.language or session.language
    if outcome.question is not None:
        question = outcome.question
        turn = Turn(
            language=reply.language,
            entry=reply.entry,
            features=question.ids,
            kinds=tuple(sorted(question.kinds)),
            asked=_asked(reply, question),
            choices=reply.choices,
            claims=reply.claims,
            times=tuple(sorted(question.times)),
            is_dated=bool(question.dates),
        )
    elif session.turn is not None:
        turn = replace(session.turn, language=reply.language, choices=reply.choices)
    else:
        turn = Turn(reply.language, None, (), (), None, reply.choices)
    return Session(language, turn, session.is_quiet if outcome.is_quiet is None else outcome.is_quiet)


def _asked(reply: Reply, question: Question) -> str | None:
    """The time of what was shown; where the reader was asked back, the time that the question named."""
    named = question.dates[0] if question.dates and reply.kind is Kind.CLARIFY else None
    asked = reply.shown or named
    return str(asked) if asked is not None else None
