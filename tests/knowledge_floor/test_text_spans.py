"""Stretches of time that a text names: between two dates, since one, until one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from knowledge.dates import PartialDate, Span
from knowledge.loader import load
from knowledge.text.calendar import Calendar
from knowledge.text.normalize import fold
from knowledge.text.spans import span_in


@cache
def calendar() -> Calendar:
    """Months as the shipped knowledge names them."""
    return Calendar(load(Path("knowledge/content")).lexicon.months)


def span_of(text: str) -> Span | None:
    folded = fold(text)
    return span_in(folded, calendar().find(folded))


def span(since: str | None, until: str | None) -> Span:
    first, last = (PartialDate.parse(end) if end else None for end in (since, until))
    return Span(first, last)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("How many strikes between August 2014 and the end of August 2019?", "2014-08", "2019-08"),
        ("from 2014 until 2019", "2014", "2019"),
        ("2014-2019", "2014", "2019"),
        ("from 2019 back to 2014", None, None),
        ("شكد دفع من نهاية 2015 لحد بداية 2019؟", "2015", "2019"),
        ("كم حساب وقّفه تويتر من 2015 لين 2019", "2015", "2019"),
        ("بين نيسان 2018 وشباط 2019", "2018-04", "2019-02"),
        ("من آب 2014 إلى آذار 2017؟", "2014-08", "2017-03"),
        ("min 2014 la 2019 kam", "2014", "2019"),
        ("since late 2015", "2015", None),
        ("من2014", "2014", None),
        ("after 2015", "2015", None),
        ("by the end of 2015", None, "2015"),
        ("حتى نهاية 2015", None, "2015"),
    ],
)
def test_stretch(text: str, since: str | None, until: str | None) -> None:
    """What joins two dates, or stands before one, tells which end of a stretch each of them is."""
    assert span_of(text) == (span(since, until) if since or until else None)


@pytest.mark.parametrize(
    "text", ["How many in 2019 and in 2023?", "in 2019", "2019 2023", "عام 2019 وعام 2023", "none"]
)
def test_no_stretch(text: str) -> None:
    """Dates that nothing joins are no stretch of time."""
    assert span_of(text) is None


def test_span_ends() -> None:
    """Only the ends that are named are told, the earlier first."""
    assert span("2014", "2019").ends == (PartialDate(2014), PartialDate(2019))
    assert span("2014", None).ends == (PartialDate(2014),)
