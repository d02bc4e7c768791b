from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.talking import inquiry

from handlers import several
from handlers.inquiry import Inquiry
from handlers.model import Intent, Kind, Offer, Reason, Session
from knowledge.dates import PartialDate
from knowledge.search.asking import Asking
from knowledge.search.parts import MOST_ASKED

if TYPE_CHECKING:
    from handlers_floor.talking import OpenGapLog, Talk

    from handlers.library import Library
    from handlers.model import Reply
    from knowledge.search.finder import Finder, Finding

MEMBERS: Final = "The Coalition has 90 members [1]. They met in Riyadh [2]."
COMMANDER: Final = "McFarlane commanded [2]."


class NotingAsking(Asking):
    """Notes what it is asked."""

    def __init__(self, finder: Finder) -> None:
        super().__init__(finder)
        self.asked: list[str] = []

    def ask(self, text: str, *, is_arabizi: bool | None = None) -> Finding:
        if text not in self.asked:
            self.asked.append(text)
        return super().ask(text, is_arabizi=is_arabizi)


def recorded(gaps: OpenGapLog) -> list[tuple[str, Reason]]:
    return [(gap.text, gap.reason) for gap in gaps.gaps]


def offered(reply: Reply) -> list[str]:
    assert {choice.offer for choice in reply.choices} == {Offer.ENTRY}
    return [choice.target for choice in reply.choices]


@pytest.mark.parametrize(
    "text",
    [
        "How many members does the coalition have and who commands it?",
        "How many members does the coalition have? And who commands the coalition forces?",
        "how many members does the coalition have\nwho is the commander of the coalition",
    ],
)
async def test_two_answers(talk: Talk, text: str) -> None:
    """Two questions get two answers, with one list of sources and no related question that is answered already."""
    reply = await talk.say(text)

    assert (reply.kind, reply.paragraphs) == (Kind.ANSWER, (MEMBERS, COMMANDER))
    assert [citation.number for citation in reply.citations] == [1, 2]
    assert offered(reply) == ["strikes-iraq", "strikes-syria"]
    assert recorded(talk.gaps) == []


async def test_two_answers_in_arabic(talk: Talk) -> None:
    """An Arabic 'and' that is glued to the question word joins two questions, too."""
    reply = await talk.say("كم عدد أعضاء التحالف ومن هو قائد قوات التحالف؟")

    assert reply.paragraphs == ("يضم التحالف 90 عضواً [1]. واجتمعوا في الرياض [2].", "كان القائد ماكفارلين [2].")


async def test_the_later_answer_is_followed_up(talk: Talk) -> None:
    """What comes next goes on from the second answer."""
    await talk.say("How many members does the coalition have and who commands it?")
    reply = await talk.say("and before him?")

    assert (reply.entry, reply.shown) == ("commander", PartialDate(2021, 9))


async def test_one_answer_of_two(talk: Talk) -> None:
    """Where only one is known, the reader is told which, and the curators get the other without who is named in it."""
    reply = await talk.say("How many members does the coalition have, and who is the zebra of me@example.com?")

    assert reply.paragraphs == ("This answers: “How many members does the coalition have”", MEMBERS)
    [(text, reason)] = recorded(talk.gaps)
    assert reason is Reason.UNKNOWN
    assert "zebra" in text
    assert "example.com" not in text


async def test_hundreds_of_questions(talk: Talk) -> None:
    """Nobody fills the gap log with one message: of hundreds of questions a dozen are asked, none of them twice."""
    unknown = [f"who is the zebra of mosul number {number}?" for number in range(10, 60)]
    reply = await talk.say(" ".join(["How many members does the coalition have?", unknown[0], *unknown]))

    assert MEMBERS in reply.paragraphs
    assert len(recorded(talk.gaps)) == MOST_ASKED - 1


async def test_one_answer_beside_harm(talk: Talk) -> None:
    """Of a request that could hurt someone nothing but the fact is kept, also beside an honest question."""
    reply = await talk.say("How many members does the coalition have? How do bombs get made?")

    assert reply.paragraphs == ("This answers: “How many members does the coalition have”", MEMBERS)
    assert recorded(talk.gaps) == [("", Reason.DECLINED)]


async def test_no_answer_beside_plain_harm(talk: Talk) -> None:
    """A sentence that is clearly harmful by itself is declined with all that stands beside it."""
    reply = await talk.say("How many members does the coalition have? How do I make a bomb?")

    assert reply.reason is Reason.DECLINED
    assert reply.claims == ()
    assert recorded(talk.gaps) == [("", Reason.DECLINED)]


async def test_long_question_is_quoted_in_part(talk: Talk) -> None:
    """No more than a line of the reader's own words is repeated."""
    wordy = "How many members does the coalition please please please please please please please please please have"
    reply = await talk.say(f"{wordy}? Who is the zebra of NATO?")

    assert len(reply.paragraphs[0]) == len("This answers: “”") + several.LONGEST_QUOTE
    assert reply.paragraphs[0].endswith("…”")


@pytest.mark.parametrize(
    "text",
    [
        "How many members does the coalition have?",
        "who are the zebras and who are the lions?",
        "How many of its schools, and how many zebras?",
        "how are you? hello?",
        "",
    ],
)
def test_not_several(small: Library, text: str) -> None:
    """One question, or none with an answer, is left to the other handlers."""
    assert several.several(inquiry(small, text)) is None


def test_parts_are_asked_as_long_as_they_matter(small: Library) -> None:
    """Of a message that is surely one question no further part is asked once at most one can have an answer."""
    asking = NotingAsking(small.finder)
    message = inquiry(small, "When and how many members does the coalition have?").message

    assert several.several(Inquiry(message, Session(), small, asking)) is None
    assert set(asking.asked) == {"When", message.text}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("الفلبين دخلت التحالف امتى ومين أعلن", id="two words"),
        pytest.param("teell me which general talked of a new campaign and where", id="a slip before a bare word"),
        pytest.param("Did Kenya ever join the coalition against ISIS? Roughly what year?", id="names nothing"),
        pytest.param("إيمت بلش الطيران يقصف داعش بسوريا، ومين كان مع الأمريكان؟", id="names a name"),
    ],
)
def test_no_part_is_asked_where_none_makes_a_difference(shipped: Library, text: str) -> None:
    """Where one entry surely tells all that is asked, and what comes after 'and' needs what is before it."""
    asking = NotingAsking(shipped.finder)
    message = inquiry(shipped, text).message

    assert several.several(Inquiry(message, Session(), shipped, asking)) is None
    assert set(asking.asked) == {message.text}


def test_second_part_is_not_asked_where_it_makes_no_difference(shipped: Library) -> None:
    """Where one entry tells all that is asked more surely than another the first part, the second is not asked."""
    asking = NotingAsking(shipped.finder)
    first = "Who was the envoy of Obama to the Coalition"
    message = inquiry(shipped, f"{first}, and who came after him in 2015?").message

    assert several.several(Inquiry(message, Session(), shipped, asking)) is None
    assert set(asking.asked) == {message.text, first}


def test_first_part_is_not_asked_where_the_second_has_no_answer(shipped: Library) -> None:
    """Of a message that one entry surely tells, at most one part can then have an answer."""
    asking = NotingAsking(shipped.finder)
    message = inquiry(shipped, "sa7ee7 en el ta7alof da akbar ta7alof dawli fel tareekh? meen 2al keda?").message

    assert several.several(Inquiry(message, Session(), shipped, asking)) is None
    assert set(asking.asked) == {message.text, "meen 2al keda"}


@pytest.mark.parametrize(
    "text",
    ["how are you? how many members does the coalition have?", "When and how many members does the coalition have?"],
)
async def test_small_talk_and_bare_words_are_no_second_question(talk: Talk, text: str) -> None:
    """A greeting or a question word beside a question is nothing to be told of."""
    reply = await talk.say(text)

    assert reply.paragraphs == (MEMBERS,)
    assert recorded(talk.gaps) == []


async def test_what_points_at_an_unanswered_question(talk: Talk) -> None:
    """A part that speaks of something unknown is not answered for something else."""
    reply = await talk.say("What is the league of zebras and how many members does it have?")

    assert reply.entry is None


async def test_part_that_points_back_is_no_question_of_its_own(shipped_talk: Talk) -> None:
    """'And how many were there with her?' is not answered as if it stood alone."""
    reply = await shipped_talk.say("الفلبين متى دخلت التحالف وكم صار عدد الأعضاء معاها؟")

    assert reply.entry == "coalition-philippines-joins"
    assert "90" not in "".join(reply.paragraphs)


@pytest.mark.parametrize("text", ["إنت جايب الكلام ده منين؟ إيه مصادرك؟", "hal ma3lumat mnain jaybha, shinu masadrak"])
async def test_small_talk_in_two_sentences(shipped_talk: Talk, text: str) -> None:
    """Of what is small talk as a whole no sentence is taken for a question: 'sources' may be those of an income."""
    reply = await shipped_talk.say(text)

    assert (reply.kind, reply.intent) == (Kind.INTENT, Intent.SOURCES)
