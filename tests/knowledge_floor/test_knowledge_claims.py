"""Which of an entry's claims answers: the newest, the one that held at a date, the one before or after another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.claims import Held, held_at, neighbour, newest
from knowledge.dates import PartialDate, Period
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


@settings(deadline=None)
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
