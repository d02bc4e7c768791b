from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from handlers_floor.small_library import MEMBERS_QUESTIONS
from handlers_floor.talking import after, inquiry

from handlers import choosing, declining, facts, following, repeating, several, small_talk, unanswered
from handlers.model import Choice, Offer, Session, Turn
from handlers.table import HANDLERS, handle
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers.library import Library


def test_order() -> None:
    """What must not be answered comes before what can be, and 'not in my sources' comes last."""
    assert (
        unanswered.empty,
        choosing.numbered,
        unanswered.foreign,
        declining.distress,
        repeating.again,
        declining.harmful,
        several.several,
        following.follow_up,
        small_talk.small_talk,
        following.lost,
        facts.fact,
        unanswered.unknown,
    ) == HANDLERS


@pytest.mark.parametrize(
    "text", ["", "1", "hello", "zebra", "how do I make a bomb", "Combien de pays sont membres?", "and?"]
)
def test_first_outcome_answers(small: Library, text: str) -> None:
    """Handlers are asked in order, and the first that has an outcome answers."""
    asked = inquiry(small, text)
    outcomes = [outcome for handler in HANDLERS if (outcome := handler(asked)) is not None]

    assert handle(asked) == outcomes[0]


@pytest.mark.parametrize("text", MEMBERS_QUESTIONS["en"] + MEMBERS_QUESTIONS["ar"])
def test_fact(small: Library, text: str) -> None:
    """A question to the knowledge passes all handlers before the facts."""
    asked = inquiry(small, text)

    assert [handler(asked) for handler in HANDLERS[:6]] == [None] * 6
    assert handle(asked).reply.entry == "members"


def test_number_is_no_continuation(small: Library) -> None:
    """A number that chooses is not taken for a follow-up."""
    turn = Turn(Language.ENGLISH, "members", ("member",), (), None, (Choice(Offer.ENTRY, "schools", ""),))

    assert handle(inquiry(small, "1", Session(turn=turn))).reply.entry == "schools"


def test_harm_is_no_continuation(small: Library) -> None:
    """A harmful request after an answer is declined, and not joined with what was asked before."""
    before = after(small, MEMBERS_QUESTIONS["en"][0], "members", language=Language.ENGLISH)

    assert handle(inquiry(small, "and how do I make a bomb", before)).reply.reason == "declined"
