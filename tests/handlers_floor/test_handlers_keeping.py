from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from handlers_floor.small_library import MEMBERS_QUESTIONS

from handlers import keeping
from handlers.model import Intent
from handlers.wording import load_words
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from handlers_floor.talking import Talk

    from handlers.wording import Words

WORDS = load_words()


@pytest.mark.parametrize(
    ("number", "english", "arabic"),
    [
        (1, "1 minute", "دقيقة واحدة"),
        (2, "2 minutes", "دقيقتين"),
        (3, "3 minutes", "3 دقائق"),
        (10, "10 minutes", "10 دقائق"),
        (11, "11 minutes", "11 دقيقة"),
        (30, "30 minutes", "30 دقيقة"),
        (100, "100 minutes", "100 دقيقة"),
        (105, "105 minutes", "105 دقائق"),
        (1440, "1440 minutes", "1440 دقيقة"),
    ],
)
def test_minutes(number: int, english: str, arabic: str) -> None:
    """Minutes agree with their number, in both languages."""
    span = timedelta(minutes=number)

    assert keeping.minutes(WORDS[Language.ENGLISH], span) == english
    assert keeping.minutes(WORDS[Language.ARABIC], span) == arabic


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", [keeping.privacy, keeping.quiet])
def test_how_long_a_turn_is_kept(language: Language, text: Callable[[Words, timedelta], str]) -> None:
    """Both notices say how long a turn is kept as it is set, or that none is."""
    words = WORDS[language]

    assert keeping.minutes(words, timedelta(minutes=45)) in text(words, timedelta(minutes=45))
    assert words.privacy_alone in text(words, timedelta(0))


async def test_privacy_tells_what_is_set(talk: Talk) -> None:
    """The notice that a reader gets has the time that the operator set."""
    talk.conversation = replace(talk.conversation, remembers=timedelta(minutes=7))
    reply = await talk.command(Intent.PRIVACY)

    assert "7 minutes" in reply.paragraphs[0]


async def test_nothing_is_remembered(talk: Talk) -> None:
    """Where the operator wants nothing to be remembered, no turn is kept, not even for a moment; a language is."""
    talk.conversation = replace(talk.conversation, remembers=timedelta(0))
    await talk.say("English please")
    await talk.say(MEMBERS_QUESTIONS["en"][0])
    session = await talk.kept()

    assert (session.turn, session.language) == (None, Language.ENGLISH)
