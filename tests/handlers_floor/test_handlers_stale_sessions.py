"""Sessions outlive releases: whatever a release has taken away, what is said next gets a reply."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.small_library import SMALL, small_library
from handlers_floor.talking import Talk

from handlers.library import Library
from handlers.model import Choice, Kind, Offer, Reason, Session, Turn
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers.model import Reply

NEXT: Final = (
    "and in Syria?",
    "and in 2019?",
    "since when?",
    "who before him?",
    "and the next one?",
    "and before that?",
    "is he still there?",
    "who said so?",
    "and the total, all together?",
    "sources please",
    "in Arabic please",
    "again?",
    "وسنة 2020؟",
    "ومن قبله؟",
    "ليش",
    "شكراً",
    "1",
    "2",
    "7",
    "no, I meant Iraq",
    "How many members does the Coalition have?",
    "How many strikes in Iraq? And who commands the Coalition?",
)
"""Messages that go on from a turn in every way that the handlers know."""
GONE: Final = "gone-with-a-release"


def turn(entry: str | None, *, claims: tuple[int, ...] = (0,), choices: tuple[Choice, ...] = ()) -> Turn:
    """A turn as it may have been saved before the release that is served."""
    features = ("strike", "a-concept-that-is-gone")
    kinds, times = ("count", "person"), ("before",)
    return Turn(Language.ENGLISH, entry, features, kinds, "2014-06", choices, claims, times, is_dated=True)


TURNS: Final = {
    "the entry is gone": turn(GONE),
    "a claim is gone": turn("strikes-iraq", claims=(0, 7)),
    "every claim is gone": turn("commander", claims=(7, 8)),
    "what was offered is gone": turn(
        None,
        choices=(
            Choice(Offer.ENTRY, GONE, "Gone"),
            Choice(Offer.HISTORY, GONE, "Gone"),
            Choice(Offer.TOPIC, GONE, "Gone"),
        ),
    ),
}


@pytest.fixture(scope="module")
def library() -> Library:
    """The small knowledge without the entry about members.

    What was asked of it is unlike another entry now: so what small talk is told from stays, and is not learnt again.
    """
    entries = dict(SMALL.entries)
    gone, other = entries.pop("members"), entries["schools"]
    entries["schools"] = replace(other, unlike=(*other.unlike, *gone.questions, *gone.unlike))
    return Library.build(replace(SMALL, entries=entries), like=small_library())


@pytest.mark.parametrize("said", NEXT)
@pytest.mark.parametrize("saved", TURNS.values(), ids=TURNS)
async def test_going_on_from_what_is_gone(library: Library, saved: Turn, said: str) -> None:
    """Whatever is said after a turn about something that a release took away, there is a reply."""
    talk = Talk(library)
    await talk.remember(Session(turn=saved))

    assert (await talk.say(said)).paragraphs


@pytest.mark.parametrize("offer", [Offer.ENTRY, Offer.HISTORY, Offer.TOPIC])
async def test_button_to_what_is_gone(library: Library, offer: Offer) -> None:
    """A button under an old message, to something that a release took away, gets a polite word and other ways on."""
    reply: Reply = await Talk(library).tap(Choice(offer, GONE, ""))

    assert (reply.kind, reply.reason) == (Kind.GAP, Reason.EMPTY)
    assert reply.choices


async def test_number_of_a_choice_that_is_gone(library: Library) -> None:
    """The number of a choice whose entry a release took away gets the same."""
    talk = Talk(library)
    await talk.remember(Session(turn=TURNS["what was offered is gone"]))

    assert (await talk.say("1")).paragraphs == (library.words[Language.ENGLISH].expired_choice,)


async def test_release_between_two_messages(library: Library) -> None:
    """A conversation that was about an entry goes on after a release without it."""
    talk = Talk(small_library())
    first = await talk.say("How many members does the Coalition have?")
    talk.shelf.put(library, 2)
    second = await talk.say("and in 2019?")

    assert (first.entry, second.entry) == ("members", None)
    assert second.paragraphs
