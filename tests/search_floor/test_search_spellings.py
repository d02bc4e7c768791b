from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.schema import Variety
from knowledge.search.spellings import Script, Spellings

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

LATIN, ARABIC = "abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
english_words = st.text(LATIN, min_size=1, max_size=12)
arabic_words = st.text(ARABIC, min_size=1, max_size=12)
any_words = st.lists(english_words | arabic_words, max_size=12)


@st.composite
def slips(draw: DrawFn, letters: str, shortest: int) -> tuple[str, str]:
    """A word, and the same word with one slip in it that spares the first letter."""
    word = draw(st.text(letters, min_size=shortest, max_size=14))
    place = draw(st.integers(1, len(word) - 2))
    letter = draw(st.sampled_from(letters))
    slipped = draw(
        st.sampled_from(
            [
                word[:place] + letter + word[place:],
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place + 1 :],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            ]
        )
    )
    return word, slipped


def knowing(*words: str, variety: Variety = Variety.ENGLISH) -> Spellings:
    spellings = Spellings()
    spellings.learn(words, variety)
    return spellings


@given(any_words, any_words, any_words)
def test_known_word_is_never_corrected(english: list[str], arabic: list[str], arabizi: list[str]) -> None:
    """Whatever else is known, a word that was learnt stays as it is, in every script."""
    spellings = Spellings()
    spellings.learn(english, Variety.ENGLISH)
    spellings.learn(arabic, Variety.STANDARD)
    spellings.learn(arabizi, Variety.ARABIZI)

    assert {spellings.correct(word, script) for word in (*english, *arabic, *arabizi) for script in Script} <= {None}


@given(st.lists(english_words, max_size=12), st.lists(english_words, max_size=12), english_words)
def test_scripts_stay_apart(english: list[str], arabizi: list[str], word: str) -> None:
    """English is mended to English words alone, and Arabizi to Arabizi."""
    assume(not set(english) & set(arabizi))
    spellings = Spellings()
    spellings.learn(english, Variety.ENGLISH)
    spellings.learn(arabizi, Variety.ARABIZI)

    assert spellings.correct(word, Script.ENGLISH) in {None, *english}
    assert spellings.correct(word, Script.ARABIZI) in {None, *arabizi}


@given(slips(LATIN, 8))
def test_slip_in_a_latin_word_is_mended(pair: tuple[str, str]) -> None:
    """A letter too many, too few, exchanged or swapped in a long word leads back to it."""
    word, slipped = pair
    assume(word != slipped)

    assert knowing(word).correct(slipped, Script.ENGLISH) == word


@given(slips(ARABIC, 8))
def test_slip_in_an_arabic_word_is_mended(pair: tuple[str, str]) -> None:
    """The same in Arabic, where words must be a little longer."""
    word, slipped = pair
    assume(word != slipped)

    assert knowing(word, variety=Variety.STANDARD).correct(slipped, Script.ARABIC) == word


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("coalition", "koalition"),
        ("iraq", "iraw"),
        ("coalition", "collusive"),
        ("coalition", "c"),
        ("members", "mbmrs"),
    ],
)
def test_what_is_too_far(known: str, written: str) -> None:
    """Another first letter, a short word, or too many slips: no correction."""
    assert knowing(known).correct(written, Script.ENGLISH) is None


def test_arabic_slip_under_a_prefix() -> None:
    """A slip is also looked for below the article."""
    assert knowing("مستودع", variety=Variety.STANDARD).correct("المسوتدع", Script.ARABIC) == "مستودع"


def test_nearest_word_wins() -> None:
    """Of two known words the one with fewer slips is meant."""
    assert knowing("commander", "commended").correct("comander", Script.ENGLISH) == "commander"


def test_numbers_are_no_typos() -> None:
    """Figures are neither learnt nor corrected."""
    assert knowing("20192019", "twenty").correct("20192018", Script.ENGLISH) is None


def test_trusted_word_is_right() -> None:
    """A word that is trusted is no slip of a word that it resembles, and none is taken for it."""
    spellings = knowing("coalition")
    spellings.trust(["coalitions", "brochure"])

    assert [spellings.correct(word, Script.ENGLISH) for word in ("coalitions", "brochrue")] == [None, None]


def test_learnt_word_is_meant_though_it_is_trusted_too() -> None:
    """Slips are mended to a word that curators use, whether or not it was trusted before as an everyday word."""
    spellings = Spellings()
    spellings.trust(["coalition"])
    spellings.learn(["coalition"], Variety.ENGLISH)

    assert spellings.correct("coaliton", Script.ENGLISH) == "coalition"


def test_answer_is_the_same_when_asked_again() -> None:
    """A remembered correction is the correction."""
    spellings = knowing("coalition")

    assert [spellings.correct("coaliton", Script.ENGLISH) for _ in range(3)] == ["coalition"] * 3


@pytest.mark.parametrize(
    ("word", "is_arabizi", "expected"),
    [
        ("تحالف", False, Script.ARABIC),
        ("تحالف", True, Script.ARABIC),
        ("coalition", False, Script.ENGLISH),
        ("ta7alof", True, Script.ARABIZI),
    ],
)
def test_script_of_a_word(word: str, *, is_arabizi: bool, expected: Script) -> None:
    """Letters tell Arabic from Latin; the caller tells English from Arabizi."""
    assert Script.of(word, is_arabizi=is_arabizi) is expected


@pytest.mark.parametrize(
    ("learnt", "meant"), [(("strikes", "strikeas"), "strikes"), (("strikeas", "strikes"), "strikeas")]
)
def test_first_of_equally_near_words(learnt: tuple[str, str], meant: str) -> None:
    """Of words that are as many slips away, and of whatever length, the one that was learnt first is meant."""
    assert knowing(*learnt).correct("strikeos", Script.ENGLISH) == meant


@pytest.mark.parametrize(("typed", "meant"), [("نازحح", "نازح"), ("oill", "oil"), ("zz", None)])
def test_letter_written_twice(typed: str, meant: str | None) -> None:
    """A key that was hit twice is undone even in words that are too short for any other slip."""
    assert knowing("نازح", "oil").correct(typed, Script.of(typed, is_arabizi=False)) == meant


def test_number_is_no_slip() -> None:
    """A year that is written together with the article is not taken for another year."""
    assert knowing("ال2015", variety=Variety.STANDARD).correct("ال2017", Script.ARABIC) is None
