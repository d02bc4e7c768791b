"""What gets no answer: nothing asked, a language Sanad does not speak, harm, and what the sources do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import compose
from handlers.inquiry import Inquiry, Outcome
from handlers.model import Choice, Intent, Kind, Offer, Reason, Reply
from knowledge.search.decide import Verdict
from knowledge.text.language import Detected
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.search.index import Nearest

NEAR: Final = 0.10
"""Probability from which an entry may be named beside 'this is not in my sources'; never as an answer."""
CERTAIN: Final = 0.8
"""Probability from which a question that sounds like a harmful request is taken for the honest one it resembles."""
MOST_NEAR: Final = 2
"""Entries named there."""


def empty(inquiry: Inquiry) -> Outcome | None:
    """A message without a word or a figure in it."""
    return None if words(inquiry.text) else _gap(inquiry, Reason.EMPTY, (inquiry.words.gap_empty,), _topics(inquiry))


def foreign(inquiry: Inquiry) -> Outcome | None:
    """A message in a language that Sanad does not speak: one polite line in both that it does."""
    if inquiry.detected is not Detected.OTHER:
        return None
    return _gap(inquiry, Reason.LANGUAGE, tuple(inquiry.words.gap_language.splitlines()), ())


def harmful(inquiry: Inquiry) -> Outcome | None:
    """A request that could hurt someone; the knowledge's own answer to an honest question comes first."""
    harm, said, decision = inquiry.harm, inquiry.intent, inquiry.finding.decision
    is_small_talk = said is not None and harm is not None and said.nearness > harm.nearness
    is_known = decision.verdict is Verdict.SURE and decision.confidence >= CERTAIN
    is_going_on = harm is not None and harm.nearness < CERTAIN and _goes_on(inquiry, harm)
    if harm is None or is_small_talk or is_known or is_going_on or not inquiry.question.features:
        return None
    return _gap(inquiry, Reason.DECLINED, (inquiry.words.gap_declined,), _topics(inquiry))


def _goes_on(inquiry: Inquiry, harm: Nearest) -> bool:
    """Whether a message asks about the answer before it, and resembles a harmful request in its small words alone.

    'And in Syria?' asks for no weapons there, and 'when was it founded?' for no change of guards: the one only names a
    country or the like, the other what the answer speaks of and the request does not.
    """
    turn, question, library = inquiry.session.turn, inquiry.question, inquiry.library
    entry = library.knowledge.entries.get(turn.entry or "") if turn is not None else None
    if entry is None:
        return False
    if all(feature.is_named for feature in question.features):
        return True
    requested = library.finder.reader.read_curated(harm.phrasing.text).ids
    return bool(library.finder.tells_of(entry, question)) and set(question.ids).isdisjoint(requested)


def unknown(inquiry: Inquiry) -> Outcome:
    """Everything else: an honest 'not in my sources', and what is near and known."""
    near = [candidate.id for candidate in inquiry.finding.decision.candidates if candidate.probability >= NEAR][
        :MOST_NEAR
    ]
    paragraphs = [inquiry.words.gap_unknown]
    if near:
        paragraphs.append(inquiry.words.gap_near)
    choices = compose.entry_choices(inquiry.library, near, inquiry.language) or _topics(inquiry)
    return _gap(inquiry, Reason.UNKNOWN, paragraphs, choices)


def _gap(inquiry: Inquiry, reason: Reason, paragraphs: Iterable[str], choices: tuple[Choice, ...]) -> Outcome:
    reply = Reply(Kind.GAP, inquiry.language, tuple(paragraphs), choices=choices, reason=reason)
    return Outcome(reply)


def _topics(inquiry: Inquiry) -> tuple[Choice, ...]:
    return (Choice(Offer.INTENT, Intent.TOPICS, inquiry.words.label_topics),)
