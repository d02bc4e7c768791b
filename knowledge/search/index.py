"""The index: built once from targets and their phrasings, then searched many times, without a change.

A search compares the question with all phrasings at once, keeps each target's nearest one, and weighs the evidence in
full for the few targets that come near.
"""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from knowledge.search import tuning
from knowledge.search.evidence import Candidate, Evidence, weigh
from knowledge.search.profile import Asked, Profile, rarities
from knowledge.search.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knowledge.schema import Phrasing
    from knowledge.search.profile import Target
    from knowledge.search.question import Feature, Question, Reader
    from knowledge.search.rows import Floats

WEIGHED_IN_FULL: Final = 16
"""Targets whose evidence is looked at closely; the right one is hardly ever beyond the tenth nearest."""


COMMON: Final = math.log(1.0 + 4.0)
"""Weight up to which a name is in every fourth target or more ('the Coalition'): it need not be said."""


KINDS_OF_FIGURE: Final = frozenset({"count", "money", "percentage"})
"""Kinds of question that only a figure answers."""


class Nearest(NamedTuple):
    """The target with the nearest phrasing; all shares are 0 to 1."""

    id: str
    phrasing: Phrasing
    nearness: float
    unlike: float
    """How near the nearest near miss of any target is."""
    strangeness: float
    """Share of the question that none of the target's phrasings has."""


class _Near(NamedTuple):
    """How near a question is to every phrasing and every near miss."""

    concepts: Floats
    joint: Floats


class Index:
    """Finds the targets that a question may mean, each with its evidence.

    `phrasings` numbers all phrasings of all targets in order, then all their near misses.
    """

    def __init__(self, targets: Sequence[Target], reader: Reader) -> None:
        self.targets = tuple(target for target in targets if target.phrasings)
        asked = [[reader.read_curated(phrasing.text) for phrasing in target.phrasings] for target in self.targets]
        unlike = [[reader.read_curated(phrasing.text) for phrasing in target.unlike] for target in self.targets]
        self.phrasings = tuple(phrasing for target in self.targets for phrasing in target.phrasings)
        self.near_misses = tuple(phrasing for target in self.targets for phrasing in target.unlike)
        self._questions = [question for own in (*asked, *unlike) for question in own]
        self._starts = _starts(asked)
        self._with_unlike = np.array([number for number, own in enumerate(unlike) if own], dtype=np.int32)
        self._unlike_starts = _starts([own for own in unlike if own])
        self._profiles = [
            Profile.of(own, [map(reader.read_curated, claim) for claim in target.claims], reader.vocabulary.part_of)
            for own, target in zip(asked, self.targets, strict=True)
        ]
        self._rarity = rarities(self._profiles)
        self._rarest = math.log(1.0 + len(self.targets))
        self._rows = Rows(self._questions, self.weight)
        self._questions = [question.without_letters() for question in self._questions]

    def weight(self, feature: str) -> float:
        """How much a feature tells targets apart; the most for one that no target has."""
        return self._rarity.get(feature, self._rarest)

    def search(
        self,
        question: Question,
        *,
        limit: int = 5,
        without: int | None = None,
        favour: Mapping[str, float] | None = None,
    ) -> list[Candidate]:
        """The targets that come nearest to the question, best first.

        Args:
            question: read by a reader with this index's vocabulary.
            limit: how many candidates at the most.
            without: a phrasing or near miss to leave out, by its number (for leave-one-out).
            favour: log-odds in favour of targets, by their ids.
        """
        if not self.targets:
            return []
        near, asked = self._near(question, without), self._asked(question)
        nearest = np.maximum.reduceat(near.joint[: len(self.phrasings)], self._starts)
        unlike = self._nearest_unlike(near)
        found: list[tuple[str, Evidence]] = []
        for owner in map(int, np.argsort(-nearest, kind="stable")[:WEIGHED_IN_FULL]):
            if nearest[owner] > 0.0:
                is_unlike = unlike[owner] >= nearest[owner]
                evidence = self._evidence(asked, owner, near, float(unlike[owner]) if is_unlike else 0.0, without)
                found.append((self.targets[owner].id, evidence))
        return weigh(found, favour or {})[:limit]

    def nearest(self, question: Question, *, without: int | None = None) -> Nearest | None:
        """The target with the nearest phrasing, by concepts and letters alone; for sets of short phrases."""
        near = self._near(question, without)
        nearest = np.maximum.reduceat(near.joint[: len(self.phrasings)], self._starts)
        owner = int(np.argmax(nearest))
        if nearest[owner] <= 0.0:
            return None
        row = self._starts[owner] + int(np.argmax(near.joint[self._starts[owner] : self._end(owner)]))
        unlike = float(self._nearest_unlike(near).max())
        strangeness = 1.0 - self._asked(question).share_in(self._profiles[owner].asked)
        return Nearest(self.targets[owner].id, self.phrasings[row], float(nearest[owner]), unlike, strangeness)

    def _near(self, question: Question, without: int | None) -> _Near:
        concepts, letters = self._rows.concepts(question), self._rows.letters(question)
        share = np.float32(tuning.SHARE_CONCEPTS if question.grams else 1.0)
        joint = share * concepts + (1 - share) * letters
        if without is not None:
            concepts[without] = joint[without] = 0.0
        return _Near(concepts, joint)

    def _nearest_unlike(self, near: _Near) -> Floats:
        nearest = np.zeros(len(self.targets), dtype=np.float32)
        if len(self._with_unlike):
            nearest[self._with_unlike] = np.maximum.reduceat(near.joint[len(self.phrasings) :], self._unlike_starts)
        return nearest

    def _asked(self, question: Question) -> Asked:
        demands = {feature.id: self._demand(feature) for feature in question.features}
        return Asked(question, demands, sum(demands.values()) or 1.0)

    def _evidence(self, asked: Asked, owner: int, near: _Near, unlike: float, without: int | None) -> Evidence:
        question = asked.question
        first, end = self._starts[owner], self._end(owner)
        target, profile = self.targets[owner], self._profiles[owner]
        if without is not None and first <= without < end:
            profile = profile.without(self._questions[without])
        joint = near.joint[first:end]
        best = self._questions[first + int(np.argmax(near.concepts[first:end]))]
        unexplained = tuple(feature for feature in question.features if not profile.explains(feature))
        return Evidence(
            phrasing=self.phrasings[first + int(np.argmax(joint))],
            concepts=float(near.concepts[first:end].max()),
            support=_mean_of_best(joint),
            is_verbatim=bool(question.grams) and float(joint.max()) >= tuning.FLOOR_VERBATIM,
            typical=asked.share_by_use(profile),
            told=max(map(asked.share_in, profile.told), default=0.0),
            length=math.log1p(len(question.features)),
            usual_kind=profile.usual_kind(question),
            other_kind=bool(question.kinds and profile.kinds) and question.kinds.isdisjoint(profile.kinds),
            lacks_figures=not target.gives_figures and not question.kinds.isdisjoint(KINDS_OF_FIGURE),
            unexplained=unexplained,
            unheard=sum(f.is_known and not f.is_named and f.id not in self._rarity for f in unexplained),
            missing=sum(f.is_named and f.id not in question.ids and self.weight(f.id) > COMMON for f in best.features),
            unlike=unlike,
            speaks_of_date=any(p.until is not None and p.overlaps(d) for p in target.periods for d in question.dates),
        )

    def _end(self, owner: int) -> int:
        return self._starts[owner + 1] if owner + 1 < len(self._starts) else len(self.phrasings)

    def _demand(self, feature: Feature) -> float:
        """How much it matters that a feature of the question is explained."""
        weight = self.weight(feature.id)
        return weight if feature.is_known or feature.id in self._rarity else weight * tuning.DEMAND_UNKNOWN


def _mean_of_best(joint: Floats) -> float:
    best = np.partition(joint, -tuning.SUPPORTING)[-tuning.SUPPORTING :] if len(joint) > tuning.SUPPORTING else joint
    return float(best.sum()) / len(best)


def _starts(groups: Sequence[Sequence[Question]]) -> list[int]:
    return list(accumulate((len(group) for group in groups[:-1]), initial=0))
