"""What speaks for a candidate, each kind of evidence by itself, and the probability made of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.search import tuning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.schema import Phrasing
    from knowledge.search.question import Feature


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a question may mean a target. Shares lie between 0 and 1; concepts count by their rarity."""

    phrasing: Phrasing
    """The nearest of the target's phrasings, by concepts and letters."""
    concepts: float
    """Concepts in common with the phrasing that has most of them in common (Dice coefficient)."""
    support: float
    """Nearness of the three nearest phrasings, by concepts and letters, on average."""
    typical: float
    """How usual the question's concepts are among the target's phrasings."""
    coverage: float
    """Share of the question that the target explains; what only its texts mention counts at a discount."""
    is_other_kind: bool
    """Whether the question asks for another kind of thing (how many, who, when…) than any of the phrasings."""
    unexplained: tuple[Feature, ...]
    """What nothing in the target explains: the sign of a near miss."""
    is_nearer_to_unlike: bool
    """Whether one of the target's near misses is nearer than any of its phrasings."""
    speaks_of_date: bool
    """Whether a claim of the target speaks of a date that the question names."""

    @property
    def strength(self) -> float:
        """Log-odds against 'none of these'; the weights are in `tuning`."""
        named = sum(feature.is_named for feature in self.unexplained)
        foreign = sum(feature.is_known and not feature.is_named for feature in self.unexplained)
        return (
            tuning.BASE
            + tuning.PER_CONCEPTS * self.concepts
            + tuning.PER_SUPPORT * self.support
            + tuning.PER_TYPICAL * self.typical
            + tuning.PER_COVERAGE * self.coverage
            + tuning.PER_OTHER_KIND * self.is_other_kind
            + tuning.PER_NAMED * named
            + tuning.PER_FOREIGN_CONCEPT * foreign
            + tuning.PER_UNLIKE * self.is_nearer_to_unlike
            + tuning.PER_DATE * self.speaks_of_date
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A target that a question may mean, with the probability that it does; the rest up to 1 is 'none of these'."""

    id: str
    evidence: Evidence
    probability: float


def weigh(found: Sequence[tuple[str, Evidence]]) -> list[Candidate]:
    """Candidates with their probabilities, likeliest first: a softmax over their strengths and 'none of these' at 0."""
    odds = [math.exp(evidence.strength) for _, evidence in found]
    total = 1.0 + sum(odds)
    candidates = [Candidate(identity, evidence, odd / total) for (identity, evidence), odd in zip(found, odds, strict=True)]
    return sorted(candidates, key=lambda candidate: -candidate.probability)
