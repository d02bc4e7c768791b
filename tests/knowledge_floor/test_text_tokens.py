"""Words of a text, what is glued to them, and their stems."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.text.normalize import fold
from knowledge.text.tokens import (
    first_words,
    has_pronoun,
    is_arabic,
    respelt,
    root,
    sentences_of,
    split,
    stem,
    without_prefixes,
    without_pronoun,
    words,
)

TYPED = st.text(st.sampled_from("abcAB'،؟.,-_ 7٧()[]التحالفوبكداعشيةهاتنم "), max_size=24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who leads the Coalition?", ["who", "leads", "the", "coalition"]),
        ("كم عدد الأعضاء، رجاءً؟", ["كم", "عدد", "الاعضا", "رجا"]),
        ("110,000 and ١١٠٬٠٠٠", ["110000", "and", "110000"]),
        ("1,2 or 12,3456", ["1", "2", "or", "12", "3456"]),
        ("كل الـ68 دولة، وبـ134، ب2020", ["كل", "68", "دوله", "134", "2020"]),
        ("1.5 billion, ٧٫٥ or 3. Then", ["1.5", "billion", "7.5", "or", "3", "then"]),
        ("snake_case CJTF-OIR", ["snake", "case", "cjtf", "oir"]),
        ("?! …", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Words come folded, without punctuation; a number is one word, without its marks and what is glued to it."""
    assert words(text) == expected


@given(TYPED, st.integers(0, 6))
def test_first_words(text: str, count: int) -> None:
    """The first words of a text are those with which all its words begin."""
    assert first_words(text, count) == words(text)[:count]


def test_respelt() -> None:
    """Words are replaced as wholes, and what stands between them stays."""
    assert respelt("the coaltion, and 'coaltions'", {"coaltion": "coalition"}) == "the coalition, and 'coaltions'"


@given(TYPED)
@example("_ب7")
def test_words_survive_a_second_reading(text: str) -> None:
    """Reading the words of a text again gives the same words."""
    read = words(text)

    assert words(" ".join(read)) == read


@given(TYPED)
def test_split_is_words_after_folding(text: str) -> None:
    """Words of a text are the parts of the folded text."""
    assert words(text) == split(fold(text))


@pytest.mark.parametrize(("word", "expected"), [("تحالف", True), ("ta7alof", False), ("90", False), ("گلب", True)])
def test_is_arabic(word: str, *, expected: bool) -> None:
    """Letters decide, not digits."""
    assert is_arabic(word) is expected


def test_without_prefixes() -> None:
    """A word is offered as it stands first, then without each prefix it may carry."""
    assert without_prefixes("والتحالف") == ("والتحالف", "تحالف", "التحالف")


@pytest.mark.parametrize("word", ["باب", "ولد", "الف", "coalition"])
def test_short_words_keep_their_letters(word: str) -> None:
    """Nothing is taken off where fewer than three letters would stay, nor off Latin words."""
    assert without_prefixes(word) == (word,)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("coalitions", "coalit"),
        ("fighting", "fight"),
        ("التحالفات", "تحالف"),
        ("مقاتلون", "مقاتل"),
        ("وبالعراق", "عراق"),
        ("باب", "باب"),
        ("يد", "يد"),
        ("يضربوا", "يضرب"),
        ("يضربو", "يضرب"),
        ("عضو", "عضو"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    """English by Snowball; Arabic loses article and ending, the plural of verbs with its silent alef or without."""
    assert stem(word) == expected


@given(st.text("التحالفوبكداعشيةهاتنم", min_size=1, max_size=12).map(fold))
def test_arabic_stems_are_part_of_their_word(word: str) -> None:
    """A stem only takes away, and never below three letters."""
    stemmed = stem(word)

    assert (stemmed in word, len(stemmed) >= min(3, len(word))) == (True, True)


@pytest.mark.parametrize(
    ("stemmed", "expected"),
    [
        ("كاتب", "كتب"),
        ("مكتوب", "كتب"),
        ("تدريب", "درب"),
        ("مدرب", "درب"),
        ("استقلال", "ستقل"),
        ("من", "من"),
        ("اوا", "اوا"),
        ("coalit", "coalit"),
    ],
)
def test_root(stemmed: str, expected: str) -> None:
    """Patterns of one root meet in its consonants; a short or weak stem and a Latin one stay as they are."""
    assert root(stemmed) == expected


@given(st.text("التحالفوبكداعشيةهاتنم", min_size=1, max_size=12).map(fold))
def test_root_is_short_and_in_its_stem(word: str) -> None:
    """A root's letters stand in the stem in their order, four at the most unless all of them are weak."""
    letters = iter(word)

    assert all(letter in letters for letter in root(word))
    assert len(root(word)) <= 4 or sum(letter not in "اويى" for letter in word) < 3


def test_sentences_are_as_they_were_written() -> None:
    """Clauses end at signs and dashes, not inside a number, letters or a hyphenated word; what has no word is none."""
    text = "I write about Raqqa: how many schools, 1,200? 99.5% in the U.S. list. Well-known - كم مدرسة؟ ..."

    assert [part.strip() for part in sentences_of(text)] == [
        "I write about Raqqa",
        "how many schools",
        "1,200",
        "99.5% in the U.S. list",
        "Well-known",
        "كم مدرسة",
    ]


@pytest.mark.parametrize(
    ("word", "bare"),
    [("قائدها", "قائد"), ("أخرجوهن", "أخرجو"), ("خدماتهم", "خدمات"), ("تفاهم", None), ("درهم", None), ("it", None)],
)
def test_pronoun(word: str, bare: str | None) -> None:
    """'Her' and 'their' behind a word are seen where enough is left of it to be one."""
    assert without_pronoun(word) == bare
    assert has_pronoun(word) is (bare is not None)
