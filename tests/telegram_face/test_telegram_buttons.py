"""Choices as buttons: the data survives the way there and back, and long lists go on behind a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram_double.keyboards import check_reply_markup

from bot.telegram.buttons import (
    LONGEST_LABEL,
    MOST_BYTES,
    ROWS_A_PAGE,
    Tap,
    decode,
    encode,
    keyboard,
    label,
    list_behind,
)
from handlers.model import Choice, Intent, Kind, Offer, Reply
from knowledge.loader import LONGEST_ID
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import InlineKeyboardMarkup

    from handlers.library import Library

IDS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda written: len(written) <= LONGEST_ID)
TARGETS = st.one_of(IDS, st.sampled_from([*Language, *Intent]).map(str))


def entries(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(Offer.ENTRY, f"entry-{number}", f"Entry {number}") for number in range(1, count + 1))


def reply(choices: Sequence[Choice], language: Language = Language.ENGLISH, intent: Intent | None = None) -> Reply:
    return Reply(Kind.INTENT, language, ("Choose",), choices=tuple(choices), intent=intent)


def data(markup: InlineKeyboardMarkup | None) -> list[list[object]]:
    return [[button.callback_data for button in row] for row in markup.inline_keyboard] if markup else []


@given(st.sampled_from(Offer), TARGETS, st.integers(1, 99))
def test_codec_round_trip(offer: Offer, target: str, page: int) -> None:
    """Whatever a button says is read again, and every id that curators may write fits into its 64 bytes."""
    written = encode(Choice(offer, target, "any label"), page)

    assert written is not None
    assert len(written.encode()) <= MOST_BYTES
    assert decode(written) == Tap(Choice(offer, target, ""), page)


@given(st.text())
def test_unknown_data_says_nothing(text: str) -> None:
    """Whatever arrives, it is read as something that could have been written, or as nothing."""
    tap = decode(text)

    assert tap is None or encode(tap.choice, tap.page) in {text, text.removesuffix(":1")}


@pytest.mark.parametrize(
    "text", ["", "e", "e:", "x:coalition", "e:Coalition", "e:a:0", "e:a:100", "e:a:1:2", "e:a\n", "e:أ"]
)
def test_broken_data_says_nothing(text: str) -> None:
    """Data of another age, or of another bot, is no choice."""
    assert decode(text) is None


def test_short_form() -> None:
    """The data can be read by a person who looks at a log."""
    assert encode(Choice(Offer.ENTRY, "coalition-members", "")) == "e:coalition-members"
    assert encode(Choice(Offer.TOPIC, "stabilisation-iraq", ""), 2) == "t:stabilisation-iraq:2"


def test_choice_that_fits_no_button_is_left_out() -> None:
    """A target that nobody could have curated costs its button, not the reply."""
    assert keyboard(reply([Choice(Offer.ENTRY, "x" * 63, "Long"), Choice(Offer.ENTRY, "عضو", "Arabic")])) is None


@given(st.text())
def test_labels_fit(text: str) -> None:
    """A label is left as it is, or cut with an ellipsis."""
    cut = label(text)

    assert len(cut) <= LONGEST_LABEL
    assert cut == text or cut.endswith("…")


def test_blank_label_gets_the_target() -> None:
    """Telegram refuses a button without a text."""
    markup = keyboard(reply([Choice(Offer.ENTRY, "entry-1", " ")]))

    assert markup is not None
    assert markup.inline_keyboard[0][0].text == "entry-1"


def test_no_choices_no_keyboard() -> None:
    """A reply without choices has no keyboard, with or without a list behind it."""
    assert keyboard(reply([])) is None
    assert keyboard(reply([]), Choice(Offer.TOPIC, "x", "")) is None


def test_odd_topic_has_a_row_of_its_own() -> None:
    """Topics stand two a row, and what follows them begins a new one."""
    topics = [Choice(Offer.TOPIC, f"topic-{number}", f"Topic {number}") for number in range(1, 4)]
    doors = [Choice(Offer.INTENT, Intent.PRIVACY, "Privacy")]

    assert data(keyboard(reply([*topics, *doors]))) == [["t:topic-1", "t:topic-2"], ["t:topic-3"], ["i:privacy"]]
    assert data(keyboard(reply(topics, Language.ARABIC))) == [["t:topic-2", "t:topic-1"], ["t:topic-3"]]


@given(st.integers(1, 60))
def test_pages_hold_everything_once(count: int) -> None:
    """From page to page every entry is offered, each once, and no page is longer than a screen."""
    topic, page, seen = Choice(Offer.TOPIC, "topic", ""), 1, []
    while page:
        rows = data(keyboard(reply(entries(count)), topic, page))
        assert len(rows) <= ROWS_A_PAGE + 1
        seen += [row[0] for row in rows if str(row[0]).startswith("e:")]
        more = [tap for row in rows if (tap := decode(str(row[0]))) is not None and tap.choice == topic]
        page = more[0].page if more else 0

    assert seen == [f"e:entry-{number}" for number in range(1, count + 1)]


def test_page_beyond_the_end() -> None:
    """A list that has become shorter since shows its last page."""
    topic = Choice(Offer.TOPIC, "topic", "")

    assert data(keyboard(reply(entries(10)), topic, 7)) == [["e:entry-9"], ["e:entry-10"]]


@pytest.mark.parametrize("count", [1, 8, 9, 30])
def test_telegram_takes_the_keyboard(count: int) -> None:
    """The keyboards pass Telegram's own checks."""
    markup = keyboard(reply(entries(count)), Choice(Offer.TOPIC, "topic", ""))

    assert markup is not None
    assert check_reply_markup(markup.to_dict()) is not None


def test_list_behind_a_reply(library: Library) -> None:
    """Topics lead back to the topics, a topic's entries to the topic, and a few suggestions to nothing."""
    topics = reply([Choice(Offer.TOPIC, "finance", "")])
    opened = reply([Choice(Offer.ENTRY, "project-1", "")], intent=Intent.TOPICS)
    gone = reply([Choice(Offer.ENTRY, "gone", "")], intent=Intent.TOPICS)
    suggested = reply([Choice(Offer.ENTRY, "project-1", "")])
    found = [list_behind(one, library.knowledge) for one in (topics, opened, gone, suggested)]

    assert found == [Choice(Offer.INTENT, "topics", ""), Choice(Offer.TOPIC, "stabilisation-iraq", ""), None, None]
