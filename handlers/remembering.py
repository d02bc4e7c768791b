"""What of a turn the conversation remembers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.model import Session, Turn

if TYPE_CHECKING:
    from handlers.inquiry import Outcome


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
            asked=str(reply.shown) if reply.shown is not None else None,
            choices=reply.choices,
            claims=reply.claims,
            times=tuple(sorted(question.times)),
        )
    elif session.turn is not None:
        turn = replace(session.turn, language=reply.language, choices=reply.choices)
    else:
        turn = Turn(reply.language, None, (), (), None, reply.choices)
    return Session(language, turn)
