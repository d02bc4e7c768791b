from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.small_library import MEMBERS_QUESTIONS

from handlers.model import Intent, Kind

if TYPE_CHECKING:
    from handlers_floor.talking import Talk

MEMBERS: Final = "how many members of the coalition in 2019"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "are you sure?",
            "are you sure about that number?",
            "really?",
            "akid?",
            "is that really true?",
            "هل أنت متأكد من هذا الرقم؟",
        ),
        *("صدك؟ متأكد؟", "متأكد من هالحكي؟", "عن جد هالحكي؟", "you are sure the coalition had members?"),
    ],
)
async def test_doubt(talk: Talk, text: str) -> None:
    """Whoever doubts an answer gets the claims that were shown again, with their sources."""
    answer = await talk.say(MEMBERS)
    reply = await talk.say(text)

    assert (reply.kind, reply.entry, reply.claims) == (Kind.ANSWER, answer.entry, answer.claims)
    assert reply.citations


@pytest.mark.parametrize(
    "text",
    [
        *("who said so?", "who is saying this number?", "according to whom?"),
        *(
            "من قال ذلك؟",
            "بحسب من؟",
            "منو كال هالحجي؟",
            "منو الي كال هالحچي؟",
            "حسب منو؟",
            "مين اللي قال هالرقم؟",
            "meen 2al hek?",
        ),
        *("whose estimate is this?", "ومن أعلن هذا الرقم؟", "منو صاحب هالرقم؟", "منهو اللي قال؟", "min yalli 2al hek?"),
    ],
)
async def test_who_says_so(talk: Talk, text: str) -> None:
    """Who is behind an answer stands in its claims, which are shown again."""
    answer = await talk.say(MEMBERS)
    reply = await talk.say(text)

    assert (reply.kind, reply.entry, reply.claims) == (Kind.ANSWER, answer.entry, answer.claims)


@pytest.mark.parametrize("text", ["source?", "what is your source?", "المصدر؟", "منين جبت هالمعلومة؟"])
async def test_wish_for_sources(talk: Talk, text: str) -> None:
    """Whoever asks for the source gets the list of sources."""
    await talk.say(MEMBERS)
    reply = await talk.say(text)

    assert (reply.kind, reply.intent) == (Kind.INTENT, Intent.SOURCES)


@pytest.mark.parametrize(
    "text", ["are you sure NATO was in it?", "who said that NATO left?", "are you sure it was 2015?"]
)
async def test_doubt_of_what_was_not_said(talk: Talk, text: str) -> None:
    """A name or a date of which the claims that were shown say nothing does not get them again."""
    answer = await talk.say(MEMBERS)
    reply = await talk.say(text)

    assert (reply.kind, reply.claims) != (Kind.ANSWER, answer.claims)


async def test_doubt_without_an_answer(talk: Talk) -> None:
    """Who doubts before anything was answered asks what the answers rest on."""
    reply = await talk.say("are you sure?")

    assert reply.intent is Intent.SOURCES


async def test_what_was_doubted_is_gone_on_from(talk: Talk) -> None:
    """After an answer was shown again, a short question goes on from it."""
    replies = [await talk.say(text) for text in (MEMBERS_QUESTIONS["en"][0], "are you sure?", "and in 2022?")]

    assert replies[-1].paragraphs == ("It had 85 members [1].",)


async def test_slip_in_a_question_for_who_says_so(shipped_talk: Talk) -> None:
    """What is almost a phrase is that phrase."""
    answer = await shipped_talk.say("How many members did the Coalition have in February 2019?")
    reply = await shipped_talk.say("acording to whom?")

    assert (reply.kind, reply.claims) == (Kind.ANSWER, answer.claims)


@pytest.mark.parametrize(
    "text",
    ["which year is that number from?", "when was that said?", "متى قيل هذا؟", "الكلام ده من سنة كام", "منو حسبها؟"],
)
async def test_when_it_was_said(shipped_talk: Talk, text: str) -> None:
    """Since when a claim holds stands in it, so that it is shown again; it is no wish for the list of sources."""
    answer = await shipped_talk.say("How many sorties did Saudi Arabia fly with the Coalition in Syria?")
    reply = await shipped_talk.say(text)

    assert (reply.kind, reply.entry, reply.claims) == (Kind.ANSWER, answer.entry, answer.claims)
