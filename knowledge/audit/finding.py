"""Where phrasings, left out in turn, lead instead: to a neighbour, far away, or to an answer that should not be."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from knowledge.search.decide import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.schema import Phrasing
    from knowledge.search.measure import LeftOut

COLLIDING: Final = 2
"""Phrasings that two entries take from each other, both ways together, from which they collide: one is an accident."""


@dataclass(frozen=True, slots=True)
class Collision:
    """Two entries that are taken for each other."""

    taken: Mapping[str, tuple[Phrasing, ...]]
    """By the id of the entry that came first, the phrasings of the other; of both entries, most first."""

    @property
    def total(self) -> int:
        return sum(map(len, self.taken.values()))


def collisions(lost: Iterable[LeftOut]) -> list[Collision]:
    """Pairs of entries that come first for each other's phrasings, those that take most from each other first."""
    pairs: defaultdict[tuple[str, str], dict[str, list[Phrasing]]] = defaultdict(dict)
    for left_out in _phrasings(lost):
        if left_out.likeliest and not left_out.likeliest[0].startswith(ELSEWHERE):
            first, second = sorted((left_out.target, left_out.likeliest[0]))
            taken = pairs[first, second]
            taken.setdefault(first, [])
            taken.setdefault(second, [])
            taken[left_out.likeliest[0]].append(left_out.phrasing)
    found = [collision for taken in pairs.values() if (collision := _collision(taken)).total >= COLLIDING]
    return sorted(found, key=lambda collision: -collision.total)


def strays(lost: Iterable[LeftOut]) -> list[LeftOut]:
    """Phrasings whose own entry is not among the likeliest three; those of entries that have most of them first."""
    found = [left_out for left_out in _phrasings(lost) if left_out.target not in left_out.likeliest]
    counts = Counter(left_out.target for left_out in found)
    return sorted(found, key=lambda left_out: (-counts[left_out.target], left_out.target))


def answered_near_misses(lost: Iterable[LeftOut]) -> list[LeftOut]:
    """Near misses that their own entry answers, the surest answer first."""
    found = [left_out for left_out in lost if left_out.is_near_miss]
    return sorted(found, key=lambda left_out: -left_out.candidates[0].probability)


def _phrasings(lost: Iterable[LeftOut]) -> Iterable[LeftOut]:
    return (left_out for left_out in lost if not left_out.is_near_miss)


def _collision(taken: Mapping[str, Sequence[Phrasing]]) -> Collision:
    by_size = sorted(taken.items(), key=lambda item: -len(item[1]))
    return Collision({identity: tuple(phrasings) for identity, phrasings in by_size})
