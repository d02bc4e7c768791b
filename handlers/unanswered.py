"""What gets no answer: nothing asked, a language Sanad does not speak, harm, and what the sources do not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import compose, earlier
from handlers.inquiry import Inquiry, Outcome
from handlers.model import Choice, Intent, Kind, Offer, Reason, Reply
from knowledge.search.decide import ELSEWHERE, Verdict
from knowledge.search.tuning import FLOOR_SURE
from knowledge.text.language import Detected

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handlers.repertoire import Recognised
    from knowledge.schema import Elsewhere

NEAR: Final = 0.10
"""Probability from which an entry may be named beside 'this is not in my sources'; never as an answer."""
CERTAIN: Final = 0.8
"""Probability of harm from which even what goes on from an answer is declined, and of harm or small talk from which a
message that resembles somebody's distress is none."""
SAFER: Final = 3.0
"""Times that small talk must be likelier than harm: of the two mistakes, a polite refusal is the lesser one."""
MOST_NEAR: Final = 2
"""Entries named there."""
SUBJECT: Final = 0.2
"""Probability from which a message is told to be about a subject that belongs elsewhere, if no entry is likelier."""
KIND_WORDS: Final = 0.1
"""The same for distress, where no entry answers anyway: kind words that were not needed hurt nobody."""
DISTRESS: Final = "distress"
"""The subject of somebody who needs help now: it comes before whatever else a message may be."""


def empty(inquiry: Inquiry) -> Outcome | None:
    """A message without a word or a figure in it."""
    return None if inquiry.tokens else _gap(inquiry, Reason.EMPTY, (inquiry.words.gap_empty,), _topics(inquiry))


def foreign(inquiry: Inquiry) -> Outcome | None:
    """A message in a language that Sanad does not speak: one polite line in both that it does."""
    if inquiry.detected is not Detected.OTHER:
        return None
    return _gap(inquiry, Reason.LANGUAGE, tuple(inquiry.words.gap_language.splitlines()), ())


def distress(inquiry: Inquiry) -> Outcome | None:
    """Somebody who clearly needs help now: kind words, and no button that leads elsewhere."""
    found = inquiry.finding.decision.elsewhere
    if found is None or found.id != ELSEWHERE + DISTRESS or found.probability < FLOOR_SURE:
        return None
    return None if _is_certainly_other(inquiry, found.probability) else unknown(inquiry)


def _is_certainly_other(inquiry: Inquiry, probability: float) -> bool:
    """Whether a message is small talk or harmful for certain, and likelier so than with the given probability."""
    rivals = (heard.probability for heard in (inquiry.heard.intent, inquiry.heard.harm) if heard is not None)
    return max(rivals, default=0.0) >= max(CERTAIN, probability)


def harmful(inquiry: Inquiry) -> Outcome | None:
    """A request that could hurt someone, unless something honest is likelier to be meant."""
    harm = inquiry.harm if inquiry.question.features else None
    if harm is None or _is_honest(inquiry, harm):
        return None
    return _gap(inquiry, Reason.DECLINED, (inquiry.words.gap_declined,), _topics(inquiry))


def _is_honest(inquiry: Inquiry, harm: Recognised) -> bool:
    """Whether the knowledge answers it, it is small talk, or it goes on from an answer, more likely than it is harm."""
    said, decision = inquiry.intent, inquiry.finding.decision
    is_known = decision.verdict is Verdict.SURE and decision.confidence > harm.probability
    is_small_talk = said is not None and said.probability > SAFER * harm.probability
    return is_known or is_small_talk or (harm.probability < CERTAIN and _goes_on(inquiry))


def _goes_on(inquiry: Inquiry) -> bool:
    """Whether a message after an answer only names a country or the like, or points back: 'in Syria?', 'after him?'."""
    turn, tokens, repertoire = inquiry.session.turn, inquiry.tokens, inquiry.library.repertoire
    if turn is None or turn.spoken_of is None or not tokens:
        return False
    is_bare = all(feature.is_named for feature in earlier.understood(inquiry, turn).features)
    return is_bare or repertoire.opens_continuation(tokens) or earlier.points_back(inquiry)


def unknown(inquiry: Inquiry) -> Outcome:
    """Everything else: an honest 'not in my sources', or what can be said of its subject; and what is near."""
    subject = _subject(inquiry)
    paragraphs = _said_of(inquiry, subject)
    near = compose.entry_choices(inquiry.library, _near(inquiry, subject), inquiry.language)
    if near:
        paragraphs.append(inquiry.words.gap_near)
    is_distress = subject is not None and subject.id == DISTRESS
    return _gap(inquiry, Reason.UNKNOWN, paragraphs, near or (() if is_distress else _topics(inquiry)))


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


def _gap(inquiry: Inquiry, reason: Reason, paragraphs: Iterable[str], choices: tuple[Choice, ...]) -> Outcome:
    reply = Reply(Kind.GAP, inquiry.language, tuple(paragraphs), choices=choices, reason=reason)
    return Outcome(reply)


def _topics(inquiry: Inquiry) -> tuple[Choice, ...]:
    return (Choice(Offer.INTENT, Intent.TOPICS, inquiry.words.label_topics),)
