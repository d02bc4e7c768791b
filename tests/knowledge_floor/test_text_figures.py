"""The figures and dates that a text states."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge_floor.small_folder import knowledge_of

from knowledge.dates import PartialDate
from knowledge.text.calendar import Calendar
from knowledge.text.figures import Figure, FigureReader, Stated


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FigureReader:
    lexicon = knowledge_of(tmp_path_factory.mktemp("figures")).lexicon
    return FigureReader(lexicon, Calendar(lexicon.months))


def figures(reader: FigureReader, text: str) -> list[str]:
    return [str(figure) for figure in sorted(reader.read(text).figures)]


@pytest.mark.parametrize(
    ("english", "arabic", "expected"),
    [
        ("90 members", "90 عضواً", ["90"]),
        ("110,000 fighters", "١١٠٬٠٠٠ مقاتل", ["110,000"]),
        ("7.7 million people", "7.7 ملايين شخص", ["7,700,000"]),
        ("3 thousand", "3 آلاف", ["3,000"]),
        ("4.5 billion dollars", "٤٫٥ مليار دولار", ["4,500,000,000"]),
        ("99%", "٩٩٪", ["99%"]),
        ("99 percent", "99 بالمئة", ["99%"]),
        ("99 per cent of it", "99 في المائة منها", ["99%"]),
        ("five partners", "خمسة شركاء", ["5"]),
        ("fifty thousand", "خمسون ألف", ["50,000"]),
        ("eleven", "أحد عشر", ["11"]),
        ("ten or fifty", "عشرة أو خمسون", ["10", "50"]),
        ("and five", "وخمسة", ["5"]),
        ("the 90", "الـ90", ["90"]),
        ("between 50 and 60", "بين 50 و60", ["50", "60"]),
        ("one of two", "واحد من اثنين", []),
        ("thousands of them", "آلاف منهم", []),
        ("a global pandemic", "جائحة عالمية", []),
        ("a sentence [1] and another [2]", "جملة [1] وأخرى [2]", []),
    ],
)
def test_figures(reader: FigureReader, english: str, arabic: str, expected: list[str]) -> None:
    """Both languages state the same figures."""
    assert (figures(reader, english), figures(reader, arabic)) == (expected, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("$4.5bn", ["4,500,000,000"]), ("50k", ["50,000"]), ("50-60", ["50", "60"]), ("5 per cent", ["5%"]), ("v2", [])],
)
def test_short_forms(reader: FigureReader, text: str, expected: list[str]) -> None:
    """Abbreviated scales and ranges are read too."""
    assert figures(reader, text) == expected


def test_dates_are_no_figures(reader: FigureReader) -> None:
    """A date is stated as a date, and its day and year are no figures."""
    stated = reader.read("On 6 February 2019 it had 79 members [1].")

    assert stated == Stated(frozenset({Figure(Decimal(79))}), frozenset({PartialDate(2019, 2, 6)}))


@given(st.integers(0, 10**9).filter(lambda number: not 1980 <= number < 2050))
def test_whole_numbers_are_read_back(reader: FigureReader, number: int) -> None:
    """A number reads the same with and without thousands marks, and in either row of digits."""
    eastern = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    read = {reader.read(written).figures for written in (f"{number}", f"{number:,}", eastern)}

    assert read == {frozenset({Figure(Decimal(number))})}


@given(st.text(st.sampled_from("0123456789.,%٪٫٬-[]() كمخمسةألفملايينبالمئة"), max_size=40))
def test_whatever_is_written(reader: FigureReader, text: str) -> None:
    """Marks and blanks around a text add no figure."""
    assert reader.read(f"  {text} [1] ").figures == reader.read(text).figures
