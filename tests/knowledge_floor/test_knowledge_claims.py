"""Which of an entry's claims answers: the newest, the one that held at a date, the one that a question points at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.claims import (
    POINTS_AT,
    Held,
    as_of_now,
    asked_for,
    by_telling,
    held_at,
    held_over,
    neighbour,
    newest,
    told_dates,
)
from knowledge.dates import PartialDate, Period, Span
from knowledge.errors import Place
from knowledge.schema import Bilingual, Claim, ClaimText

PLACE = Place(Path("entries.yaml"), 1)
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31)).map(lambda day: PartialDate(day.year, day.month, day.day))
DATES = DAYS | DAYS.map(lambda day: PartialDate(day.year)) | DAYS.map(lambda day: PartialDate(day.year, day.month))


def claim(since: str, until: str | None = "same", text: str = "") -> Claim:
    first = PartialDate.parse(since)
    last = first if until == "same" else PartialDate.parse(until) if until is not None else None
    return Claim(Period(first, last), ClaimText(Bilingual(text, text), None, PLACE), (), PLACE)


def test_newest() -> None:
    """What still holds is newer than what has ended."""
    holding, ended = claim("2015", None), claim("2026")

    assert newest([ended, holding]) is holding


def test_newest_of_two() -> None:
    """Of two claims from the same time the one written first is taken."""
    first, second = claim("2026", text="first"), claim("2026", text="second")

    assert newest([first, second]) is first


def test_held_then() -> None:
    """The claims that speak of the date answer for it, newest first."""
    old, longer, other = claim("2019-02"), claim("2019", "2020"), claim("2026")

    assert held_at([other, old, longer], PartialDate(2019)) == Held((longer, old), is_exact=True)


def test_held_before() -> None:
    """Where no claim speaks of the date, the nearest older one answers and is not exact."""
    oldest, older, later = claim("2015"), claim("2019"), claim("2026")

    assert held_at([later, older, oldest], PartialDate(2021)) == Held((older,), is_exact=False)


def test_held_only_later() -> None:
    """Where all claims are later, the oldest answers and says that it is later."""
    older, later = claim("2019"), claim("2026")

    assert held_at([later, older], PartialDate(2014)) == Held((older,), is_exact=False, is_later=True)


@given(st.lists(st.tuples(DATES, st.booleans()), min_size=1, max_size=4), DATES)
def test_held_at_agrees_with_the_periods(written: list[tuple[PartialDate, bool]], asked: PartialDate) -> None:
    """An answer is exact if and only if some claim speaks of the date, and then all that do are given."""
    claims = [claim(str(since), None if holds else "same") for since, holds in written]
    speaking = [one for one in claims if one.period.overlaps(asked)]
    held = held_at(claims, asked)

    assert (held.is_exact, len(held.claims)) == (bool(speaking), len(speaking) or 1)


@pytest.mark.parametrize(
    ("shown", "step", "expected"),
    [
        (None, -1, "2019"),
        (None, 1, "2026"),
        ("2019", -1, "2015"),
        ("2019", 1, "2026"),
        ("2015", -1, "2015"),
        ("2017", 1, "2019"),
    ],
)
def test_neighbour(shown: str | None, step: int, expected: str) -> None:
    """The claim before or after the one that was shown; at either end, that claim itself."""
    claims = [claim("2026"), claim("2019"), claim("2015")]
    found = neighbour(claims, PartialDate.parse(shown) if shown else None, step)

    assert str(found.period.since) == expected


@pytest.mark.parametrize(("step", "expected"), [(-1, "2020"), (1, "2021-12")])
def test_neighbour_within_a_year(step: int, expected: str) -> None:
    """Of a claim of a day the neighbours are its own, though another one speaks of the whole year."""
    claims = [claim("2021-12"), claim("2020-11-10"), claim("2020")]
    found = neighbour(claims, PartialDate(2020, 11, 10), step)

    assert str(found.period.since) == expected


NEWEST, MIDDLE, OLDEST = claim("2026", text="newest"), claim("2019", text="middle"), claim("2015", text="oldest")
CLAIMS = (NEWEST, MIDDLE, OLDEST)


def test_as_of_now() -> None:
    """All that was claimed for the newest time answers together."""
    one, other = claim("2026", text="one"), claim("2026", text="other")

    assert as_of_now([one, other, OLDEST]) == (one, other)


@pytest.mark.parametrize(
    ("telling", "times", "expected"),
    [
        ({}, (), (NEWEST,)),
        ({MIDDLE: POINTS_AT}, (), (MIDDLE,)),
        ({MIDDLE: POINTS_AT - 0.1}, (), (NEWEST,)),
        ({MIDDLE: 1.5, NEWEST: 0.4}, (), (MIDDLE, NEWEST)),
        ({MIDDLE: 0.8, NEWEST: 0.4}, (), (NEWEST,)),
        ({MIDDLE: 0.8, OLDEST: 0.9}, (), (OLDEST,)),
        ({MIDDLE: 0.8, OLDEST: 0.8}, (), (MIDDLE,)),
        ({MIDDLE: 1.5}, ("now",), (NEWEST,)),
        ({MIDDLE: 1.5}, ("latest",), (MIDDLE,)),
        ({}, ("first",), (OLDEST,)),
        ({MIDDLE: 1.5, NEWEST: 1.5}, ("first",), (MIDDLE,)),
    ],
)
def test_asked_for(telling: dict[Claim, float], times: tuple[str, ...], expected: tuple[Claim, ...]) -> None:
    """What clearly tells more answers; else the newest, or the oldest where the first is asked for."""
    assert asked_for(CLAIMS, telling, times) == expected


@pytest.mark.parametrize(
    ("telling", "expected"),
    [
        ({}, CLAIMS),
        ({OLDEST: POINTS_AT}, (OLDEST, NEWEST, MIDDLE)),
        ({OLDEST: POINTS_AT, NEWEST: 0.1}, CLAIMS),
    ],
)
def test_by_telling(telling: dict[Claim, float], expected: tuple[Claim, ...]) -> None:
    """The claim that clearly tells most goes first, and the others keep their order."""
    assert by_telling(CLAIMS, telling) == expected


def test_told_dates() -> None:
    """Dates are read out of a claim's text, and whether something only begins with them."""
    told = told_dates(
        claim("2026", text="It has trained 240,000 since late 2014, Terry said on 6 May 2020 in 3,000 words.")
    )

    assert told == ((PartialDate(2014), True), (PartialDate(2020, 5, 6), False))


def test_held_at_what_a_text_tells() -> None:
    """A claim speaks of a date that its text tells; 'since 2014' is no figure of 2014."""
    counted = claim("2026", text="It has trained 240,000 since 2014. White said so in May 2020.")

    assert held_at([counted], PartialDate(2020)) == Held((counted,), is_exact=True)
    assert held_at([counted], PartialDate(2014)).is_exact
    assert not held_at([counted], PartialDate(2014), is_of_figure=True).is_exact


def test_held_between_two_that_say_the_same() -> None:
    """What the claims before and after a date say alike was so at that date."""
    before, after = claim("2020"), claim("2022")

    assert held_at([after, before], PartialDate(2021), says_same=lambda *_: True) == Held((before,), is_exact=True)
    assert not held_at([after, before], PartialDate(2021)).is_exact


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2014", "2019", "total"),
        ("2015", "2016", "early"),
        ("2015", "2020", "later"),
        ("2017", None, "later"),
        (None, "2016", "early"),
    ],
)
def test_held_over(since: str | None, until: str | None, found: str) -> None:
    """A claim that tells both ends answers for a stretch, else that of its end, else the newest within it."""
    claims = {
        "total": claim("2019-02", text="From 2014 to February 2019 it gave 20 billion."),
        "early": claim("2016", text="It gave 3 billion."),
        "later": claim("2020", text="It gave 22 billion."),
    }
    asked = Span(*(PartialDate.parse(end) if end else None for end in (since, until)))

    assert held_over(list(claims.values()), asked) == Held((claims[found],), is_exact=True)


def test_held_over_nothing() -> None:
    """A stretch of which no claim speaks is answered by none."""
    assert not held_over([claim("2014")], Span(PartialDate(2020), PartialDate(2021))).is_exact
