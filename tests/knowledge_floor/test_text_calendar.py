"""Dates in running text of both languages."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge_floor.small_folder import knowledge_of

from knowledge.dates import PartialDate
from knowledge.text.calendar import Calendar, FoundDate
from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from pathlib import Path

DAYS = st.dates(date(1980, 1, 1), date(2049, 12, 31))


@pytest.fixture(scope="session")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Calendar:
    lexicon = knowledge_of(tmp_path_factory.mktemp("calendar")).lexicon
    return Calendar(lexicon.months, lexicon.numbers)


def dates(calendar: Calendar, text: str) -> list[str]:
    return [str(found.date) for found in calendar.find(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 6 February 2019", ["2019-02-06"]),
        ("the 6th of Feb 2019", ["2019-02-06"]),
        ("February 6, 2019", ["2019-02-06"]),
        ("February 6th 2019", ["2019-02-06"]),
        ("in February of 2019", ["2019-02"]),
        ("في 6 شباط/فبراير 2019", ["2019-02-06"]),
        ("شباط (فبراير) 2019", ["2019-02"]),
        ("بشباط ٢٠١٩", ["2019-02"]),
        ("5 مايو، 2021", ["2021-05-05"]),
        ("10 تشرين الأول من عام 2017", ["2017-10-10"]),
        ("بين 21 كانون الثاني/يناير 2026 و12 شباط/فبراير 2026", ["2026-01-21", "2026-02-12"]),
        ("مايس 2020", ["2020-05"]),
        ("2019-02-06", ["2019-02-06"]),
        ("06/02/2019", ["2019-02-06"]),
        ("6.2.2019", ["2019-02-06"]),
        ("02/2019", ["2019-02"]),
        ("2019-02", ["2019-02"]),
        ("from 2014 to 2019.", ["2014", "2019"]),
        ("2014-2017", ["2014", "2017"]),
        ("2014\N{EN DASH}2017", ["2014", "2017"]),
        ("2019/2020", ["2019", "2020"]),
        ("mid-2019", ["2019"]),
        ("لعام2019", ["2019"]),
        ("الـ2019", ["2019"]),
        ("و٢٠١٩", ["2019"]),
    ],
)
def test_dates(calendar: Calendar, text: str, expected: list[str]) -> None:
    """Every notation of either language is read, as fully as it is written."""
    assert dates(calendar, text) == expected


@pytest.mark.parametrize(
    "text", ["", "2,019 people", "2019%", "2019.5", "12019", "1700", "2050", "May I ask", "CVE2019", "6 February", "42"]
)
def test_no_dates(calendar: Calendar, text: str) -> None:
    """Figures that only look like years are left to be figures."""
    assert dates(calendar, text) == []


def test_impossible_day(calendar: Calendar) -> None:
    """A day that does not exist is not made up: what can be read of the date stays."""
    assert dates(calendar, "30 February 2019 or 00/02/2019") == ["2019", "2019-02"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and in May?", 5),
        ("وحتى شباط من السنة نفسها", 2),
        ("بشباط 2019", 2),
        ("in 2019", None),
        ("by that summer", 8),
        ("بصيف نفس السنة", 8),
        ("in the autumn, in October", 10),
        ("that winter", None),
        ("maybe", None),
        ("", None),
    ],
)
def test_month_alone(calendar: Calendar, text: str, expected: int | None) -> None:
    """A month is known with a year or without; the last one stands for a season that lies within a year."""
    assert calendar.month_in(fold(text)) == expected


def test_places_in_the_text(calendar: Calendar) -> None:
    """A found date says where it stands."""
    found = calendar.find("in 2014 and on 6 february 2019")

    assert found == [FoundDate(PartialDate(2014), 3, 7), FoundDate(PartialDate(2019, 2, 6), 15, 30)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("كم نهاية 2021", "نهايه 2021"),
        ("كم بآخر سنة 2021", "باخر سنه 2021"),
        ("كم نهاية شباط 2020", "نهايه شباط 2020"),
        ("kam nihayet 2021", "nihayet 2021"),
        ("until the end of February 2019", "end of february 2019"),
        ("at the end of 2019", "2019"),
        ("نهاية المهمة 2021", "2021"),
        ("آخر عضو 2021", "2021"),
    ],
)
def test_end_of_a_year_belongs_to_the_date(calendar: Calendar, text: str, expected: str) -> None:
    """'The end of 2021' is a time, and not the end of anything; what ends in 2021 is left to be asked."""
    folded = fold(text)
    (found,) = calendar.find(folded)

    assert folded[found.start : found.end] == expected


@given(DAYS)
def test_digits_are_read_back(day: date) -> None:
    """A day written in figures is read as that day, in all three notations."""
    calendar = Calendar({})

    assert dates(calendar, f"{day:%Y-%m-%d} {day:%d/%m/%Y} {day:%d.%m.%Y}") == [str(day)] * 3


@given(DAYS, st.sampled_from([(1, "January", "كانون الثاني/يناير"), (10, "Oct", "تشرين الأول")]))
def test_names_are_read_back(calendar: Calendar, day: date, month: tuple[int, str, str]) -> None:
    """A day written with its month's name is read alike in English and in Arabic."""
    number, english, arabic = month
    written = str(PartialDate(day.year, number, day.day))

    assert dates(calendar, f"{day.day} {english} {day.year}; {day.day} {arabic} {day.year}") == [written] * 2


@given(st.text(st.sampled_from("0123456789-/., شباطفبرايرMay"), max_size=30))
def test_whatever_is_written(calendar: Calendar, text: str) -> None:
    """Found dates stand in order and do not overlap."""
    found = calendar.find(fold(text))

    assert [one for one, next_one in pairwise(found) if one.end > next_one.start] == []


def test_without_months() -> None:
    """A lexicon without months still gives years."""
    assert dates(Calendar({}), "in May 2019") == ["2019"]


def test_months_come_from_the_lexicon(tmp_path: Path) -> None:
    """Only the names that curators wrote are months."""
    calendar = Calendar(knowledge_of(tmp_path).lexicon.months)

    assert dates(calendar, "July 2019") == ["2019"]
