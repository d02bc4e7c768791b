"""A question beside all targets: how near it is to each, and what speaks for those that are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from knowledge.search import tuning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from knowledge.search.evidence import Evidence
    from knowledge.search.matrix import Floats

WEIGHED_IN_FULL: Final = 6
"""Targets whose evidence is looked at closely; the right one is hardly ever beyond the fifth."""


class Near(NamedTuple):
    """How near a question is to every phrasing and every near miss, and what the classifier says."""

    concepts: Floats
    joint: Floats
    """By concepts and letters."""
    nearest: Floats
    """For each target the nearness of its nearest phrasing, by concepts and letters."""
    classified: Floats
    """For each target; above 0 for it."""
    classified_none: float
    """For 'a near miss of something'."""

    @property
    def promising(self) -> Floats:
        """For each target how much it is worth a close look."""
        return self.nearest + tuning.SHARE_CLASSIFIED * self.classified


class Beside(NamedTuple):
    """How near a question is to all that is asked of one target, and what the classifier says of that."""

    concepts: Floats
    """To each phrasing of the target."""
    joint: Floats
    """The same by concepts and letters."""
    unlike: Floats
    """To each of its near misses, by concepts and letters."""
    classified: float
    classified_none: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question beside all targets; the evidence for one is gathered when it is looked at."""

    near: Near
    owners: Mapping[str, int]
    """The place of each target, by its id."""
    gather: Callable[[int], Evidence]
    """Gathers the evidence for the target in a place."""
    _gathered: dict[int, Evidence] = field(default_factory=dict)

    @property
    def promising(self) -> list[str]:
        """The targets that are looked at closely in a search, the most promising first."""
        targets, nearest = list(self.owners), self.near.nearest
        first = np.argsort(-self.near.promising, kind="stable")[:WEIGHED_IN_FULL].tolist()
        return [targets[owner] for owner in first if nearest[owner] > 0.0]

    def first_of(self, targets: Iterable[str], most: int) -> list[str]:
        """The most promising of some targets."""
        promising = self.near.promising
        return sorted(targets, key=lambda target: -promising[self.owners[target]])[:most]

    def look(self, owner: int) -> Evidence:
        """What speaks for the target in a place; at the second look it is at hand."""
        if owner not in self._gathered:
            self._gathered[owner] = self.gather(owner)
        return self._gathered[owner]

    def evidence(self, target: str) -> Evidence:
        """What speaks for a target."""
        return self.look(self.owners[target])
