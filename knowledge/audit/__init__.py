"""What in a knowledge is worth a look, though nothing of it is a mistake: advice for whoever looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.audit.alike import Alike, alike
from knowledge.audit.coverage import OldClaim, Thin, old_claims, thin, without_near_miss
from knowledge.audit.finding import Collision, answered_near_misses, collisions, strays
from knowledge.checks.links import unused_sources
from knowledge.search.measure import leave_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from knowledge.schema import Entry, Knowledge, Source
    from knowledge.search.finder import Finder
    from knowledge.search.measure import LeftOut
    from knowledge.search.question import Reader

__all__ = ["Alike", "Audit", "Collision", "OldClaim", "Thin", "audit", "colliding"]


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything worth a look, what needs it most first."""

    collisions: tuple[Collision, ...]
    strays: tuple[LeftOut, ...]
    """Phrasings that nothing else of their entry leads to."""
    answered_near_misses: tuple[LeftOut, ...]
    """Near misses that their own entry answers unless they are written down."""
    alike: tuple[Alike, ...]
    """Near misses that say the same as a question which their entry answers."""
    thin: tuple[Thin, ...]
    without_near_miss: tuple[Entry, ...]
    old_claims: tuple[OldClaim, ...]
    unused_sources: tuple[Source, ...]


def audit(knowledge: Knowledge, outcomes: Iterable[LeftOut], today: date, reader: Reader) -> Audit:
    """Look a knowledge through.

    Args:
        knowledge: what to look at.
        outcomes: of `knowledge.search.measure.leave_one_out` over it; read once.
        today: from which the age of claims is counted.
        reader: with the knowledge's lexicon.
    """
    lost = [left_out for left_out in outcomes if _is_lost(left_out)]
    return Audit(
        collisions=tuple(collisions(lost)),
        strays=tuple(strays(lost)),
        answered_near_misses=tuple(answered_near_misses(lost)),
        alike=tuple(alike(knowledge, reader)),
        thin=tuple(thin(knowledge)),
        without_near_miss=tuple(without_near_miss(knowledge)),
        old_claims=tuple(old_claims(knowledge, today)),
        unused_sources=tuple(unused_sources(knowledge)),
    )


def colliding(finder: Finder, entries: Collection[str]) -> list[Collision]:
    """Entries that are taken for each other, as far as the phrasings of some entries show it; see `leave_out`."""
    return collisions(filter(_is_lost, leave_out(finder, entries)))


def _is_lost(left_out: LeftOut) -> bool:
    """Whether the search went another way than the curators meant; few do, and so only few are kept."""
    if left_out.is_near_miss:
        return left_out.answered_by == left_out.target
    return not left_out.is_elsewhere and left_out.likeliest[:1] != (left_out.target,)
