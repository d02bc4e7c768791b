"""What gets no answer: nothing asked, a language Sanad does not speak, and what the sources do not say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import compose
from handlers.inquiry import Inquiry, Outcome
from handlers.model import Choice, Intent, Kind, Offer, Reason, Reply
from knowledge.search.decide import ELSEWHERE
from knowledge.text.language import Detected

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knowledge.schema import Elsewhere

NEAR: Final = 0.10
"""Probability from which an entry may be named beside 'this is not in my sources'; never as an answer."""
MOST_NEAR: Final = 2
"""Entries named there."""
SUBJECT: Final = 0.07
"""Probability from which a message is told to be about a subject that belongs elsewhere, if no entry is likelier."""
KIND_WORDS: Final = 0.04
"""The same for distress, where no entry answers anyway: kind words that were not needed hurt nobody."""
DISTRESS: Final = "distress"
"""The subject of somebody who needs help now: it comes before whatever else a message may be."""


def empty(inquiry: Inquiry) -> Outcome | None:
    """A message without a word or a figure in it."""
    return None if inquiry.tokens else gap(inquiry, Reason.EMPTY, (inquiry.words.gap_empty,), topics(inquiry))


def foreign(inquiry: Inquiry) -> Outcome | None:
    """A message in a language that Sanad does not speak: one polite line in both that it does."""
    if inquiry.detected is not Detected.OTHER:
        return None
    return gap(inquiry, Reason.LANGUAGE, tuple(inquiry.words.gap_language.splitlines()), ())


def unknown(inquiry: Inquiry) -> Outcome:
    """Everything else: an honest 'not in my sources', or what can be said of its subject; and what is near."""
    subject = _subject(inquiry)
    paragraphs = _said_of(inquiry, subject)
    near = compose.entry_choices(inquiry.library, _near(inquiry, subject), inquiry.language)
    if near:
        paragraphs.append(inquiry.words.gap_near)
    is_distress = subject is not None and subject.id == DISTRESS
    return gap(inquiry, Reason.UNKNOWN, paragraphs, near or (() if is_distress else topics(inquiry)))


def noted(inquiry: Inquiry, outcome: Outcome) -> Outcome:
    """An outcome with what becomes of the question, if an entry that means it has nothing of the time it asks for."""
    if outcome.reply.kind is not Kind.GAP or outcome.question is None:
        return outcome
    first, *others = outcome.reply.paragraphs
    noted = inquiry.words.gap_quiet if inquiry.session.is_quiet else inquiry.words.gap_noted
    return replace(outcome, reply=replace(outcome.reply, paragraphs=(first, noted, *others)))


def kind_words(inquiry: Inquiry) -> Outcome | None:
    """What curators wrote for somebody in distress, whatever else the message asks; None where they wrote nothing."""
    subjects = inquiry.library.knowledge.elsewhere
    distress = next((one for one in subjects if one.id == DISTRESS and one.reply is not None), None)
    return gap(inquiry, Reason.UNKNOWN, _said_of(inquiry, distress), ()) if distress is not None else None


def _subject(inquiry: Inquiry) -> Elsewhere | None:
    """The subject next to this field that the message is about, if that is likely and something can be said of it."""
    found = inquiry.finding.decision.elsewhere
    if found is None or found.probability < (KIND_WORDS if found.id == ELSEWHERE + DISTRESS else SUBJECT):
        return None
    subjects = inquiry.library.knowledge.elsewhere
    return next((one for one in subjects if ELSEWHERE + one.id == found.id and one.reply is not None), None)


def _said_of(inquiry: Inquiry, subject: Elsewhere | None) -> list[str]:
    words_of, is_quiet = inquiry.words, inquiry.session.is_quiet
    if subject is None or subject.reply is None:
        return [words_of.gap_unknown_quiet if is_quiet else words_of.gap_unknown]
    noted = words_of.gap_quiet if is_quiet else words_of.gap_noted
    return [subject.reply[inquiry.language], *([noted] if subject.is_noted else [])]


def _near(inquiry: Inquiry, subject: Elsewhere | None) -> Sequence[str]:
    """The entries to offer: those that curators put beside the subject, else the likeliest; none to distress."""
    if subject is not None and (subject.near or subject.id == DISTRESS):
        return subject.near[:MOST_NEAR]
    candidates = inquiry.finding.decision.candidates
    return [candidate.id for candidate in candidates if candidate.probability >= NEAR][:MOST_NEAR]


def gap(inquiry: Inquiry, reason: Reason, paragraphs: Iterable[str], choices: tuple[Choice, ...]) -> Outcome:
    reply = Reply(Kind.GAP, inquiry.language, tuple(paragraphs), choices=choices, reason=reason)
    return Outcome(reply)


def topics(inquiry: Inquiry) -> tuple[Choice, ...]:
    return (Choice(Offer.INTENT, Intent.TOPICS, inquiry.words.label_topics),)
