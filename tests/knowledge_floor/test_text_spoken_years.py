"""Years as they are spoken, in every variety."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import Place
from knowledge.schema import Concept, ConceptClass, Variety
from knowledge.text.normalize import fold
from knowledge.text.spoken_years import SpokenYears

PLACE = Place(Path("lexicon.yaml"), 1)
FORMS = {
    2: {Variety.ENGLISH: ("two",), Variety.STANDARD: ("اثنين",)},
    6: {Variety.ENGLISH: ("six",), Variety.STANDARD: ("ستة",)},
    19: {
        Variety.ENGLISH: ("nineteen",),
        Variety.STANDARD: ("تسعة عشر",),
        Variety.IRAQI: ("تسعطعش",),
    },
    20: {Variety.ENGLISH: ("twenty",), Variety.STANDARD: ("عشرين",), Variety.ARABIZI: ("3eshrin",)},
    2000: {Variety.ENGLISH: ("two thousand",), Variety.STANDARD: ("ألفين",), Variety.ARABIZI: ("alfen",)},
}
YEARS = SpokenYears(
    {value: Concept(str(value), ConceptClass.THING, None, forms, PLACE) for value, forms in FORMS.items()}
)


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("in twenty nineteen", "in 2019"),
        ("Twenty Twenty", "2020"),
        ("twenty twenty-two", "2022"),
        ("two thousand and nineteen", "2019"),
        ("two thousand twenty six?", "2026?"),
        ("سنة ألفين وتسعة عشر", "سنه 2019"),
        ("بألفين وتسعطعش", "ب2019"),
        ("بالألفين والتسعطعش", "ب2019"),
        ("عام ألفين وعشرين", "عام 2020"),
        ("ألفين واثنين وعشرين", "2022"),
        ("sanet alfen w 3eshrin", "sanet 2020"),
    ],
)
def test_spoken_year(spoken: str, written: str) -> None:
    """A year in words becomes four digits; what is glued to it or stands around it stays, an article does not."""
    assert YEARS.in_digits(fold(spoken)) == written


@pytest.mark.parametrize(
    "text",
    [
        "twenty schools",
        "twenty two schools",
        "two thousand schools",
        "two thousand two hundred",
        "ألفين وستة",
        "2019",
        "",
    ],
)
def test_number_that_is_no_year(text: str) -> None:
    """Other numbers stay as they are spoken."""
    assert YEARS.in_digits(fold(text)) == fold(text)


def test_without_number_words() -> None:
    """A lexicon without numbers knows no spoken years."""
    assert SpokenYears({}).in_digits("twenty nineteen") == "twenty nineteen"
