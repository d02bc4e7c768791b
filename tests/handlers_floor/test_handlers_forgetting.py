"""Whoever asks to be forgotten is: what can be tied to them goes, and they are told what that was."""

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


async def gaps_left(talk: Talk) -> int:
    return sum(group.times for group in await talk.gaps.groups())


async def votes_left(talk: Talk) -> int:
    return sum(share.up + share.down for share in await talk.votes.shares())


async def test_all_of_today_goes(talk: Talk, words: Words) -> None:
    """The context, the chosen language, the gaps and the votes of the day are erased, and counted to whoever asked."""
    await talk.say("English please")
    await talk.say(UNKNOWN)
    await talk.say("How many troops has NATO in Mali?")
    await talk.vote(Opinion.UP)
    reply = await talk.command(Intent.FORGET)

    assert reply.paragraphs == (
        words.forget_done,
        words.forget_context,
        words.forget_gaps.format(count=2),
        words.forget_votes.format(count=1),
        words.forget_rest,
    )
    assert await talk.kept() == Session()
    assert (await gaps_left(talk), await votes_left(talk)) == (0, 0)


async def test_a_vote_against_counts_twice(talk: Talk, words: Words) -> None:
    """An answer voted down is a gap as well, and both go."""
    await talk.vote(Opinion.DOWN)
    reply = await talk.command(Intent.FORGET)

    assert reply.paragraphs[2:4] == (words.forget_gaps.format(count=1), words.forget_votes.format(count=1))
    assert (await gaps_left(talk), await votes_left(talk)) == (0, 0)


async def test_nothing_to_forget(talk: Talk, words: Words) -> None:
    """Somebody of whom nothing is kept is told so."""
    reply = await talk.command(Intent.FORGET)

    assert reply.paragraphs[1] == words.forget_no_context
    assert reply.paragraphs[2:4] == (words.forget_gaps.format(count=0), words.forget_votes.format(count=0))


async def test_asking_makes_no_key(talk: Talk) -> None:
    """To be forgotten takes no pseudonym where there was none."""
    await talk.command(Intent.FORGET)

    assert await talk.day_keys.kept(NOON.date()) is None


async def test_others_keep_what_is_theirs(talk: Talk) -> None:
    """What another person of the same group left stays."""
    await talk.say(UNKNOWN)
    await talk.vote(Opinion.UP)
    talk.person, talk.chat = "telegram:2", "telegram:-5:2"
    await talk.say(UNKNOWN)
    await talk.vote(Opinion.UP)
    await talk.command(Intent.FORGET)
    talk.chat = "telegram:100"

    assert (await gaps_left(talk), await votes_left(talk)) == (1, 1)
    assert (await talk.kept()).turn is not None


async def test_what_was_asked_elsewhere_goes_too(talk: Talk) -> None:
    """A person has one pseudonym a day: what they left in a group goes when they ask in private."""
    talk.chat = "telegram:-5:1"
    await talk.say(UNKNOWN)
    talk.chat = "telegram:1"
    await talk.command(Intent.FORGET)

    assert await gaps_left(talk) == 0


async def test_just_before_midnight(talk: Talk) -> None:
    """What was asked a moment before midnight goes as well, while the key of that day is there."""
    talk.clock.move(hours=11, minutes=59)
    await talk.say(UNKNOWN)
    talk.clock.move(minutes=2)
    await talk.command(Intent.FORGET)

    assert await gaps_left(talk) == 0


async def test_older_gaps_cannot_be_found(talk: Talk, words: Words) -> None:
    """What was asked on a day whose key is gone stays, tied to nobody; the reply says that it may."""
    await talk.say(UNKNOWN)
    talk.clock.move(days=1)
    await talk.day_keys.forget(before=talk.clock.now().date())
    reply = await talk.command(Intent.FORGET)

    assert await gaps_left(talk) == 1
    assert reply.paragraphs[-1] == words.forget_rest


async def test_quiet_stays(talk: Talk, words: Words) -> None:
    """Who was quiet stays so, lest asking to be forgotten make anything be noted; the reply says that."""
    await talk.command(Intent.QUIET)
    await talk.say(MEMBERS)
    reply = await talk.command(Intent.FORGET)
    await talk.say(UNKNOWN)

    assert reply.paragraphs[1] == words.forget_context
    assert words.forget_quiet in reply.paragraphs
    assert (await talk.kept()).is_quiet
    assert await gaps_left(talk) == 0


async def test_it_can_be_said_in_words(talk: Talk) -> None:
    """Saying it does what the command does."""
    await talk.say(UNKNOWN)
    reply = await talk.say("please forget me")

    assert reply.intent is Intent.FORGET
    assert await gaps_left(talk) == 0


async def test_nothing_to_follow_up(talk: Talk) -> None:
    """Afterwards there is nothing that a short question could go on from."""
    await talk.say(MEMBERS)
    await talk.command(Intent.FORGET)
    reply = await talk.say("and in 2019?")

    assert reply.entry is None
