"""Which of an entry's claims answers: the newest, the one that held at a date, the one that a question points at."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from knowledge.dates import Span
    from knowledge.schema import Claim

POINTS_AT: Final = 0.55
"""How much more a claim has to tell of what a question names than another one, to be shown before it.

A name that few entries are asked for is enough, or a concept that hardly one is asked for; 1 is as rare as can be.
Fixed by reading which phrasings of the shipped entries choose another claim than the newest.
"""

_MONTHS: Final = {name: number for number, name in enumerate(month_name) if name}
_DATE: Final = re.compile(
    r"(?P<begins>\b(?:since|from|between) (?:(?:the|end|start|beginning|of|early|late|about) |mid-)*)?"
    rf"\b(?:(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(_MONTHS)}) )?(?P<year>(?:19|20)\d\d)\b(?![,.]\d)"
)
"""A date in the English text of a claim, and what shows that it is only where something begins."""
_TEXTS_REMEMBERED: Final = 4096
"""Every claim of a knowledge."""
_DATED: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}")
"""A date among the figures of a source."""


class Told(NamedTuple):
    """A date that the text of a claim tells."""

    date: PartialDate
    begins: bool
    """Whether what the claim tells has only begun then: 'since 2014'."""


@dataclass(frozen=True, slots=True)
class Held:
    """The claims that answer for a date, newest first, and how well they fit.

    `is_exact` says they speak of the asked time itself; otherwise the one claim is the nearest older one, or, with
    `is_later`, the first that is known at all.
    """

    claims: tuple[Claim, ...]
    is_exact: bool
    is_later: bool = False


def newest(claims: Sequence[Claim]) -> Claim:
    """The claim that speaks of the latest time; of two from the same time, the one written first."""
    return max(claims, key=_end)


def figures_of(claim: Claim) -> frozenset[str]:
    """What the sources of a claim give, without dates."""
    figures = (figure for reference in claim.sources for figure in reference.figures)
    return frozenset(figure for figure in figures if not _DATED.fullmatch(figure))


def same_figures(one: Claim, other: Claim) -> bool:
    """Whether two claims give the same figures, and give any."""
    return bool(figures_of(one)) and figures_of(one) == figures_of(other)


def held_at(
    claims: Sequence[Claim],
    asked: PartialDate,
    *,
    is_of_figure: bool = False,
    says_same: Callable[[Claim, Claim], bool] = same_figures,
) -> Held:
    """The claims that held at `asked`: those that speak of it, else the nearest older, else the oldest of all.

    A claim speaks of a date within its period, and of one that its text tells. What a claim tells, and the next later
    one tells again, held between the two.

    Args:
        claims: all claims of an entry.
        asked: the date.
        is_of_figure: whether a figure is asked for, so that 'since 2014' does not speak of 2014.
        says_same: whether two claims tell the same.
    """
    speaking = sorted((claim for claim in claims if claim.period.overlaps(asked)), key=_end, reverse=True)
    if not speaking:
        speaking = sorted((claim for claim in claims if _tells(claim, asked, is_of_figure)), key=_end, reverse=True)
    if speaking:
        return Held(tuple(speaking), is_exact=True)
    older = [claim for claim in claims if _end(claim) < asked.first_day]
    if not older:
        return Held((min(claims, key=_begin),), is_exact=False, is_later=True)
    before = newest(older)
    after = min((claim for claim in claims if _begin(claim) > asked.last_day), key=_begin, default=None)
    return Held((before,), is_exact=after is not None and says_same(before, after))


def held_over(claims: Sequence[Claim], span: Span) -> Held:
    """The claims that answer for a stretch of time: of its end, else the newest of those that speak of a part of it.

    Before both goes a claim whose text tells both its ends, or that it has been so since the only one. Where the
    stretch has no end, the newest claim answers if it is not older than its beginning.
    """
    begin, end = _first_day(span), _last_day(span)
    whole = [claim for claim in claims if _tells_whole(claim, span)]
    within = [claim for claim in claims if begin <= _end(claim) and _begin(claim) <= end]
    at_end = [claim for claim in within if span.until is not None and claim.period.overlaps(span.until)]
    told = [claim for claim in claims if any(_speaks_of(claim, one) for one in span.ends)]
    found = next((some for some in (whole, at_end, within, told) if some), None)
    if found is not None:
        last = newest(found)
        return Held(tuple(claim for claim in found if claim.period == last.period), is_exact=True)
    return held_at(claims, span.ends[-1])


def as_of_now(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The newest claim, with whatever else was claimed for the same time: both sides where they differ."""
    latest = newest(claims)
    return tuple(claim for claim in claims if claim.period == latest.period)


def asked_for(claims: Sequence[Claim], telling: Mapping[Claim, float], times: Container[str]) -> tuple[Claim, ...]:
    """The claims that answer a question without a date.

    What the question names decides, and among claims that tell as much of it the time: the newest, or the oldest when
    it asks for the first. The newest follows the one that is pointed at when it tells something of the question, too.

    Args:
        claims: all claims of an entry, newest first.
        telling: how much each of them tells of what sets the question apart; a claim that is left out tells nothing.
        times: words that place the question in time.
    """
    latest = as_of_now(claims)
    most = max(telling.values(), default=0.0)
    pointed_at = [claim for claim in claims if telling.get(claim, 0.0) > most - POINTS_AT]
    if "first" in times:
        return (min(pointed_at, key=_begin),)
    if "now" in times or not set(latest).isdisjoint(pointed_at):
        return latest
    first = max(pointed_at, key=lambda claim: telling.get(claim, 0.0))
    return (first, *(claim for claim in latest[:1] if telling.get(claim, 0.0) > 0.0))


def by_telling(claims: Sequence[Claim], telling: Mapping[Claim, float]) -> tuple[Claim, ...]:
    """The claims in their order, but the one that a question points at before all others."""
    first = max(claims, key=lambda claim: telling.get(claim, 0.0))
    if telling.get(first, 0.0) < telling.get(claims[0], 0.0) + POINTS_AT:
        return tuple(claims)
    return (first, *(claim for claim in claims if claim is not first))


def neighbour(claims: Sequence[Claim], shown: PartialDate | None, step: int) -> Claim:
    """The claim before (`step` -1) or after (1) the one that held at `shown`; without one there, that claim itself.

    `shown` None stands for the newest claim. A claim of just that date goes before one of the whole year.
    """
    order = sorted(claims, key=_begin)
    of_that_date = (claim for claim in claims if claim.period.since == shown)
    held = held_at(claims, shown).claims[0] if shown is not None else newest(claims)
    current = next(of_that_date, held)
    return order[min(max(order.index(current) + step, 0), len(order) - 1)]


def told_dates(claim: Claim) -> tuple[Told, ...]:
    """The dates that the English text of a claim tells, in its order."""
    return _told_in(claim.text.bilingual.en)


@lru_cache(maxsize=_TEXTS_REMEMBERED)
def _told_in(text: str) -> tuple[Told, ...]:
    return tuple(
        Told(
            PartialDate(
                int(found["year"]), _MONTHS.get(found["month"] or ""), int(found["day"]) if found["day"] else None
            ),
            found["begins"] is not None,
        )
        for found in _DATE.finditer(text)
    )


def _tells(claim: Claim, asked: PartialDate, is_of_figure: bool) -> bool:  # noqa: FBT001 - of `held_at`
    """Whether the text of a claim tells a date within the asked one."""
    return any(asked.covers(told.date) and not (is_of_figure and told.begins) for told in told_dates(claim))


def _speaks_of(claim: Claim, end: PartialDate) -> bool:
    """Whether a claim holds at an end of a stretch of time, or tells it."""
    return claim.period.overlaps(end) or any(end.overlaps(told.date) for told in told_dates(claim))


def _tells_whole(claim: Claim, span: Span) -> bool:
    """Whether a claim speaks of both ends of a stretch, or tells what has been since its beginning."""
    if span.since is None:
        return False
    if span.until is not None:
        return all(_speaks_of(claim, end) for end in span.ends)
    return any(told.begins and span.since.overlaps(told.date) for told in told_dates(claim))


def _first_day(span: Span) -> date:
    return span.since.first_day if span.since is not None else date.min


def _last_day(span: Span) -> date:
    return span.until.last_day if span.until is not None else date.max


def _begin(claim: Claim) -> date:
    return claim.period.since.first_day


def _end(claim: Claim) -> date:
    return claim.period.until.last_day if claim.period.until is not None else date.max
