"""What of a turn the conversation remembers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handlers.model import Kind, Session, Turn
from handlers.redaction import is_redacted, without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.inquiry import Inquiry, Outcome
    from handlers.model import Reply
    from knowledge.search.question import Question

REMEMBERED: Final = timedelta(minutes=30)
"""How long a turn can be followed up, unless an operator has set something else."""
_WRITTEN: Final = frozenset({"word", "number"})
"""Kinds of features that are no concepts, but what was written."""
_UNSAID: Final = "?"
"""Stands for it, with its place."""


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


def as_kept(session: Session, inquiry: Inquiry) -> Session:
    """The session as it may be kept: of words and numbers that the knowledge does not have, only that they were there.

    They count when a question is followed up, but which they were does not; and they may be somebody's name or phone.
    What is taken out of gaps is treated alike, though the knowledge may have the same name.
    """
    if session.turn is None:
        return session
    return replace(session, turn=replace(session.turn, features=tuple(_unsaid(session.turn.features, inquiry))))


def _unsaid(features: tuple[str, ...], inquiry: Inquiry) -> Iterator[str]:
    written = {feature for feature in features if _is_written(feature)}
    known = frozenset(filter(inquiry.library.finder.index.knows, written))
    kept = known - _taken_out(inquiry) if known else known
    for place, feature in enumerate(features):
        kind, _, _ = feature.partition(":")
        yield f"{kind}:{_UNSAID}{place}" if feature in written and feature not in kept else feature


def _is_written(feature: str) -> bool:
    """Whether a feature is what somebody wrote; not once it is unsaid."""
    kind, _, said = feature.partition(":")
    return kind in _WRITTEN and not said.startswith(_UNSAID)


def _taken_out(inquiry: Inquiry) -> frozenset[str]:
    """The features of a message that it would not have without what could identify somebody."""
    if not is_redacted(inquiry.redacted):
        return frozenset()
    left = inquiry.library.finder.reader.read(without_marks(inquiry.redacted), is_arabizi=inquiry.is_arabizi)
    return frozenset(inquiry.library.finder.reader.read(inquiry.text, is_arabizi=inquiry.is_arabizi).ids) - set(
        left.ids
    )


def _asked(reply: Reply, question: Question) -> str | None:
    """The time of what was shown; where nothing was shown, the time that the question named."""
    named = question.dates[0] if question.dates and reply.kind is not Kind.ANSWER else None
    asked = reply.shown or named
    return str(asked) if asked is not None else None
