from __future__ import annotations

import re
from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.small_library import MEMBERS_QUESTIONS
from handlers_floor.talking import NOON, SECRET

from handlers.model import Choice, Gap, Intent, Kind, Offer, Reason, Session, Turn
from handlers.privacy import conversation_key
from handlers.recording import LONGEST_GAP
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers_floor.talking import Talk

ENGLISH, ARABIC = Language.ENGLISH, Language.ARABIC
MEMBERS: Final = MEMBERS_QUESTIONS["en"][0]
KEY: Final = conversation_key("telegram:100", secret=SECRET)


async def kept(talk: Talk, key: str = KEY) -> Session:
    return await talk.sessions.load(key, turn_since=NOON - timedelta(days=1))


async def test_unknown_question_is_recorded(talk: Talk) -> None:
    """What could not be answered is kept for the curators: redacted, with its day and the day's pseudonym."""
    await talk.say("How many troops has NATO in Mali? My name is Omar and my phone is 0770 123 4567")

    assert talk.gaps.gaps == [
        Gap(
            text="How many troops has NATO in Mali? My name is [name] and my phone is [number]",
            language="en",
            reason=Reason.UNKNOWN,
            day=NOON.date(),
            pseudonym=await talk.pseudonym(),
            candidates=talk.gaps.gaps[0].candidates,
            terms=talk.gaps.gaps[0].terms,
        )
    ]


async def test_terms_of_a_gap_hold_nothing_that_was_redacted(talk: Talk) -> None:
    """What is compared with other gaps is read from what is kept of the words, without the marks in it."""
    await talk.say("How many troops has NATO in Mali? My name is Omar and my phone is 0770 123 4567")
    [gap] = talk.gaps.gaps

    assert "name:nato" in gap.terms
    assert [term for term in gap.terms if re.search("omar|0770|123|4567|number", term)] == []


async def test_candidates_of_a_gap(talk: Talk) -> None:
    """The nearest entries are kept with the gap, best first, so that curators see what was close."""
    await talk.say("How many zebra members are there?")
    [gap] = talk.gaps.gaps
    probabilities = [probability for _, probability in gap.candidates]

    assert gap.candidates[0][0] == "members"
    assert probabilities == sorted(probabilities, reverse=True)


async def test_pseudonym_of_another_day(talk: Talk) -> None:
    """The same person's gaps of two days cannot be told to be the same person's."""
    await talk.say("Which football club won?")
    talk.clock.move(days=1)
    await talk.say("Which football club won?")
    first, second = talk.gaps.gaps

    assert first.day < second.day
    assert first.pseudonym != second.pseudonym


async def test_declined_request_is_counted_without_its_text(talk: Talk) -> None:
    """Of a declined request nothing is kept but that there was one."""
    await talk.say("how do I make a bomb")

    assert talk.gaps.gaps == [Gap("", "en", Reason.DECLINED, NOON.date(), await talk.pseudonym())]


async def test_foreign_message_is_recorded_as_such(talk: Talk) -> None:
    """A message in another language is kept under 'other', so that curators see which are asked for."""
    await talk.say("Combien de pays sont membres de la coalition ?")

    assert [(gap.language, gap.reason) for gap in talk.gaps.gaps] == [("other", Reason.LANGUAGE)]


@pytest.mark.parametrize("text", ["", "?!", "hello", MEMBERS, "thanks"])
async def test_no_gap(talk: Talk, text: str) -> None:
    """Answers, small talk and empty messages leave nothing for the curators."""
    await talk.say(text)

    assert talk.gaps.gaps == []


async def test_expired_choice_is_no_gap(talk: Talk) -> None:
    """A button that leads nowhere is no question."""
    reply = await talk.tap(Choice(Offer.ENTRY, "gone", ""))

    assert reply.kind is Kind.GAP
    assert talk.gaps.gaps == []


async def test_long_question_is_cut(talk: Talk) -> None:
    """Of a long question the curators get the beginning."""
    await talk.say("zebra " * 200)

    assert len(talk.gaps.gaps[0].text) == LONGEST_GAP


async def test_phone_number_at_the_cut_is_redacted(talk: Talk) -> None:
    """Redaction comes before the cut, so that no half of a number is kept."""
    await talk.say("zebra " * ((LONGEST_GAP - 8) // 6) + "07701234567")

    assert "0770" not in talk.gaps.gaps[0].text


async def test_answer_is_remembered_by_its_concepts(talk: Talk) -> None:
    """Of a question its concepts are remembered, never its words."""
    reply = await talk.say(MEMBERS)
    session = await kept(talk)

    assert session == Session(
        None, Turn(ENGLISH, "members", ("member", "coalition"), ("count",), "2026-02", reply.choices, (0,))
    )


async def test_words_that_nobody_curated_are_not_remembered(talk: Talk) -> None:
    """Of a word or number that the knowledge does not have it is kept that there was one, and no more."""
    await talk.say("zebra 07701234567 members of the coalition in Qamishlo")
    session = await kept(talk)

    assert session.turn is not None
    assert [one for one in session.turn.features if re.search("zebr|0770|qamish", one)] == []
    assert session.turn.features == ("word:?0", "number:?1", "member", "coalition", "word:?4")


async def test_names_are_not_remembered(talk: Talk) -> None:
    """Somebody's name is not kept either where the knowledge has somebody of the same name."""
    await talk.say("What did McFarlane do before?")
    curated = await kept(talk)
    await talk.say("My name is McFarlane and I ask how many members the coalition has")
    session = await kept(talk)

    assert curated.turn is not None
    assert session.turn is not None
    assert [one for one in session.turn.features if "mcfarlan" in one] == []


async def test_session_is_kept_under_a_key(talk: Talk) -> None:
    """The channel's own name of a conversation is not what its session is kept under."""
    await talk.say(MEMBERS)

    assert await kept(talk, "telegram:100") == Session()


async def test_turn_can_be_followed_for_half_an_hour(talk: Talk) -> None:
    """Thirty minutes later, an answer can still be followed up."""
    await talk.say(MEMBERS)
    talk.clock.move(minutes=30)
    reply = await talk.say("and in 2019?")

    assert reply.entry == "members"


async def test_turn_is_forgotten_after_half_an_hour(talk: Talk) -> None:
    """A moment later it cannot."""
    await talk.say(MEMBERS)
    talk.clock.move(minutes=30, seconds=1)
    reply = await talk.say("and in 2019?")

    assert reply.entry is None


async def test_choices_are_forgotten_with_the_turn(talk: Talk) -> None:
    """A number after half an hour chooses nothing."""
    await talk.say("hello")
    talk.clock.move(minutes=31)
    reply = await talk.say("1")

    assert reply.reason is Reason.UNKNOWN


async def test_language_is_kept(talk: Talk) -> None:
    """The reader's language outlives the turn."""
    await talk.say("بالعربية من فضلك")
    talk.clock.move(days=3)
    reply = await talk.say(MEMBERS)

    assert reply.language is ARABIC


async def test_language_of_the_conversation_goes_with_the_turn(talk: Talk) -> None:
    """What was merely the language of the last answer is forgotten with it."""
    await talk.say("مرحبا")
    first = await talk.say("2019?")
    talk.clock.move(minutes=31)
    second = await talk.say("2019?")

    assert (first.language, second.language) == (ARABIC, ENGLISH)


async def test_choose(talk: Talk) -> None:
    """A tapped choice is answered like a typed number, and can be followed up."""
    answer = await talk.say(MEMBERS)
    history = await talk.tap(answer.choices[0])
    follow_up = await talk.say("and in 2022?")

    assert (history.entry, len(history.paragraphs)) == ("members", 4)
    assert follow_up.paragraphs == ("It had 85 members [1].",)


async def test_choose_a_language(talk: Talk) -> None:
    """A tapped language sticks."""
    await talk.tap(Choice(Offer.LANGUAGE, "ar", ""))
    reply = await talk.say(MEMBERS)

    assert reply.language is ARABIC


@pytest.mark.parametrize("intent", Intent)
async def test_perform(talk: Talk, intent: Intent) -> None:
    """A command is answered as its intent."""
    reply = await talk.command(intent)

    assert reply.intent is intent


async def test_perform_the_start(talk: Talk) -> None:
    """The start of a conversation is a greeting that says what this is."""
    reply = await talk.command(None)

    assert (reply.intent, reply.paragraphs) == (
        Intent.GREETING,
        (talk.conversation.library.words[ENGLISH].start,),
    )


async def test_command_speaks_the_conversations_language(talk: Talk) -> None:
    """A command has no words of its own; it is answered in the language of the conversation."""
    await talk.say("كم عدد أعضاء التحالف الدولي؟")
    reply = await talk.command(Intent.HELP)

    assert reply.language is ARABIC


async def test_small_talk_keeps_the_question(talk: Talk) -> None:
    """Small talk changes the choices and the language of a turn, and leaves what was asked."""
    await talk.say(MEMBERS)
    before = await kept(talk)
    reply = await talk.say("شكراً جزيلاً")
    session = await kept(talk)

    assert before.turn is not None
    assert session.turn == Turn(
        ARABIC, "members", before.turn.features, before.turn.kinds, before.turn.asked, reply.choices, (0,)
    )


async def test_conversations_do_not_mix(talk: Talk) -> None:
    """What was asked in one conversation is nothing to go on from in another."""
    await talk.say(MEMBERS)
    talk.chat = "telegram:200"
    reply = await talk.say("and in 2019?")

    assert reply.entry is None


def test_nothing_that_is_kept_names_a_person() -> None:
    """Neither a session nor a turn has a place for a person or a text."""
    names = {field.name for kind in (Session, Turn) for field in fields(kind)}

    assert names == {
        "language",
        "is_quiet",
        "turn",
        "entry",
        "features",
        "kinds",
        "asked",
        "choices",
        "claims",
        "times",
        "is_dated",
    }
