"""In which language Sanad answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from handlers_floor.talking import inquiry

from handlers.model import Session, Turn
from knowledge.schema import Language
from knowledge.text.language import Detected

if TYPE_CHECKING:
    from handlers.library import Library

ENGLISH, ARABIC = Language.ENGLISH, Language.ARABIC


def after_answer_in(language: Language) -> Session:
    return Session(turn=Turn(language, None, (), (), None))


@pytest.mark.parametrize(
    ("text", "detected", "expected"),
    [
        ("How many members does the coalition have?", Detected.ENGLISH, ENGLISH),
        ("كم عدد أعضاء التحالف؟", Detected.ARABIC, ARABIC),
        ("شكد عدد الأعضاء", Detected.ARABIC, ARABIC),
        ("kam 3odw fi el ta7alof", Detected.ARABIZI, ARABIC),
    ],
)
def test_own_language_of_a_message(small: Library, text: str, detected: Detected, expected: Language) -> None:
    """Script and words tell the language; Arabizi is answered in Arabic."""
    asked = inquiry(small, text)

    assert (asked.detected, asked.language) == (detected, expected)


@pytest.mark.parametrize(
    "text", ["كم عدد أعضاء التحالف؟", "How many members?", "2019?", "Combien de pays sont membres?"]
)
@pytest.mark.parametrize("chosen", Language)
def test_readers_choice_wins(small: Library, chosen: Language, text: str) -> None:
    """Who has chosen a language is answered in it, whatever a message is written in."""
    assert inquiry(small, text, Session(language=chosen), hint=ENGLISH).language is chosen


@pytest.mark.parametrize("text", ["2019?", "👍", "...", "zzzqx"])
@pytest.mark.parametrize("earlier", Language)
def test_unsure_keeps_the_conversations_language(small: Library, earlier: Language, text: str) -> None:
    """A message that could be either goes on in the language of the answer before it."""
    hint = ENGLISH if earlier is ARABIC else ARABIC

    assert inquiry(small, text, after_answer_in(earlier), hint=hint).language is earlier


@pytest.mark.parametrize(("text", "expected"), [("How many members?", ENGLISH), ("كم عدد الأعضاء؟", ARABIC)])
def test_message_wins_over_the_conversation(small: Library, text: str, expected: Language) -> None:
    """Who changes the language in the middle is followed."""
    earlier = ENGLISH if expected is ARABIC else ARABIC

    assert inquiry(small, text, after_answer_in(earlier), hint=earlier).language is expected


@pytest.mark.parametrize(("hint", "expected"), [(ARABIC, ARABIC), (ENGLISH, ENGLISH), (None, ENGLISH)])
def test_hint(small: Library, hint: Language | None, expected: Language) -> None:
    """Where nothing else tells, the client's language decides, and at last English."""
    assert inquiry(small, "2019?", hint=hint).language is expected


@pytest.mark.parametrize("hint", Language)
def test_foreign_message_is_answered_by_the_hint(small: Library, hint: Language) -> None:
    """A language that Sanad does not speak says nothing about the one to answer in."""
    asked = inquiry(small, "Combien de pays sont dans la coalition?", hint=hint)

    assert (asked.detected, asked.language) == (Detected.OTHER, hint)


@pytest.mark.parametrize("language", Language)
def test_words_of_the_interface(small: Library, language: Language) -> None:
    """The interface speaks the language of the reply."""
    assert inquiry(small, "2019?", hint=language).words is small.words[language]
