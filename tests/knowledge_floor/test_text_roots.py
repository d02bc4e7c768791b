"""Roots of Arabic stems by their patterns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.normalize import fold
from knowledge.text.roots import root_by_pattern
from knowledge.text.tokens import stem

ARABIC = st.text("التحالفوبكداعشيةهاتنمسر", min_size=1, max_size=12).map(fold)


@pytest.mark.parametrize(
    ("root", "words"),
    [
        ("خدم", "خدمة يستخدم استخدام مستخدم استخدمت"),
        ("كتب", "كتاب كاتب مكتوب كتبوا"),
        ("درب", "تدريب مدرب التدريبات"),
        ("نظر", "انتظار ينتظر منتظر"),
        ("حل", "حول محول التحويلات"),
        ("قلل", "استقلال"),
        ("علم", "يعلم معلومات تعليم"),
    ],
)
def test_words_of_a_root_meet(root: str, words: str) -> None:
    """Words of one root meet, whatever the pattern; a weak letter in the middle is passed over."""
    assert {root_by_pattern(stem(fold(word))) for word in words.split()} == {root}


@pytest.mark.parametrize("stemmed", ["من", "اوا", "و", "coalit", "2019"])
def test_nothing_to_take_off(stemmed: str) -> None:
    """A short or weak stem and one in other letters stay as they are."""
    assert root_by_pattern(stemmed) == stemmed


def test_no_pattern() -> None:
    """A word in no pattern, as foreign names are, keeps its first letters that are not weak."""
    assert root_by_pattern("كلينتون") == "كلنت"


@given(ARABIC)
def test_root_is_short_and_in_its_stem(word: str) -> None:
    """A root's letters stand in the stem in their order, four at the most unless all behind the first are weak."""
    letters, root = iter(word), root_by_pattern(word)

    assert all(letter in letters for letter in root)
    assert len(root) <= 4 or set(root[1:]) <= set("اوي")
