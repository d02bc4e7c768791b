"""Numbers of two words, and ordinals in figures, in every variety."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from knowledge.loader import load
from knowledge.text.calendar import Calendar
from knowledge.text.normalize import fold
from knowledge.text.spoken_numbers import SpokenNumbers

if TYPE_CHECKING:
    from knowledge.schema import Knowledge

UNITS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ARABIC_UNITS: Final = (
    ("واحد", "واحدة", "إحدى"),
    ("اثنان", "اثنين", "اثنتان", "اثنتين"),
    ("ثلاثة", "ثلاث"),
    ("أربعة", "أربع"),
    ("خمسة", "خمس"),
    ("ستة", "ست"),
    ("سبعة", "سبع"),
    ("ثمانية", "ثمان", "ثماني"),
    ("تسعة", "تسع"),
)
ARABIC_ORDINALS: Final = (
    ("الحادي", "الحادية"),
    ("الثاني", "الثانية"),
    ("الثالث", "الثالثة"),
    ("الرابع", "الرابعة"),
    ("الخامس", "الخامسة"),
    ("السادس", "السادسة"),
    ("السابع", "السابعة"),
    ("الثامن", "الثامنة"),
    ("التاسع", "التاسعة"),
)
ARABIC_TENS: Final = ("عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
AROUND: Final = st.tuples(*[st.sampled_from(["", "schools", "مدارس", "the", "في", "2019", "n", "w"])] * 2)
"""What stands before and after a number."""


@st.composite
def spoken_in_english(draw: st.DrawFn) -> tuple[int, str]:
    """A number of two words, cardinal or ordinal, and how it is said."""
    tens, unit = draw(st.integers(2, 9)), draw(st.integers(1, 9))
    between = draw(st.sampled_from([" ", "-", "", "\u2011"]))
    return 10 * tens + unit, f"{TENS[tens - 2]}{between}{draw(st.sampled_from([UNITS, ORDINALS]))[unit - 1]}"


@st.composite
def spoken_in_standard_arabic(draw: st.DrawFn) -> tuple[int, str]:
    """The same, in either gender and case, with the article if it is an ordinal."""
    tens, unit = draw(st.integers(2, 9)), draw(st.integers(1, 9))
    units, article = draw(st.sampled_from([(ARABIC_UNITS, ""), (ARABIC_ORDINALS, "ال")]))
    said, joined = draw(st.sampled_from(units[unit - 1])), draw(st.sampled_from(["و", " و", " و "]))
    return 10 * tens + unit, f"{said}{joined}{article}{ARABIC_TENS[tens - 2]}{draw(st.sampled_from(['ون', 'ين']))}"


@pytest.fixture(scope="module")
def shipped() -> Knowledge:
    return load(Path(knowledge.__file__).parent / "content")


@pytest.fixture(scope="module")
def numbers(shipped: Knowledge) -> SpokenNumbers:
    return SpokenNumbers(shipped.lexicon.numbers)


@given(spoken_in_english() | spoken_in_standard_arabic(), AROUND)
def test_every_number_of_two_words(numbers: SpokenNumbers, number: tuple[int, str], around: tuple[str, str]) -> None:
    """Each from 21 to 99, cardinal and ordinal, becomes its figures, however it is joined; what is around it stays."""
    (value, said), (before, after) = number, around

    assert numbers.in_digits(fold(f"{before} {said} {after}")) == fold(f"{before} {value} {after}")


@given(st.integers(13, 999), AROUND)
def test_ordinal_in_figures(numbers: SpokenNumbers, number: int, around: tuple[str, str]) -> None:
    """An English ordinal in figures, from 13 on, becomes the number."""
    ending, (before, after) = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th"), around

    assert numbers.in_digits(fold(f"{before} {number}{ending} {after}")) == fold(f"{before} {number} {after}")


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("all seventy-nine countries", "all 79 countries"),
        ("the eighty-second airborne", "the 82 airborne"),
        ("the 82nd airborne", "the 82 airborne"),
        ("the 101st division", "the 101 division"),
        ("a twenty-two-year-old", "a 22-year-old"),
        ("fourty fuor schools", "44 schools"),
        ("one hundred and twenty-five", "one hundred and 25"),
        ("twenty-five thousand", "25 thousand"),
        ("تسعة وسبعين دولة", "79 دوله"),
        ("تسعه و سبعين دوله", "79 دوله"),
        ("تسعةوسبعين دولة", "79 دوله"),
        ("ثمانٍ وعشرون مدرسة", "28 مدرسه"),
        ("أحد وعشرون عضوا", "21 عضوا"),
        ("واحد وعشرين عضو", "21 عضو"),
        ("وواحد وعشرين", "و21"),
        ("مية وخمسة وعشرين غارة", "ميه و25 غاره"),
        ("خمسة وعشرين ألف", "25 الف"),
        ("بتسعة وسبعين", "ب79"),
        ("الفرقة الثانية والثمانون", "الفرقه 82"),
        ("الاجتماع الـ82", "الاجتماع ال82"),
        ("للثاني والثمانين", "ل82"),
        ("وبالثاني والثمانين", "وب82"),
        ("والحادي والعشرين", "و21"),
        ("شكد ثمنية وتسعين", "شكد 98"),
        ("تنين وتمانين", "82"),
        ("اتنين وتلاتين", "32"),
        ("ثنتين وعشرين", "22"),
        ("التاني والتمانين", "82"),
        ("tis3a w sab3in dawle", "79 dawle"),
        ("tis3a wsab3in", "79"),
        ("tes3a wa sab3een", "79"),
        ("tis3a u sab3in", "79"),
        ("el tani w el tmanin", "82"),
        ("eltani weltmanin", "82"),
        ("al-thani wal-thmanin", "82"),
        ("il 7adi wil 3eshrin", "21"),
    ],
)
def test_spoken_number(numbers: SpokenNumbers, spoken: str, written: str) -> None:
    """A number in words becomes figures in every kind of writing; of what is glued to it only an article goes."""
    assert numbers.in_digits(fold(spoken)) == written


@pytest.mark.parametrize(
    "text",
    [
        "the second phase",
        "seventy countries",
        "the 1st, the 2nd, the 10th and the 12th envoy",
        "twenty seconds",
        "nine and seventy",
        "1.21st",
        "a21st",
        "عشرون ثانية",
        "ثلاثون خمسة",
        "المرحلة الثانية",
        "لا أحد يعرف",
        "تسعة من سبعين",
        "تسعة وسبعينيات",
        "الأول والعشرون عضوا",
        "el tani",
        "tis3a sab3in",
        "79",
        "",
    ],
)
def test_other_text(numbers: SpokenNumbers, text: str) -> None:
    """Single number words, concepts of the lexicon and all other text stay as they are."""
    assert numbers.in_digits(fold(text)) == fold(text)


@given(st.text(st.characters(exclude_characters="0123456789٠١٢٣٤٥٦٧٨٩"), max_size=40))
def test_any_text_without_number_words(numbers: SpokenNumbers, text: str) -> None:
    """What has no numbers stays as it is, whatever it is, and what was written is not written again."""
    folded = fold(text)

    assert SpokenNumbers({}).in_digits(folded) == folded
    assert numbers.in_digits(numbers.in_digits(folded)) == numbers.in_digits(folded)


@pytest.mark.parametrize(
    "text",
    [
        "on the 21st of July 2017",
        "21st July 2017",
        "July 21st, 2017",
        "the twenty-first of July 2017",
        "July twenty-first, 2017",
        "في الحادي والعشرين من تموز 2017",
        "بالحادي والعشرين من تموز 2017",
        "يوم الحادي والعشرين من يوليو سنة ألفين وسبعة عشر",
        "واحد وعشرين تموز 2017",
        "el 7adi w 3eshrin tamouz 2017",
    ],
)
def test_dates_stay_dates(shipped: Knowledge, text: str) -> None:
    """A spoken day of a month is read as that day."""
    calendar = Calendar(shipped.lexicon.months, shipped.lexicon.numbers)

    assert [str(one.date) for one in calendar.find(calendar.in_digits(fold(text)))] == ["2017-07-21"]


@pytest.mark.parametrize("text", ["twenty twenty-one", "two thousand twenty one", "ألفين وواحد وعشرين"])
def test_years_stay_years(shipped: Knowledge, text: str) -> None:
    """A spoken year that ends in such a number is read as the year."""
    calendar = Calendar(shipped.lexicon.months, shipped.lexicon.numbers)

    assert [str(one.date) for one in calendar.find(calendar.in_digits(fold(text)))] == ["2021"]
