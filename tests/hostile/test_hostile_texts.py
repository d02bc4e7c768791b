"""Any text at all: folding, redaction, and what is kept of a reply hold for it."""

from __future__ import annotations

import re
from typing import Final

from hypothesis import example, given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.outgoing import Outgoing
from bot.telegram.rendering import Part
from bot.telegram.updates import Address
from handlers.redaction import redact
from knowledge.schema import Language
from knowledge.text.normalize import compose, fold
from knowledge.text.tokens import words

ANY: Final = st.text(st.characters(), max_size=300)
"""Half characters, controls and what is not assigned among them."""
STRANGE: Final = st.text(
    st.sampled_from("\u202e\u2066\u2069\u200b\u200d\u0301\u064e\ufdfa\ud800\U0001f4a9\0ß\u0130a1ع\u0661 .-@/"),
    max_size=300,
)
TEXTS: Final = ANY | STRANGE
MOST_COMPOSED: Final = 18
"""Characters that one becomes: ﷺ is the longest word in Unicode's tables."""
MOST_MARKED: Final = 6
"""Times that a mark such as `[number]` is as long as what was taken out, at the most: a name may be one letter."""

BETWEEN: Final = st.text(st.sampled_from("ab ع\u200b\u202e\u0301-/().…@\n"), max_size=5)

NUMBERS: Final = st.integers(-(2**53), 2**53)
ADDRESSES: Final = st.builds(Address, NUMBERS, st.none() | NUMBERS, st.none() | NUMBERS)
SENDABLE: Final = st.text(st.characters(codec="utf-8"), max_size=100)
BUTTONS: Final = st.builds(InlineKeyboardButton, SENDABLE.filter(bool), callback_data=st.from_regex(r"[a-z:-]{1,60}"))
KEYBOARDS: Final = st.builds(InlineKeyboardMarkup, st.lists(st.lists(BUTTONS, min_size=1, max_size=3), max_size=3))
REPLIES: Final = st.builds(
    Outgoing,
    ADDRESSES,
    st.lists(st.builds(Part, SENDABLE, SENDABLE), max_size=4).map(tuple),
    st.none() | KEYBOARDS,
    st.none() | NUMBERS,
    st.sampled_from(Language),
)


@given(TEXTS)
@example("\ufdfa" * 300)
@example("\u0130" * 300)
def test_folding(text: str) -> None:
    """Whatever is folded stays folded, and grows no more than its composition may."""
    folded = fold(text)

    assert fold(folded) == folded
    assert len(folded) <= MOST_COMPOSED * len(text)
    assert all(word == word.strip() != "" for word in words(text))


@given(TEXTS)
@example("\ufdfa" * 300)
@example("اسمي ع " * 40)
def test_redaction(text: str) -> None:
    """It changes nothing that it has redacted, grows no more than its marks may, and what it leaves can be stored."""
    redacted = redact(text)

    assert redact(redacted) == redacted
    assert len(redacted) <= MOST_MARKED * (len(compose(text)) + 1)
    redacted.encode()
    assert "\0" not in redacted


@given(st.lists(st.text("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲", min_size=7, max_size=20), min_size=1, max_size=5), BETWEEN)
def test_redaction_of_numbers(numbers: list[str], between: str) -> None:
    """No seven digits in a row are left, whatever stands around them."""
    redacted = redact(between.join(["", *numbers, ""]))

    assert re.search(r"\d{7}", redacted) is None


@given(REPLIES)
def test_reply_as_it_is_kept(reply: Outgoing) -> None:
    """What is kept of a reply is all of it."""
    assert Outgoing.from_json(reply.to_json()) == reply
