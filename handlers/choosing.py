"""What a choice leads to, whether it was tapped or chosen by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import compose, small_talk
from handlers.inquiry import Inquiry, Outcome
from handlers.model import Choice, Intent, Kind, Offer, Reason, Reply
from knowledge.schema import Language

if TYPE_CHECKING:
    from knowledge.schema import Entry
    from knowledge.search.question import Question


def numbered(inquiry: Inquiry) -> Outcome | None:
    """A bare number, when choices were just offered and one of them has it."""
    turn, tokens = inquiry.session.turn, inquiry.tokens
    if turn is None or len(tokens) != 1 or not tokens[0].isdecimal():
        return None
    number = int(tokens[0][:4])
    return follow(inquiry, turn.choices[number - 1]) if 1 <= number <= len(turn.choices) else None


def follow(inquiry: Inquiry, choice: Choice) -> Outcome:
    """What lies behind a choice; a polite word when it no longer leads anywhere."""
    outcome = _follow(inquiry, choice)
    return outcome if outcome is not None else _expired(inquiry)


def _follow(inquiry: Inquiry, choice: Choice) -> Outcome | None:
    library = inquiry.library
    entry = library.knowledge.entries.get(choice.target)
    match choice.offer:
        case Offer.ENTRY if entry is not None:
            return Outcome(compose.answer(library, entry, inquiry.language, None, 1.0), _question_of(inquiry, entry))
        case Offer.HISTORY if entry is not None:
            return Outcome(compose.history(library, entry, inquiry.language), _question_of(inquiry, entry))
        case Offer.TOPIC:
            return small_talk.open_topic(inquiry, choice.target)
        case Offer.LANGUAGE if choice.target in set(Language):
            return small_talk.set_language(inquiry, Language(choice.target))
        case Offer.INTENT if choice.target in set(Intent):
            return small_talk.perform(inquiry, Intent(choice.target))
        case _:
            return None


def _question_of(inquiry: Inquiry, entry: Entry) -> Question:
    """A chosen entry counts as if its title had been asked, so that a follow-up has something to follow."""
    return inquiry.library.finder.reader.read(entry.title.en)


def _expired(inquiry: Inquiry) -> Outcome:
    choices = small_talk.topic_choices(inquiry.library, inquiry.language)
    return Outcome(
        Reply(Kind.GAP, inquiry.language, (inquiry.words.expired_choice,), choices=choices, reason=Reason.EMPTY)
    )
