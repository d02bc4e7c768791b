"""What staff read fits Telegram, runs in the right direction, and is whole in both languages."""

from __future__ import annotations

import logging
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram_double.formatting import checked
from telegram_double.html import parse_html
from telegram_face.stage import opened

from bot.logs import LatestErrors, event
from bot.phrasebook import load_phrasebooks
from bot.telegram.rendering import BUDGET, utf16_length
from bot.telegram.sending import Sender
from bot.telegram.staff.office import Office, Surroundings
from bot.telegram.staff.screens import Page
from bot.telegram.staff.speech import Speech
from knowledge.schema import Language
from knowledge.text.tokens import is_arabic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram_face.staffed_stage import StaffedStage

BOOKS: Final = load_phrasebooks(files("bot.telegram.staff") / "strings")
_LETTER: Final = re.compile(r"[^\W\d_]")


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=40), st.integers(1, 400))
def test_page_is_taken_by_telegram(lines: list[str], times: int) -> None:
    """However long and whatever stands in it, a page is one message with its heading in bold."""
    part = Page(("Heading", *(line * times for line in lines))).part
    content = checked(parse_html(part.html))

    assert utf16_length(part.plain) <= BUDGET
    assert content.entities[0].kind == "bold"


def test_long_page_is_cut_at_its_end() -> None:
    """What does not fit is left out, and that is seen."""
    plain = Page(tuple(f"line {number} " + "x" * 500 for number in range(20))).part.plain

    assert plain.startswith("line 0")
    assert plain.endswith("\n…")


def test_arabic_begins_in_arabic() -> None:
    """The first letter of each Arabic text is Arabic, and nothing Latin stands in one that is not filled in."""
    texts = {key: re.sub(r"\{\w+\}", "", text) for key, text in BOOKS[Language.ARABIC].texts.items()}

    assert {key: text for key, text in texts.items() if any(one.isascii() for one in _LETTER.findall(text))} == {}
    assert {key for key, text in texts.items() if _LETTER.search(text) and not is_arabic(text)} == set()


@pytest.mark.parametrize("language", Language)
def test_what_telegram_limits(language: Language) -> None:
    """An alert has at most 200 characters, and what stands beside a command at most 256."""
    texts = BOOKS[language].texts

    assert len(texts["write_how"]) <= 200
    assert [key for key, text in texts.items() if key.startswith("command_") and len(text) > 256] == []


def test_what_is_filled_in_is_kept_apart() -> None:
    """A foreign value is isolated, one of the same script is not, and none is isolated twice."""
    say = Speech(BOOKS[Language.ARABIC])
    foreign = say("gap_wording", text="how many?")

    assert foreign == "وأيضاً: «\u2068how many?\u2069»"
    assert say("gap_wording", text="كم؟") == "وأيضاً: «كم؟»"
    assert say("bullet", text=foreign) == f"• {foreign}"


@pytest.mark.parametrize(
    ("console", "address"),
    [
        (None, None),
        ("https://sanad.example", "https://sanad.example/gaps/1"),
        ("http://localhost:8000", None),
        ("http://127.0.0.1:8000", None),
        ("http://192.168.0.7:8000", None),
        ("http://8.8.8.8:8000", "http://8.8.8.8:8000/gaps/1"),
    ],
)
async def test_addresses_that_telegram_takes(staffed: StaffedStage, console: str | None, address: str | None) -> None:
    """A console that only this machine or its neighbours can reach has no buttons that lead to it."""
    async with opened(staffed.client) as client:
        office = Office.open(staffed.desk, client, Sender(client), staffed.words, Surroundings(console))

    assert office.page_of_console("/gaps/1") == address


def test_latest_errors_are_kept_by_name() -> None:
    """Events of Sanad's own by their names, others' by who told them, and never what was said."""
    errors, logger = LatestErrors(most=2), logging.getLogger("bot.somewhere")
    other = logging.getLogger("some.library")
    for one in (logger, other):
        one.addHandler(errors)
    event(logger, "first", level=logging.ERROR)
    event(logger, "turn_failed", level=logging.ERROR, words="secret")
    event(logger, "no_error")
    other.error("somebody wrote: %s", "secret words")
    for one in (logger, other):
        one.removeHandler(errors)

    assert [error.name for error in errors.latest()] == ["turn_failed", "some.library"]


def test_both_languages_have_every_text() -> None:
    """Nothing that is asked for is missing in one of them."""
    keys: Mapping[Language, set[str]] = {language: set(book.texts) for language, book in BOOKS.items()}

    assert keys[Language.ENGLISH] == keys[Language.ARABIC]
