from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.small_library import COMMANDER_QUESTIONS, MEMBERS_QUESTIONS
from handlers_floor.talking import after, inquiry

from handlers import following
from handlers.model import Reason, Session
from knowledge.dates import PartialDate
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers_floor.talking import Talk

    from handlers.library import Library
    from handlers.model import Reply

MEMBERS: Final = MEMBERS_QUESTIONS["en"][0]
COMMANDER: Final = COMMANDER_QUESTIONS["en"][0]
STRIKES: Final = "How many air strikes did the Coalition do in Iraq?"
STRIKES_ARABIC: Final = "كم عدد غارات التحالف في العراق؟"


async def last(talk: Talk, *texts: str) -> Reply:
    """The reply to the last of these messages."""
    replies = [await talk.say(text) for text in texts]
    return replies[-1]


@pytest.mark.parametrize(
    "text", ["and in Syria?", "what about Syria", "in Syria?", "Syria?", "وفي سوريا؟", "وسوريا؟", "طيب سوريا؟"]
)
@pytest.mark.parametrize("first", [STRIKES, STRIKES_ARABIC])
async def test_another_place(talk: Talk, first: str, text: str) -> None:
    """A country alone asks the earlier question about that country, in the language of the message."""
    reply = await last(talk, first, text)

    assert reply.entry == "strikes-syria"


@pytest.mark.parametrize(
    "text", ["وسنة 2020؟", "وفي 2020؟", "and in 2020?", "2020?", "what about 2020", "وماذا عن عام 2020؟"]
)
async def test_another_year(talk: Talk, text: str) -> None:
    """A year alone asks for the same thing in that year."""
    reply = await last(talk, MEMBERS, text)

    assert (reply.entry, reply.shown) == ("members", PartialDate(2019, 2))


async def test_year_without_a_claim(talk: Talk) -> None:
    """A year that no claim speaks of is introduced as in a whole question."""
    reply = await last(talk, MEMBERS, "and in 2015?")

    assert reply.paragraphs[0] == "I have nothing dated 2015; the earliest statement I have is:"


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["and before?"], "2021-09"),
        (["and before him?"], "2021-09"),
        (["and before?", "and before?"], "2020-09"),
        (["and before?", "and before?", "and before?"], "2020-09"),
        (["and before?", "and before?", "and after?"], "2021-09"),
        (["and after?"], "2022-09"),
        (["and before?", "and now?"], "2022-09"),
        (["قبله؟"], "2021-09"),
        (["ومنو كان قبله؟"], "2021-09"),
        (["قبله؟", "قبله؟", "وبعده؟"], "2021-09"),
    ],
)
async def test_before_and_after(talk: Talk, texts: list[str], shown: str) -> None:
    """'Before' and 'after' step through the claims of an entry and stop at its ends; 'now' goes back to the newest."""
    reply = await last(talk, COMMANDER, *texts)

    assert (reply.entry, str(reply.shown)) == ("commander", shown)


async def test_follow_up_of_a_follow_up(talk: Talk) -> None:
    """What was joined is what the next message goes on from."""
    reply = await last(talk, STRIKES, "and in Syria?", "and in Iraq?")

    assert reply.entry == "strikes-iraq"


async def test_chosen_entry_can_be_followed(talk: Talk) -> None:
    """An entry that was tapped can be followed up like one that was asked for."""
    answer = await talk.say(MEMBERS)
    await talk.tap(answer.choices[1])
    reply = await talk.say("and before him?")

    assert (reply.entry, reply.shown) == ("commander", PartialDate(2021, 9))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (COMMANDER, "commander"),
        ("and who is the commander of the coalition?", "commander"),
        (STRIKES_ARABIC, "strikes-iraq"),
    ],
)
async def test_question_of_its_own(talk: Talk, text: str, expected: str) -> None:
    """A whole question is answered by itself, also when it begins with 'and'."""
    reply = await last(talk, MEMBERS, text)

    assert reply.entry == expected


async def test_unknown_country_is_not_answered_for_the_earlier_one(talk: Talk) -> None:
    """A country that no answer speaks of does not get the answer for another one."""
    reply = await last(talk, STRIKES, "and NATO?")

    assert reply.entry is None


@pytest.mark.parametrize("text", ["thanks", "شكراً", "hello", "bye"])
async def test_small_talk_is_no_follow_up(talk: Talk, text: str) -> None:
    """Thanks after an answer are thanks."""
    reply = await last(talk, MEMBERS, text)

    assert reply.intent is not None


@pytest.mark.parametrize(
    ("text", "session"),
    [
        ("and in 2019?", Session()),
        ("and in 2019 and in Syria and in Iraq and of the forces", None),
        ("hello", None),
        ("schools", None),
        ("", None),
    ],
)
def test_no_follow_up(small: Library, text: str, session: Session | None) -> None:
    """Without a turn, or when a message is long, says something else, or nothing, it follows nothing."""
    before = session if session is not None else after(small, MEMBERS, "members", language=Language.ENGLISH)

    assert following.follow_up(inquiry(small, text, before)) is None


def test_entry_that_has_gone(small: Library) -> None:
    """When the answer's entry no longer exists, a follow-up still goes on from what was asked."""
    outcome = following.follow_up(
        inquiry(small, "and in Syria?", after(small, STRIKES, "gone", language=Language.ENGLISH))
    )

    assert outcome is not None
    assert outcome.reply.entry == "strikes-syria"


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("How many members does the Global Coalition have?", "and in 2019?"),
        ("كم عدد أعضاء التحالف الدولي؟", "وفي 2019؟"),
    ],
)
async def test_shipped_year(shipped_talk: Talk, first: str, text: str) -> None:
    """In the shipped knowledge a year follows up the question about members."""
    answer = await shipped_talk.say(first)
    reply = await shipped_talk.say(text)

    assert reply.entry == answer.entry == "coalition-members"
    assert reply.shown is not None
    assert reply.shown.year == 2019


@pytest.mark.parametrize("text", ["and before him?", "قبله؟", "منو جان قبله"])
async def test_shipped_commander_before(shipped_talk: Talk, text: str) -> None:
    """In the shipped knowledge 'before him' steps back from the latest commander."""
    answer = await shipped_talk.say("Who is the commander of CJTF-OIR?")
    reply = await shipped_talk.say(text)

    assert reply.entry == answer.entry == "cjtf-oir-commander"
    assert answer.shown is not None
    assert reply.shown is not None
    assert reply.shown.first_day < answer.shown.first_day


@pytest.mark.parametrize(
    "text", ["and in Syria?", "Syria?", "in Iraq?", "وفي سوريا؟", "والعراق؟", "والموصل؟", "w bi sourya?"]
)
async def test_shipped_place(shipped_talk: Talk, text: str) -> None:
    """In the shipped knowledge a place after an answer is a follow-up: neither small talk nor a harmful request."""
    await shipped_talk.say("How many air strikes has the coalition carried out?")
    reply = await shipped_talk.say(text)

    assert reply.intent is None
    assert reply.reason is not Reason.DECLINED


@pytest.mark.parametrize("text", ["where are the Americans now", "وين الامريكان هسه", "how to get inside Ain al-Asad"])
async def test_shipped_harm_that_only_names(shipped_talk: Talk, text: str) -> None:
    """A harmful request in the words of a known one is declined after an answer too, though it only names a place."""
    await shipped_talk.say("How many air strikes has the coalition carried out?")
    reply = await shipped_talk.say(text)

    assert reply.reason is Reason.DECLINED
