"""Folding: each step alone, all of them together, and that folding twice changes nothing."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.text.normalize import (
    collapse_blanks,
    compose,
    drop_marks,
    fold,
    join_apostrophes,
    shorten_stretched,
    unify_digits,
    unify_letters,
)

TYPED = st.text(
    st.one_of(
        st.sampled_from(
            "aAeéİßſﬁ'’`  \t٠٩۴5,.؟ـءآأإاىيیئؤوةهہکگچپڤ\N{ARABIC FATHA}\N{ARABIC SHADDA}\N{ARABIC HAMZA ABOVE}"
            "\N{ZERO WIDTH NON-JOINER}\N{RIGHT-TO-LEFT MARK}\N{COMBINING ACUTE ACCENT}\N{NO-BREAK SPACE}"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=20,
)


@given(TYPED)
@example("a'aa")
@example("ŉŉŉ")
@example("اءاا")
def test_folding_is_idempotent(text: str) -> None:
    """Folding a folded text changes nothing."""
    once = fold(text)

    assert fold(once) == once


@given(TYPED)
@example("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM} \N{ACUTE ACCENT}a \N{COMBINING ACUTE ACCENT} b")
def test_words_are_folded_as_in_their_text(text: str) -> None:
    """What each word of a text becomes does not depend on the others: all steps over the whole text give the same."""
    visible = drop_marks(compose(drop_marks(compose(text)).casefold())).casefold()
    steps = (unify_letters, unify_digits, join_apostrophes, shorten_stretched, collapse_blanks)

    assert fold(text) == reduce(lambda said, step: step(said), steps, visible)


@given(TYPED)
def test_no_blanks_at_the_ends_or_doubled(text: str) -> None:
    """A folded text has single blanks, and only between words."""
    folded = fold(text)

    assert folded == " ".join(folded.split())


@given(TYPED, st.sampled_from("\N{ARABIC TATWEEL}\N{ARABIC FATHA}\N{ZERO WIDTH JOINER}\N{RIGHT-TO-LEFT OVERRIDE}"))
def test_what_cannot_be_seen_does_not_count(text: str, unseen: str) -> None:
    """Vowel marks, stretching strokes and invisible characters at the end of a text make no difference."""
    assert fold(f"{text} {unseen}") == fold(text)


@given(TYPED)
def test_capitals_do_not_count(text: str) -> None:
    """A text and its small letters fold alike."""
    assert fold(compose(text).lower()) == fold(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أعضاءُ الـتَّحالُفِ", "اعضا التحالف"),
        ("إيران وآب ٱلله", "ايران واب الله"),
        ("الجبهة على مستوى", "الجبهه علي مستوي"),
        ("مسؤول رئيس بيئة", "مسوول رييس بييه"),
        ("چم دولة بالگلب", "جم دوله بالكلب"),
        ("کشور پاکستان", "كشور باكستان"),
        ("فى ٢٠١٩ و۲۰۲۰", "في 2019 و2020"),
        ("ﺍﻟﺘﺤﺎﻟﻒ", "التحالف"),
        ("ﷲ", "الله"),
        ("جمييييل", "جميل"),
        ("Sooooo GOOD", "so good"),
        ("don’t Ba`ath", "dont baath"),
        ("ta7alof el  dawli", "ta7alof el dawli"),
        ("ＦＵＬＬ ｗｉｄｔｈ", "full width"),
        ("", ""),
    ],
)
def test_folded(written: str, folded: str) -> None:
    """Spellings that people exchange come out alike."""
    assert fold(written) == folded


def test_compose() -> None:
    """A hamza written as a mark of its own joins its letter, so that it is not lost with the marks."""
    assert compose("\N{ARABIC LETTER ALEF}\N{ARABIC HAMZA ABOVE}") == "أ"


def test_drop_marks() -> None:
    """Vowel marks and direction controls go, letters stay."""
    assert drop_marks("كَ\N{RIGHT-TO-LEFT OVERRIDE}م\N{ARABIC SHADDA}") == "كم"


def test_unify_letters() -> None:
    """Families of letters become one letter; a hamza without a seat goes."""
    assert unify_letters("أإآٱ ىئي ؤو ةه كگ ء") == "اااا ييي وو هه كك "


def test_unify_digits() -> None:
    """Both rows of eastern digits become 0-9."""
    assert unify_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹") == "0123456789 0123456789"


def test_shorten_stretched() -> None:
    """Three of a letter are emphasis, two are spelling, and digits are left alone."""
    assert shorten_stretched("cooool good 1000") == "col good 1000"


def test_join_apostrophes() -> None:
    """An apostrophe within a word goes, a quotation mark around it stays."""
    assert join_apostrophes("what's 'new'") == "whats 'new'"


def test_collapse_blanks() -> None:
    """Runs of blanks of any kind become one."""
    assert collapse_blanks(" a\t\N{NO-BREAK SPACE}b\n") == "a b"
