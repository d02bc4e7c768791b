"""Stretches of time in running text: 'from 2014 to 2019', 'between … and …', 'since late 2015', 'لحد 2019'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from knowledge.dates import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.text.calendar import FoundDate

_EDGE: Final = (
    r"(?:\s*(?:the|of|in|end|start|beginning|early|late|mid|middle|about|around|year|month"
    r"|نهايه|بدايه|مطلع|اول|اوايل|اواخر|اخر|منتصف|نص|سنه|عام|شهر|حوالي"
    r"|nihayet|bedayet|awal|awa5er|a5er|sene|sana|sanat|shaher|3am)(?![^\W\d_]))*[\s-]*"
)
"""Words between what begins or ends a stretch and its date: the end of, about, the year."""
_FROM: Final = (
    r"(?:from|since|after|starting|beginning|as of|between|من|منذ|مذ|بين|ابتداء|بدايه|اعتبارا|بعد"
    r"|min|mn|men|ba3d|monzo|munzu|bein|bayn)"
)
_UNTIL: Final = (
    r"(?:to|till?|until|up to|through|by|before|الي|حتي|لحد|لغايه|لحتي|لين|بحلول|قبل"
    r"|la|lal|7atta|la7ad|l7ad|lghayet|2abl|qabl)"
)
_BEGINS: Final = re.compile(rf"(?<!\w)[وفب]?{_FROM}{_EDGE}$")
_ENDS: Final = re.compile(rf"(?<!\w)[وف]?ل?{_UNTIL}{_EDGE}$")
_THAN: Final = re.compile(rf"(?<!\w)(?:اكثر|اكتر|اقل|ازيد|اكبر|اصغر|اعلي)\s+من{_EDGE}$")
"""'More than', with the word that is 'from' elsewhere."""
_BETWEEN: Final = re.compile(rf"(?<!\w)[وفب]?(?:between|بين|bein|bayn){_EDGE}$")
_AND: Final = re.compile(rf"\s*(?:and|w|wa|و)?{_EDGE}")
_TO: Final = re.compile(rf"\s*(?:[-–]|{_UNTIL}|and up to)?{_EDGE}")
_GLUED_TO: Final = "ل"
_GLUED_AND: Final = "و"
_LAST_SIGNS: Final = 60
"""Signs before a date among which the words are looked for that begin or end a stretch."""


def span_in(folded: str, found: Sequence[FoundDate]) -> Span | None:
    """The stretch of time that a folded text names by its two dates, or by its only one; or None."""
    if not found:
        return None
    first, *others = found
    before = folded[max(0, first.start - _LAST_SIGNS) : first.start]
    if len(found) == 2 and _joins(before, folded, first, others[0]):  # noqa: PLR2004 - the two ends
        ends = sorted((first.date, others[0].date), key=lambda date: date.first_day)
        return Span(ends[0], ends[1])
    if others:
        return None
    if _BEGINS.search(before) and not _THAN.search(before):
        return Span(first.date, None)
    is_until = _ENDS.search(before) or folded[first.start : first.end].startswith(_GLUED_TO)
    return Span(None, first.date) if is_until else None


def _joins(before: str, folded: str, first: FoundDate, second: FoundDate) -> bool:
    """Whether two dates are the ends of one stretch, by what stands before and between them."""
    between, written = folded[first.end : second.start], folded[second.start : second.end]
    if _BETWEEN.search(before):
        return _AND.fullmatch(between) is not None
    if _TO.fullmatch(between) is None:
        return False
    says_to = bool(between.strip()) or written.startswith(_GLUED_TO)
    return says_to and not (written.startswith(_GLUED_AND) and not _BEGINS.search(before))
