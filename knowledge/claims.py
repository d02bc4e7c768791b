"""Which of an entry's claims answers: the newest, the one that held at a date, the one that a question points at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from knowledge.dates import PartialDate
    from knowledge.schema import Claim

POINTS_AT: Final = 0.55
"""How much more a claim has to tell of what a question names than another one, to be shown before it.

A name that few entries are asked for is enough, or a concept that hardly one is asked for; 1 is as rare as can be.
Fixed by reading which phrasings of the shipped entries choose another claim than the newest.
"""


@dataclass(frozen=True, slots=True)
class Held:
    """The claims that answer for a date, newest first, and how well they fit.

    `is_exact` says they speak of the asked date itself; otherwise the one claim is the nearest older one, or, with
    `is_later`, the first that is known at all.
    """

    claims: tuple[Claim, ...]
    is_exact: bool
    is_later: bool = False


def newest(claims: Sequence[Claim]) -> Claim:
    """The claim that speaks of the latest time; of two from the same time, the one written first."""
    return max(claims, key=_end)


def held_at(claims: Sequence[Claim], asked: PartialDate) -> Held:
    """The claims that held at `asked`: those that speak of it, else the nearest older, else the oldest of all."""
    speaking = sorted((claim for claim in claims if claim.period.overlaps(asked)), key=_end, reverse=True)
    if speaking:
        return Held(tuple(speaking), is_exact=True)
    older = [claim for claim in claims if _end(claim) < asked.first_day]
    if older:
        return Held((newest(older),), is_exact=False)
    return Held((min(claims, key=_begin),), is_exact=False, is_later=True)


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

    `shown` None stands for the newest claim.
    """
    order = sorted(claims, key=_begin)
    current = held_at(claims, shown).claims[0] if shown is not None else newest(claims)
    return order[min(max(order.index(current) + step, 0), len(order) - 1)]


def _begin(claim: Claim) -> date:
    return claim.period.since.first_day


def _end(claim: Claim) -> date:
    return claim.period.until.last_day if claim.period.until is not None else date.max
