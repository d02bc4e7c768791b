from __future__ import annotations

import pytest

from handlers.dates import in_words
from knowledge.dates import PartialDate
from knowledge.schema import Language


@pytest.mark.parametrize(
    ("written", "english", "arabic"),
    [
        ("2019", "2019", "2019"),
        ("2019-02", "February 2019", "شباط/فبراير 2019"),
        ("2019-02-06", "6 February 2019", "6 شباط/فبراير 2019"),
        ("2020-11-30", "30 November 2020", "30 تشرين الثاني/نوفمبر 2020"),
    ],
)
def test_date(written: str, english: str, arabic: str) -> None:
    """A date is told as far as it is known, in both languages."""
    date = PartialDate.parse(written)

    assert (in_words(date, Language.ENGLISH), in_words(date, Language.ARABIC)) == (english, arabic)


@pytest.mark.parametrize("language", Language)
def test_months_differ(language: Language) -> None:
    """Each month has a name of its own."""
    assert len({in_words(PartialDate(2019, month), language) for month in range(1, 13)}) == 12


def test_arabic_months_have_both_names() -> None:
    """An Arabic month is named as in the Levant and as in Egypt."""
    assert all("/" in in_words(PartialDate(2019, month), Language.ARABIC) for month in range(1, 13))
