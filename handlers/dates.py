"""Dates in words: `6 February 2019`, `6 شباط/فبراير 2019`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from knowledge.schema import Language

if TYPE_CHECKING:
    from knowledge.dates import PartialDate

_MONTHS: Final = {
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    Language.ARABIC: (
        "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
        "تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
    ),
}  # fmt: skip


def in_words(date: PartialDate, language: Language) -> str:
    """As much of the date as is known, day before month before year; Arabic months carry both their names."""
    parts: list[str] = []
    if date.day is not None:
        parts.append(str(date.day))
    if date.month is not None:
        parts.append(_MONTHS[language][date.month - 1])
    parts.append(str(date.year))
    return " ".join(parts)
