"""Arabic in Latin letters: the skeleton that both scripts share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.arabizi import has_letter_digits, skeleton, without_article
from knowledge.text.normalize import fold


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("ta7alof", "تحالف"),
        ("tahaluf", "تحالف"),
        ("mosul", "موصل"),
        ("3adad", "عدد"),
        ("da3esh", "داعش"),
        ("5amsa", "خمسة"),
        ("khamsa", "خمسة"),
        ("shbat", "شباط"),
        ("mukhayyam", "مخيم"),
        ("baghdad", "بغداد"),
        ("dawla", "دولة"),
    ],
)
def test_one_skeleton_for_both_scripts(latin: str, arabic: str) -> None:
    """A word sounds the same in either script."""
    assert skeleton(fold(latin)) == skeleton(fold(arabic))


@pytest.mark.parametrize(("one", "other"), [("تحالف", "تمويل"), ("بغداد", "بغل"), ("mosul", "raqqa")])
def test_different_words_sound_different(one: str, other: str) -> None:
    """A skeleton keeps the consonants that set words apart."""
    assert skeleton(one) != skeleton(other)


@given(st.text("abcdefghijklmnopqrstuvwxyz235679'ابتثجحخدذرزسشصضطظعغفقكلمنهويىئؤ", max_size=14))
def test_skeletons_are_latin_capitals(word: str) -> None:
    """A skeleton is made of Latin capitals, none twice in a row."""
    bones = skeleton(word)

    assert [b for a, b in zip(f" {bones}", bones, strict=False) if a == b or not "A" <= b <= "Z"] == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("da3esh", True),
        ("3adad", True),
        ("ta7alof", True),
        ("coalition", False),
        ("5th", False),
        ("20km", False),
        ("2019", False),
        ("90", False),
        ("3pm", False),
    ],
)
def test_has_letter_digits(word: str, *, expected: bool) -> None:
    """Digits that stand for letters are told from English numbers."""
    assert has_letter_digits(word) is expected


def test_without_article() -> None:
    """A glued article is taken off, and the word as written comes first."""
    assert without_article("eltahalof") == ("eltahalof", "tahalof")


def test_without_article_keeps_short_words() -> None:
    """Nothing is taken off where fewer than three letters would stay."""
    assert without_article("elle") == ("elle",)
