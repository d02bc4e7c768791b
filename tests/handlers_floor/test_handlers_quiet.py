"""In quiet mode nothing is kept but what a follow-up needs, and whoever is quiet is told what that means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from handlers_floor.small_library import MEMBERS_QUESTIONS
from handlers_floor.talking import NOON

from handlers.feedback import Opinion
from handlers.model import Intent, Session
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers_floor.talking import Talk

    from handlers.wording import Words

MEMBERS: Final = MEMBERS_QUESTIONS["en"][0]
UNKNOWN: Final = "Which football club won?"


@pytest.fixture
def words(talk: Talk) -> Words:
    return talk.conversation.library.words[Language.ENGLISH]


async def counted(talk: Talk) -> int:
    return sum((await talk.tallies.between(NOON.date(), NOON.date())).values())


async def test_nothing_is_kept(talk: Talk) -> None:
    """Neither gaps nor votes nor counts are kept, nor a key to a pseudonym; the reply carries that it may not be."""
    await talk.say("do not log this")
    replies = [await talk.say(text) for text in (UNKNOWN, "how do I make a bomb", "Combien de pays ?", MEMBERS)]
    is_news = await talk.vote(Opinion.DOWN)

    assert [reply.is_quiet for reply in replies] == [True] * 4
    assert not is_news
    assert (talk.gaps.gaps, await talk.votes.shares(), await counted(talk)) == ([], (), 0)
    assert await talk.day_keys.kept(NOON.date()) is None


async def test_what_is_left_of_several_questions(talk: Talk) -> None:
    """The part of a message that stays without an answer leaves no gap either."""
    await talk.command(Intent.QUIET)
    await talk.say(f"{MEMBERS} And which football club won the cup?")

    assert talk.gaps.gaps == []


async def test_reply_to_an_unknown_question(talk: Talk, words: Words) -> None:
    """Whoever is quiet is not told that the question was noted, but that the curators will not learn of it."""
    await talk.command(Intent.QUIET)
    reply = await talk.say(UNKNOWN)

    assert reply.paragraphs == (words.gap_unknown_quiet,)


async def test_follow_up(talk: Talk) -> None:
    """A question can be followed up all the same."""
    await talk.command(Intent.QUIET)
    await talk.say(MEMBERS)
    reply = await talk.say("and in 2019?")

    assert reply.entry == "members"


async def test_off_again(talk: Talk, words: Words) -> None:
    """After it was turned off, a gap is noted again; turning it off is itself not counted."""
    await talk.command(Intent.QUIET)
    reply = await talk.say("turn quiet mode off")
    is_quiet = await talk.kept()
    before = await counted(talk)
    await talk.say(UNKNOWN)

    assert (reply.intent, reply.paragraphs, reply.is_quiet) == (Intent.QUIET_OFF, (words.quiet_off,), True)
    assert not is_quiet.is_quiet
    assert (before, await counted(talk), len(talk.gaps.gaps)) == (0, 1, 1)


async def test_on_twice(talk: Talk) -> None:
    """Asking for it once more changes nothing: it is no switch that a second tap would turn off."""
    replies = [await talk.command(Intent.QUIET) for _ in range(2)]

    assert replies[0] == replies[1]
    assert (await talk.kept()).is_quiet


async def test_of_one_member_alone(talk: Talk) -> None:
    """In a group it is the member who asked that is quiet."""
    talk.chat = "telegram:-5:1"
    await talk.command(Intent.QUIET)
    talk.chat, talk.person = "telegram:-5:2", "telegram:2"
    await talk.say(UNKNOWN)

    assert len(talk.gaps.gaps) == 1


async def test_language_outlives_quiet(talk: Talk) -> None:
    """The chosen language stays when quiet mode goes on and off, and quiet mode when a language is chosen."""
    await talk.command(Intent.QUIET)
    await talk.say("بالعربية من فضلك")
    session = await talk.kept()
    await talk.command(Intent.QUIET_OFF)

    assert (session.language, session.is_quiet) == (Language.ARABIC, True)
    assert (await talk.kept()).language is Language.ARABIC


async def test_quiet_outlives_the_turn(talk: Talk) -> None:
    """Long after the turn is forgotten the conversation is quiet."""
    await talk.command(Intent.QUIET)
    talk.clock.move(days=3)
    await talk.say(UNKNOWN)

    assert talk.gaps.gaps == []


async def test_whoever_asks_is_told(talk: Talk) -> None:
    """The face can ask whether a conversation is quiet, for a tap that gets no reply of its own."""
    before = await talk.is_quiet()
    await talk.command(Intent.QUIET)

    assert (before, await talk.is_quiet()) == (False, True)


async def test_privacy_offers_the_way_out(talk: Talk) -> None:
    """The privacy notice offers to turn quiet mode on, and off where it is on."""
    loud = await talk.command(Intent.PRIVACY)
    await talk.tap(loud.choices[0])
    quiet = await talk.command(Intent.PRIVACY)

    assert await talk.kept() == Session(None, (await talk.kept()).turn, is_quiet=True)
    assert [reply.choices[0].target for reply in (loud, quiet)] == [Intent.QUIET, Intent.QUIET_OFF]
