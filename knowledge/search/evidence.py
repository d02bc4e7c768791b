"""What speaks for a candidate, each kind of evidence by itself, and the probability made of them."""

from __future__ import annotations

import math
from operator import mul
from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.search import tuning

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.schema import Phrasing
    from knowledge.search.question import Feature
    from knowledge.search.review import Review

_SORTS: Final = (
    "unexplained name",
    "unexplained attribute",
    "unexplained number",
    "unexplained concept",
    "unknown word",
)
"""Kinds of evidence that something stays unexplained."""


class Evidence(NamedTuple):
    """Why a question may mean a target. Shares lie between 0 and 1; concepts count by their rarity."""

    phrasings: Sequence[Phrasing]
    """The target's."""
    nearest: int
    """The place of the nearest of them, by concepts and letters."""
    concepts: float
    """Concepts in common with the phrasing that has most of them in common (Dice coefficient)."""
    support: float
    """Nearness of the three nearest phrasings, by concepts and letters, on average."""
    typical: float
    """How usual the question's concepts are among the target's phrasings."""
    classified: float
    """What the classifier says for the target; above 0 for it, below 0 against."""
    classified_none: float
    """What it says for 'this is a near miss of something'."""
    asks_opinion: bool
    """Whether an opinion is asked for, which no phrasing of the target does."""
    later_date: bool
    """Whether the question names a date after everything that is known."""
    length: float
    """Logarithm of one more than the number of concepts in the question: agreement in many is no accident."""
    usual_kind: float
    """Share of the target's phrasings that ask for the same kind of thing: how many, who, when…"""
    other_wanted: bool
    """Whether none of the phrasings asks for the same kind of the same thing: how many of what, who did what."""
    other_time: bool
    """Whether it asks for before, after, first, next or the future, and none of the phrasings does."""
    other_kind: bool
    """Whether another kind of thing is asked for than by any of the phrasings."""
    lacks_figures: bool
    """Whether a figure is asked for and none of the target's claims gives one."""
    unexplained: tuple[Feature, ...]
    """What nothing in the target explains: the sign of a near miss."""
    missing: int
    """Names in the best phrasing that the question lacks."""
    unlike: float
    """How near the nearest near miss is, when it is nearer than every phrasing; else 0."""
    speaks_of_date: float
    """How closely a claim of the target speaks of a date that the question names: 1 for that very time, half for a
    year's term around it, a tenth for a decade; 0 for none."""
    other_date: bool = False
    """Whether the question names a date and no claim of the target speaks of it."""
    is_verbatim: bool = False
    """Whether the question is one of the phrasings, but for spelling."""
    unexplained_wanted: bool = False
    """Whether nothing in the target explains the very thing that is asked for: 'how many children'."""
    lacks_reason: bool = False
    """Whether a reason is asked for, and none of the phrasings asks for one."""
    asks_future: bool = False
    """Whether the future is asked for, and none of the phrasings asks for it."""
    review: Review | None = None
    """What a second look says; None for a target that was not looked at again."""

    @property
    def phrasing(self) -> Phrasing:
        """The nearest of the target's phrasings."""
        return self.phrasings[self.nearest]

    @property
    def is_near_miss(self) -> bool:
        """Whether the question is, but for spelling, a near miss of the target."""
        return self.unlike >= tuning.FLOOR_VERBATIM

    @property
    def parts(self) -> Mapping[str, float]:
        """Each kind of evidence as a number, under its name in `tuning.WEIGHTS`; in `WEIGHTS_REVIEWED` with a review.

        The second unknown word or concept says less than the first: a long message has some whatever it asks.
        """
        unexplained = dict.fromkeys(_SORTS, 0)
        for feature in self.unexplained:
            unexplained[_sort_of(feature)] += 1
        return {
            "base": 1.0,
            "concepts": self.concepts,
            "support": self.support,
            "verbatim": float(self.is_verbatim),
            "typical": self.typical,
            "classified": self.classified,
            "classified none": self.classified_none,
            "later date": float(self.later_date),
            "length": self.length,
            "usual kind": self.usual_kind,
            "other wanted": float(self.other_wanted),
            "other time": float(self.other_time),
            "other kind": float(self.other_kind),
            "no figure": float(self.lacks_figures),
            "unexplained name": float(unexplained["unexplained name"]),
            "unexplained attribute": float(unexplained["unexplained attribute"] + self.asks_opinion),
            "unexplained concept": math.log1p(unexplained["unexplained concept"]),
            "unexplained number": float(unexplained["unexplained number"]),
            "unknown word": math.log1p(unexplained["unknown word"]),
            "missing name": float(self.missing),
            "near miss": float((self.unlike >= tuning.FLOOR_NEAR_MISS) + self.is_near_miss),
            "date": self.speaks_of_date,
            "other date": float(self.other_date),
            "unexplained wanted": float(self.unexplained_wanted),
            "no reason": float(self.lacks_reason),
            "future": float(self.asks_future),
            **(self.review.parts if self.review is not None else {}),
        }

    @property
    def strength(self) -> float:
        """Log-odds against 'none of these'."""
        return log_odds(self.parts, tuning.WEIGHTS if self.review is None else tuning.WEIGHTS_REVIEWED)


def _sort_of(unexplained: Feature) -> str:
    """Which kind of evidence it is that a feature stays unexplained."""
    if unexplained.is_named:
        return "unexplained name"
    if unexplained.is_attribute:
        return "unexplained attribute"
    if unexplained.is_number:
        return "unexplained number"
    return "unexplained concept" if unexplained.is_known else "unknown word"


class Candidate(NamedTuple):
    """A target that a question may mean, with the probability that it does; the rest up to 1 is 'none of these'."""

    id: str
    evidence: Evidence
    probability: float


def log_odds(parts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """What kinds of evidence, each as a number, say together, each with the weight of its name."""
    odds: float = sum(map(mul, map(weights.__getitem__, parts), parts.values()))
    return odds


def weigh(found: Sequence[tuple[str, Evidence]], favour: Mapping[str, float]) -> list[Candidate]:
    """Candidates by the strengths of their evidence, likeliest first; `favour` adds log-odds to some of them, by id."""
    return shared_out(
        (identity, evidence, evidence.strength + favour.get(identity, 0.0)) for identity, evidence in found
    )


def shared_out(found: Iterable[tuple[str, Evidence, float]]) -> list[Candidate]:
    """Candidates with their probabilities, likeliest first: a softmax over log-odds, and 'none of these' at 0."""
    odds = [(identity, evidence, math.exp(strength)) for identity, evidence, strength in found]
    total = 1.0 + sum(odd for _, _, odd in odds)
    candidates = [Candidate(identity, evidence, odd / total) for identity, evidence, odd in odds]
    return sorted(candidates, key=lambda candidate: -candidate.probability)
