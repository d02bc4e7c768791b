from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.small_library import MEMBERS_QUESTIONS
from handlers_floor.talking import after, inquiry

from handlers import correcting
from handlers.model import Intent
from knowledge.dates import PartialDate
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers_floor.talking import Talk

    from handlers.library import Library

MEMBERS: Final = MEMBERS_QUESTIONS["en"][0]
STRIKES: Final = "How many air strikes did the Coalition do in Iraq?"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "sorry, I meant Syria",
            "no wait, I meant in Syria",
            "I mean Syria",
            "no, Syria",
            "Syria I mean",
            "oops, Syria",
        ),
        *("لا قصدي سوريا", "لا العفو قصدي بسوريا", "عفواً، أقصد في سوريا", "أعني سوريا", "la 2asdi Syria", "سوريا قصدي"),
    ],
)
async def test_another_place_was_meant(talk: Talk, text: str) -> None:
    """Whoever meant another country gets the answer for that one."""
    await talk.say(STRIKES)
    reply = await talk.say(text)

    assert reply.entry == "strikes-syria"


@pytest.mark.parametrize(
    "text", ["sorry, I meant 2019", "no, in 2019", "لا قصدي 2019", "لا لا قصدي في 2019", "العفو، 2019"]
)
async def test_another_time_was_meant(talk: Talk, text: str) -> None:
    """Whoever meant another time gets what held then."""
    await talk.say(MEMBERS)
    reply = await talk.say(text)

    assert (reply.entry, reply.shown) == ("members", PartialDate(2019, 2))


@pytest.mark.parametrize(
    "text", ["no, thank you", "sorry", "no", "sorry, how do I use this?", "I mean it", "لا شكراً", "لا"]
)
def test_nothing_was_put_right(small: Library, text: str) -> None:
    """A 'no' or 'sorry' before what names nothing in the place of anything stays where it is."""
    said = inquiry(small, text, after(small, MEMBERS, "members", language=Language.ENGLISH))

    assert correcting.meant(said) is said


async def test_thanks_with_a_no(talk: Talk) -> None:
    """'No, thank you' after an answer is thanks."""
    await talk.say(MEMBERS)
    reply = await talk.say("no, thank you")

    assert reply.intent is Intent.THANKS


def test_correction_of_nothing(small: Library) -> None:
    """Before anything was answered a message is read as it was written."""
    said = inquiry(small, "I meant Syria")

    assert correcting.meant(said) is said


@pytest.mark.parametrize(
    "text",
    [
        *("different question: {asked}", "ok, another question, {asked}", "one other question, {asked}"),
        *("ok switching the subject, {asked}", "let's go to a different topic. {asked}", "never mind that. {asked}"),
        *("طيب سؤال ثاني، {asked}", "غير موضوع: {asked}", "وسؤال مختلف: {asked}", "زين خلنا نروح لموضوع ثاني {asked}"),
        *("خل نطلع من هالموضوع، {asked}", "عوفنا من هالسالفة، {asked}"),
    ],
)
async def test_another_subject(talk: Talk, text: str) -> None:
    """After words that openly leave a subject, its date counts no more."""
    await talk.say(f"{MEMBERS} in 2019")
    reply = await talk.say(text.format(asked=MEMBERS))

    assert str(reply.shown) == str((await talk.say(MEMBERS)).shown)


@pytest.mark.parametrize("text", ["tayyeb mawdoo3 tene: {asked}", "ok so2al tani, {asked}"])
def test_another_subject_in_arabizi(small: Library, text: str) -> None:
    """Words in Latin letters that leave a subject are understood, and the rest stays as it was written."""
    asked = "kam dawla bil ta7alof"
    said = inquiry(small, text.format(asked=asked), after(small, MEMBERS, "members", language=Language.ENGLISH))
    meant = correcting.meant(said)

    assert (meant.text, meant.session.turn) == (asked, None)


@pytest.mark.parametrize(
    "text", ["what other topic did they speak of in Syria?", "which other issue was it?", "another question"]
)
def test_subject_is_asked_for(small: Library, text: str) -> None:
    """Whoever asks which other subject there was has not left any; behind 'another question' alone nothing is asked."""
    said = inquiry(small, text, after(small, MEMBERS, "members", language=Language.ENGLISH))

    assert correcting.meant(said) is said
