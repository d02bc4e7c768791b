"""Figures that questions are about, and that identify nobody: thousands, years, dates, sums, numbers of resolutions."""

from __future__ import annotations

import re
from typing import Final

from handlers.traces import YEAR

_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_NOT_OF_A_PHONE: Final = r"(?<!\d)(?<![\d+(][\s/-])"
_NOT_GOING_ON: Final = r"(?![\s/-]?\d)"
_DATE: Final = rf"(?:{_DAY}[/.-]{_DAY}[/.-]{YEAR}|{YEAR}[/.-]{_MONTH}[/.-]{_DAY})"
_FIRST_DAY: Final = rf"(?:{_DAY}(?:[/.-]{_DAY})?\s?[-–]\s?)"
_TIME: Final = r"(?:[\sT]\d\d?:\d\d(?::\d\d)?)"
_ROUND: Final = r"[1-9]\d{0,5}00"
_UNIT: Final = (
    r"(?:\$|€|£|%|dollars?\b|usd\b|iqd\b|dinars?\b|liras?\b|euros?\b|km\b|km2\b|square\b|sq\b|barrels?\b|people\b|persons?\b"
    r"|civilians?\b|troops\b|soldiers\b|fighters\b|strikes\b|families\b|displaced\b|iraqis\b|syrians\b"
    r"|دينار|دولار|ليرة|يورو|ريال|كم2|كم مربع|كيلو|برميل|شخص|نسمة|نازح|مدني|جندي|عنصر|مقاتل|غارة|ضربة|عائلة)"
)
_RESOLUTIONS: Final = r"(?:\b(?:resolutions?|unscrs?|articles?)|(?:ال)?قرار(?:ات|ين|ي)?|(?:ال)?مادة|مواد)"

FIGURES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Thousands that are marked.
        r"(?<![\d,.])\d{1,3}(?:[,٬]\d{3})+(?![\d,])",
        # Dates, from one to another, and with the time of the day.
        rf"{_NOT_OF_A_PHONE}{_FIRST_DAY}?{_DATE}(?:\s?[-–—,،]?>?\s?{_DATE})?{_TIME}?{_NOT_GOING_ON}",
        # Round sums and numbers of people, and years beside a round number.
        rf"(?<![\d+.-])(?<!\d\s)[1-9]\d{{1,7}}00(?=\s?{_UNIT})",
        r"(?<=[$€£])\s?[1-9]\d{3,9}(?!\d)",
        rf"{_NOT_OF_A_PHONE}(?:{YEAR}\s{_ROUND}|{_ROUND}\s{YEAR}){_NOT_GOING_ON}",
        # Resolutions, one after the other.
        rf"{_RESOLUTIONS}\s\d{{1,4}}(?:[\s/,،-]{{1,2}}(?:and\s|و\s?)?\d{{3,4}}(?!\d))+{_NOT_GOING_ON}",
        # Papers of the United Nations.
        rf"\b[AS]/(?:RES/|PV\.)?(?:{YEAR}/\d{{1,4}}|\d{{4}})(?:\s\({YEAR}\))?(?![\d/])",
        # Years one after the other, also behind what is called by a letter and a number, or of a resolution.
        rf"\b[a-z]{{1,3}}-\d{{1,2}}(?=\s{YEAR}\b)",
        rf"{_NOT_OF_A_PHONE}{YEAR}(?:(?:\s?[-–/]\s?|[\s,،]\s?){YEAR})+{_NOT_GOING_ON}",
        rf"(?<=\d\s)\({YEAR}\){_NOT_GOING_ON}",
        # Round numbers, and from one to another.
        rf"{_NOT_OF_A_PHONE}[1-9]\d{{0,2}}(?:\s\d{{3}})*\s000{_NOT_GOING_ON}",
        rf"{_NOT_OF_A_PHONE}[1-9]\d{{2,3}}00\s?[-–]\s?[1-9]\d{{2,3}}00{_NOT_GOING_ON}",
    )
)
"""What one sets aside, the next does not see."""
