"""Partial dates and periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dates import PartialDate, Period


def _partial(day: date, depth: int) -> PartialDate:
    return PartialDate(day.year, day.month if depth > 1 else None, day.day if depth > 2 else None)


DATES = st.builds(_partial, st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(1, 3))


def period(since: str, until: str | None) -> Period:
    return Period(PartialDate.parse(since), PartialDate.parse(until) if until is not None else None)


@given(DATES)
def test_written_and_read_back(partial: PartialDate) -> None:
    """A date reads as it is written."""
    assert PartialDate.parse(str(partial)) == partial


@pytest.mark.parametrize(
    "written",
    [
        "",
        "19",
        "2019-2",
        "2019-13",
        "2019-02-30",
        "2019-00",
        "2019-02-00",
        "0000",
        "2019/02",
        "6 May",
        "2019-02-",
        "x2019",
    ],
)
def test_no_date(written: str) -> None:
    """Anything else, and a day that never was, is refused."""
    with pytest.raises(ValueError):  # noqa: PT011 - what is no date and what is no day differ in words
        PartialDate.parse(written)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-02-06", date(2019, 2, 6), date(2019, 2, 6)),
    ],
)
def test_first_and_last_day(written: str, first: date, last: date) -> None:
    """A partial date stands for all its days, leap years among them."""
    partial = PartialDate.parse(written)

    assert (partial.first_day, partial.last_day) == (first, last)


@given(DATES, DATES)
def test_covers_and_overlaps_count_days(one: PartialDate, other: PartialDate) -> None:
    """One date covers another when it has all its days, and overlaps it when they share one."""
    ours, theirs = _days(one), _days(other)

    assert (one.covers(other), one.overlaps(other)) == (theirs <= ours, bool(ours & theirs))


@pytest.mark.parametrize(
    ("since", "until", "asked", "expected"),
    [
        ("2019-02", "2020", "2019", True),
        ("2019-02", "2020", "2019-01", False),
        ("2019-02", "2020", "2020-12-31", True),
        ("2019-02", "2020", "2021", False),
        ("2019-02", None, "2026", True),
        ("2019-02", None, "2018", False),
    ],
)
def test_period_overlaps(since: str, until: str | None, asked: str, *, expected: bool) -> None:
    """A period speaks of its days; one without an end speaks of everything after its beginning."""
    assert period(since, until).overlaps(PartialDate.parse(asked)) is expected


@pytest.mark.parametrize(("until", "expected"), [("2019", True), ("2020", False), (None, False)])
def test_is_moment(until: str | None, *, expected: bool) -> None:
    """Only a claim with `as_of` speaks of a moment."""
    assert period("2019", until).is_moment is expected


def _days(partial: PartialDate) -> set[date]:
    length = (partial.last_day - partial.first_day).days + 1
    return {partial.first_day + timedelta(days=number) for number in range(length)}
