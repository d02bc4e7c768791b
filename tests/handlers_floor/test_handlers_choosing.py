from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from handlers_floor.small_library import MEMBERS_QUESTIONS
from handlers_floor.talking import inquiry

from handlers import choosing
from handlers.model import Choice, Intent, Kind, Offer, Reason, Session, Turn
from handlers.table import handle
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers.inquiry import Outcome
    from handlers.library import Library

OFFERED = (
    Choice(Offer.ENTRY, "members", "Number of members of the coalition"),
    Choice(Offer.TOPIC, "campaign", "The campaign"),
)


def offered(*choices: Choice) -> Session:
    return Session(turn=Turn(Language.ENGLISH, None, (), (), None, choices))


def follow(library: Library, choice: Choice) -> Outcome:
    return choosing.follow(inquiry(library, ""), choice)


@pytest.mark.parametrize("text", ["1", " 1. ", "١", "(1)", "#1"])
def test_number_chooses(small: Library, text: str) -> None:
    """A bare number, in whatever digits, is the choice that has it."""
    outcome = choosing.numbered(inquiry(small, text, offered(*OFFERED)))

    assert outcome is not None
    assert (outcome.reply.kind, outcome.reply.entry) == (Kind.ANSWER, "members")


def test_second_number(small: Library) -> None:
    """Choices are counted from one, in their order."""
    outcome = choosing.numbered(inquiry(small, "2", offered(*OFFERED)))

    assert outcome is not None
    assert outcome.reply.intent is Intent.TOPICS


@pytest.mark.parametrize("text", ["0", "3", "2019", "99999999999999", "1 2", "one", "-", ""])
def test_no_number_of_a_choice(small: Library, text: str) -> None:
    """Any other text chooses nothing."""
    assert choosing.numbered(inquiry(small, text, offered(*OFFERED))) is None


@pytest.mark.parametrize("session", [Session(), offered()])
def test_nothing_was_offered(small: Library, session: Session) -> None:
    """Without choices a number chooses nothing."""
    assert choosing.numbered(inquiry(small, "1", session)) is None


def test_entry(small: Library) -> None:
    """A chosen entry answers as of now, and counts as if it had been asked."""
    outcome = follow(small, OFFERED[0])

    assert (outcome.reply.entry, outcome.reply.confidence) == ("members", 1.0)
    assert outcome.question is not None
    assert set(outcome.question.ids) == {"member", "coalition"}


def test_history(small: Library) -> None:
    """The history shows every claim."""
    reply = follow(small, Choice(Offer.HISTORY, "members", "How it changed")).reply

    assert len(reply.paragraphs) == 4


def test_topic(small: Library) -> None:
    """A topic offers its entries by their titles."""
    reply = follow(small, OFFERED[1]).reply

    assert reply.paragraphs == ("The campaign: questions that have an answer here",)
    assert [choice.target for choice in reply.choices] == ["strikes-iraq", "strikes-syria", "schools"]


@pytest.mark.parametrize("language", Language)
def test_language(small: Library, language: Language) -> None:
    """A chosen language is remembered and confirmed in itself."""
    outcome = follow(small, Choice(Offer.LANGUAGE, language, ""))

    assert (outcome.language, outcome.reply.language) == (language, language)
    assert outcome.reply.paragraphs == (small.words[language].language_set,)


@pytest.mark.parametrize("intent", Intent)
def test_intent(small: Library, intent: Intent) -> None:
    """A chosen intent answers as if it had been said."""
    assert follow(small, Choice(Offer.INTENT, intent, "")).reply.intent is intent


@pytest.mark.parametrize(
    "choice",
    [
        Choice(Offer.ENTRY, "gone", ""),
        Choice(Offer.HISTORY, "gone", ""),
        Choice(Offer.TOPIC, "gone", ""),
        Choice(Offer.LANGUAGE, "fr", ""),
        Choice(Offer.INTENT, "gone", ""),
        Choice(Offer.TOPIC, "members", ""),
    ],
)
def test_expired_choice(small: Library, choice: Choice) -> None:
    """A choice that leads nowhere any more is told kindly, with the topics to go on from."""
    reply = follow(small, choice).reply

    assert (reply.kind, reply.reason) == (Kind.GAP, Reason.EMPTY)
    assert reply.paragraphs == (small.words[Language.ENGLISH].expired_choice,)
    assert [choice.target for choice in reply.choices] == ["coalition", "campaign", "mission"]


def test_number_comes_before_a_question(small: Library) -> None:
    """In the table, a number chooses before it could be anything else."""
    assert handle(inquiry(small, "1", offered(*OFFERED))).reply.entry == "members"


def test_question_after_choices_is_a_question(small: Library) -> None:
    """Whoever asks instead of choosing is answered."""
    asked = inquiry(small, MEMBERS_QUESTIONS["en"][0], offered(OFFERED[1]))

    assert handle(asked).reply.entry == "members"
