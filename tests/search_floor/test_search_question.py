from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_floor.building import reader
from search_floor.words import LEXICON, plain_reader

from knowledge.dates import PartialDate
from knowledge.schema import ConceptClass
from knowledge.search.parsing import LONGEST_QUESTION
from knowledge.search.question import Feature, Question

READER = plain_reader()
KEEPING_FILLERS = reader(LEXICON, keeps_fillers=True)


def test_question() -> None:
    """A question is its concepts, its kind, its times and its dates."""
    question = READER.read("How many members did the Coalition have in February 2019, and now?")

    assert question.ids == ("member", "coalition")
    assert question.kinds == {"count"}
    assert question.times == {"now"}
    assert question.dates == (PartialDate(2019, 2),)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("members in February 2019", [PartialDate(2019, 2)]),
        ("members on 6 February 2019", [PartialDate(2019, 2, 6)]),
        ("أعضاء في شباط/فبراير ٢٠١٩", [PartialDate(2019, 2)]),
        ("members in 2019 and 2020", [PartialDate(2019), PartialDate(2020)]),
        ("members 2019-02-06", [PartialDate(2019, 2, 6)]),
    ],
)
def test_dates_are_cut_out(text: str, dates: list[PartialDate]) -> None:
    """What is read as a date is neither a number nor a month besides."""
    question = READER.read(text)

    assert list(question.dates) == dates
    assert question.ids == ("member",)
    assert question.times == frozenset()


@pytest.mark.parametrize("text", ["110,000 members", "١١٠٬٠٠٠ عضو", "110000 members"])
def test_number(text: str) -> None:
    """A number counts as something known, however it is written."""
    assert READER.read(text).features[0] == Feature("number:110000", is_known=True, word="110000")


@pytest.mark.parametrize(("text", "expected"), [("five schools", "number:5"), ("خمس مدارس", "number:5")])
def test_number_word(text: str, expected: str) -> None:
    """A number in words is the number."""
    assert READER.read(text).ids == (expected, "school")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("how many schools in Iraq", {"count school"}),
        ("number of 50 schools", {"count school"}),
        ("who and how many zebras in Iraq", {"person word:zebra", "count word:zebra"}),
        ("schools in Iraq how many", set()),
        ("كم مدرسة في العراق", {"count school"}),
    ],
)
def test_wanted(text: str, wanted: set[str]) -> None:
    """A word that asks wants the first thing named after it, whatever number or filler stands between."""
    assert READER.read(text).wanted == wanted


def test_spoken_year_is_a_date() -> None:
    """A year in words is a date as one in digits is."""
    assert READER.read("members in twenty eleven").dates == (PartialDate(2011),)


def test_number_without_a_unit_is_no_year() -> None:
    """Four digits that can be no year of this field are a number."""
    assert READER.read("1267").ids == ("number:1267",)


def test_named_feature() -> None:
    """Countries, places, people and organisations are named."""
    assert [feature.is_named for feature in READER.read("Iraq Mosul Brennan NATO schools").features] == [
        *[True] * 4,
        False,
    ]


def test_features_stand_once() -> None:
    """What is said twice, in whatever form, counts once, as it was first written."""
    question = READER.read("Syria and schools and Syria and school and سوريا")

    assert question.features == (
        Feature("syria", ConceptClass.COUNTRY, word="syria"),
        Feature("school", word="schools"),
    )


def test_unknown_word_is_its_stem() -> None:
    """A word that the lexicon lacks is kept by its stem, so that its endings do not matter."""
    assert READER.read("zebras").features == (Feature("word:zebra", is_known=False, word="zebras"),)


def test_typo_counts_as_the_word_that_was_meant() -> None:
    """A mended word is read as the right one."""
    assert READER.read("coaliton").features == (Feature("coalition", ConceptClass.ORGANISATION, word="coalition"),)


def test_slip_in_a_name_or_a_month() -> None:
    """A name of several words and a date are found whichever of their words has a slip."""
    question = READER.read("members of the State Departmnet in Febuary 2019")

    assert question.ids == ("member", "state-department")
    assert question.dates == (PartialDate(2019, 2),)


def test_fillers_say_nothing() -> None:
    """A text of fillers has no feature."""
    assert READER.read("in the please").features == ()


def test_fillers_can_be_kept() -> None:
    """For small talk every word counts, kinds and times among them; concepts stay concepts."""
    question = KEEPING_FILLERS.read("how many please in Iraq now")

    assert question.ids == ("word:how", "word:mani", "word:pleas", "word:in", "iraq", "word:now")


def test_arabizi_is_judged_by_its_digits() -> None:
    """One letter-digit makes the text Arabizi unless the caller knows better."""
    heard = READER.read("tahaluf w 3iraq").ids
    told_otherwise = READER.read("tahaluf w 3iraq", is_arabizi=False).ids

    assert heard[0] == "coalition"
    assert "coalition" not in told_otherwise


def test_arabizi_by_the_callers_word() -> None:
    """The caller can say that a text without digits is Arabizi."""
    assert READER.read("tahaluf", is_arabizi=True).ids == ("coalition",)


def test_curated_texts_are_not_mended() -> None:
    """A curator's word is taken as it stands."""
    assert READER.read_curated("coaliton").ids == ("word:coaliton",)


def test_features_of_curated_texts_are_alike() -> None:
    """A feature of two phrasings is the same, however it is written, so that a large knowledge can keep it once."""
    one, other = (READER.read_curated(text).features for text in ("coalition", "the Global Coalition"))

    assert one == other


def test_long_text_is_read_to_a_bound() -> None:
    """What stands beyond the longest question is not looked at."""
    text = " ".join(["the"] * LONGEST_QUESTION + ["Iraq"])

    assert READER.read(text).features == ()


def test_letters_of_a_word() -> None:
    """Letters are counted in threes, with the word's edges."""
    assert READER.read("oil and oil").grams == {" oi": 2, "oil": 2, "il ": 2, " an": 1, "and": 1, "nd ": 1}


def test_article_has_no_letters() -> None:
    """The Arabic article does not count among the letters."""
    assert READER.read("النفط").grams == READER.read("نفط").grams


def test_folding_comes_first() -> None:
    """Two spellings of a word have the same letters and features."""
    one, other = READER.read("أَعضاء"), READER.read("اعضاء")

    assert (one.ids, one.grams) == (other.ids, other.grams)


@pytest.mark.parametrize("text", ["", "  ", "?!", "\N{ZERO WIDTH SPACE}"])
def test_nothing(text: str) -> None:
    """A text without a word is an empty question."""
    assert READER.read(text) == Question(
        "" if not text.strip("\N{ZERO WIDTH SPACE} ") else text, (), frozenset(), frozenset(), (), {}
    )


@given(st.text(max_size=60), st.sampled_from([None, True, False]))
def test_any_text_can_be_read(text: str, is_arabizi: bool | None) -> None:  # noqa: FBT001 - drawn by Hypothesis
    """Whatever is typed, features stand once each, and letters are counted that are there."""
    question = READER.read(text, is_arabizi=is_arabizi)

    assert len(set(question.ids)) == len(question.ids)
    assert all(count > 0 for count in question.grams.values())
