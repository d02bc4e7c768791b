"""Which of an entry's claims answers: the newest, the one that held at a date, the one before or after another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.dates import PartialDate
    from knowledge.schema import Claim


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
    oldest = min(claims, key=lambda claim: claim.period.since.first_day)
    return Held((oldest,), is_exact=False, is_later=True)


def neighbour(claims: Sequence[Claim], shown: PartialDate | None, step: int) -> Claim:
    """The claim before (`step` -1) or after (1) the one that held at `shown`; without one there, that claim itself.

    `shown` None stands for the newest claim.
    """
    order = sorted(claims, key=lambda claim: claim.period.since.first_day)
    current = held_at(claims, shown).claims[0] if shown is not None else newest(claims)
    return order[min(max(order.index(current) + step, 0), len(order) - 1)]


def _end(claim: Claim) -> date:
    return claim.period.until.last_day if claim.period.until is not None else date.max
