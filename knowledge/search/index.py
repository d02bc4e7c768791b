"""The index: built once from targets and their phrasings, then searched many times, without a change.

A search compares the question with all phrasings at once, keeps each target's nearest one, and weighs the evidence in
full for the few targets that come near.
"""

from __future__ import annotations

import math
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from knowledge.dates import Period
from knowledge.phrasings import Joined
from knowledge.search import tuning
from knowledge.search.classifier import NEVER, Classifier
from knowledge.search.columns import Column, Questions
from knowledge.search.comparison import WEIGHED_IN_FULL, Beside, Comparison, Near
from knowledge.search.days import Days, closeness, is_of_other_dates
from knowledge.search.evidence import Candidate, Evidence, weigh
from knowledge.search.profile import Asked, Profile, rarities
from knowledge.search.question import KINDS_OF_FIGURE, OPINION, TELLING_TIMES
from knowledge.search.rows import Rows
from knowledge.search.telling import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from knowledge.dates import PartialDate
    from knowledge.schema import Phrasing
    from knowledge.search.matrix import Floats
    from knowledge.search.profile import Target
    from knowledge.search.question import Feature, Question, Reader
    from knowledge.search.story import Story

    Learner = Callable[[Sequence[Question], Sequence[str]], Classifier]

LESS_PROMISING: Final = 0.35
"""Behind the most promising target, in nearness and the classifier's word: whether targets that are further behind are
weighed changes one decision in two hundred."""
REASON: Final = "reason"
"""The kind of question that asks why."""
FUTURE: Final = "future"
"""The time of what has not come yet."""
NO_TARGET: Final = ""
"""What the classifier says of near misses."""
COMMON: Final = math.log(1.0 + 4.0)
"""Weight up to which a name is in every fourth target or more ('the Coalition'): it need not be said."""


class Index:
    """Finds the targets that a question may mean, each with its evidence.

    `phrasings` numbers all phrasings of all targets in order, then all their near misses.
    """

    def __init__(
        self,
        targets: Sequence[Target],
        reader: Reader,
        *,
        learn: Learner = Classifier.fit,
        like: Index | None = None,
    ) -> None:
        """Build from targets.

        Args:
            targets: those without a phrasing are left out, since nothing could find them.
            reader: reads the questions that will be asked, too.
            learn: gives the classifier.
            like: an index of texts that are much the same, read by a reader with the same lexicon; what it has read
                is not read again.
        """
        self.targets = tuple(target for target in targets if target.phrasings)
        known = like.read_already() if like is not None else {}

        def read(phrasing: Phrasing) -> Question:
            return known.get(phrasing.text) or reader.read_phrasing(phrasing)

        asked = [list(map(read, target.phrasings)) for target in self.targets]
        unlike = [list(map(read, target.unlike)) for target in self.targets]
        self.phrasings = Joined(target.phrasings for target in self.targets)
        self.near_misses = Joined(target.unlike for target in self.targets)
        questions = [question for own in (*asked, *unlike) for question in own]
        self._questions = Questions(questions)
        self._rows_of = _spans(map(len, asked))
        self._unlike_rows_of = _spans(map(len, unlike), start=len(self.phrasings))
        self._starts = np.array([rows.start for rows in self._rows_of], dtype=np.intp)
        self._profiles = [
            (like and like.profile_of(target)) or _profile(target, own, reader)
            for own, target in zip(asked, self.targets, strict=True)
        ]
        self._rarity = rarities(self._profiles)
        self._days = [tuple(map(Days.of, target.periods)) for target in self.targets]
        dates = [period.until or period.since for target in self.targets for period in target.periods]
        self._last_year = max((date.year for date in dates), default=None)
        self._rarest = math.log(1.0 + len(self.targets))
        self._rows = Rows(questions, self.weight)
        self._names = Column([feature.id for feature in own.features if self._is_name(feature)] for own in questions)
        self._learn(questions, learn)

    def _learn(self, questions: Sequence[Question], learn: Learner) -> None:
        self.classifier = learn(questions, self._labels())
        column = {label: number for number, label in enumerate(self.classifier.labels)}
        self._columns = np.array([column[target.id] for target in self.targets], dtype=np.int32)
        self._none = column.get(NO_TARGET)
        self._owners = {target.id: owner for owner, target in enumerate(self.targets)}

    def read_already(self) -> dict[str, Question]:
        """All phrasings and near misses by their texts, as far as an index looks at them."""
        written = (phrasing.text for phrasing in (*self.phrasings, *self.near_misses))
        return dict(zip(written, self._questions.with_grams(self._rows.grams()), strict=True))

    def profile_of(self, target: Target) -> Profile | None:
        """What a target explains that says the same as one of this index; None when it differs."""
        owner = self._owners.get(target.id)
        return self._profiles[owner] if owner is not None and self.targets[owner] == target else None

    def without(self, left_out: Collection[int]) -> Classifier:
        """A classifier that has not seen some phrasings and near misses, known by their numbers."""
        seen = [number for number in range(len(self._questions)) if number not in left_out]
        questions, labels = [self._questions[number] for number in seen], self._labels()
        return Classifier.fit(questions, [labels[number] for number in seen], among=self.classifier.labels)

    def weight(self, feature: str) -> float:
        """How much a feature tells targets apart; the most for one that no target has."""
        return self._rarity.get(feature, self._rarest)

    def knows(self, feature: str) -> bool:
        """Whether some target has a feature."""
        return feature in self._rarity

    def demand(self, feature: Feature) -> float:
        """How much it matters that a feature of the question is explained."""
        weight = self.weight(feature.id)
        return weight if feature.is_known or feature.id in self._rarity else weight * tuning.DEMAND_UNKNOWN

    def search(
        self,
        question: Question,
        *,
        limit: int = 5,
        without: int | None = None,
        classifier: Classifier | None = None,
    ) -> list[Candidate]:
        """The targets that come nearest to the question, best first.

        Args:
            question: read by a reader with this index's vocabulary.
            limit: how many candidates at the most.
            without: a phrasing or near miss to leave out, by its number (for leave-one-out).
            classifier: one that has not seen what is left out.
        """
        return weigh(self.nearest(question, without=without, classifier=classifier), {})[:limit]

    def nearest(
        self, question: Question, *, without: int | None = None, classifier: Classifier | None = None
    ) -> list[tuple[str, Evidence]]:
        """The targets that come nearest to the question, each with its evidence; arguments as for `search`."""
        return self.found(self.compare(question, without=without, classifier=classifier))

    def found(self, compared: Comparison) -> list[tuple[str, Evidence]]:
        """The targets that come nearest to a question that was compared, each with its evidence."""
        if not self.targets:
            return []
        found: list[tuple[str, Evidence]] = []
        near = compared.near
        promising = near.promising
        least = float(promising.max()) - LESS_PROMISING
        is_any_near_miss = self._is_near_miss(near, slice(len(self.phrasings), None))
        for owner in np.argsort(-promising, kind="stable")[:WEIGHED_IN_FULL].tolist():
            is_near_miss = is_any_near_miss and self._is_near_miss(near, self._unlike_rows_of[owner])
            if near.nearest[owner] > 0.0 and (promising[owner] >= least or is_near_miss):
                found.append((self.targets[owner].id, compared.look(owner)))
        return found

    def compare(
        self, question: Question, *, without: int | None = None, classifier: Classifier | None = None
    ) -> Comparison:
        """Compare a question with all targets, to look closely at those that are wanted; arguments as for `search`."""
        near, asked = self._near(question, without, classifier), self._asked(question)

        def look(owner: int) -> Evidence:
            return self._evidence(asked, owner, self._beside(near, owner), without)

        return Comparison(near, self._owners, look)

    def compare_story(self, story: Story) -> Comparison:
        """Compare a question and what is told around it with all targets; each is shown of that what it explains."""
        together = story.together
        near, total = self._near(together), sum(map(self.weight, together.ids))
        told = [Days.of(Period.at(date)) for date in story.told.dates]

        def look(owner: int) -> Evidence:
            speaks_of_date = bool(told) and closeness(self._days[owner], told) > 0.0
            question = story.asked_of(self._profiles[owner], speaks_of_date=speaks_of_date)
            own = sum(map(self.weight, question.ids))
            beside = self._beside_part(near, owner, total, own) if 0.0 < own < total else self._beside(near, owner)
            return self._evidence(self._asked(question), owner, beside, None)

        return Comparison(near, self._owners, look)

    def agreement(self, question: Question) -> Floats:
        """For each target what the classifier and the nearest phrasing say together: all there is without a lexicon."""
        near = self._near(question)
        return near.classified + np.float32(tuning.SHARE_NEAREST) * near.nearest

    def profile(self, target: str) -> Profile:
        """What a target explains; nothing when there is no such target."""
        return self._profiles[self._owners[target]] if target in self._owners else Profile.of((), (), {})

    def telling(self, target: str, question: Question) -> tuple[float, ...]:
        """For each claim of a target, in its order, the weight of what it alone tells of the question."""
        rarity = {identity: demand / self._rarest for identity, demand in self._asked(question).demands.items()}
        return telling(question, self.profile(target), rarity)

    def _near(self, question: Question, without: int | None = None, classifier: Classifier | None = None) -> Near:
        concepts = joint = self._rows.concepts(question)
        if question.grams:
            joint = np.float32(tuning.SHARE_CONCEPTS) * concepts
            joint += self._rows.letters(question, 1.0 - tuning.SHARE_CONCEPTS)
        if without is not None:
            concepts[without] = joint[without] = 0.0
        scores = (classifier or self.classifier).scores(question)
        none = float(scores[self._none]) if self._none is not None else NEVER
        nearest = np.maximum.reduceat(joint[: len(self.phrasings)], self._starts)
        return Near(concepts, joint, nearest, scores[self._columns], none)

    def _beside(self, near: Near, owner: int) -> Beside:
        """What was compared with all targets, as far as it is about one."""
        rows, unlike = self._rows_of[owner], self._unlike_rows_of[owner]
        classified = float(near.classified[owner])
        return Beside(near.concepts[rows], near.joint[rows], near.joint[unlike], classified, near.classified_none)

    def _beside_part(self, near: Near, owner: int, total: float, own: float) -> Beside:
        """The same of the part of a question that weighs so much of the total: all of it that the target explains."""
        rows, unlike = self._rows_of[owner], self._unlike_rows_of[owner]
        whole, share = self._beside(near, owner), np.float32(tuning.SHARE_CONCEPTS)
        gained = whole.concepts * self._rows.growth(rows, total, own)
        gained_unlike = near.concepts[unlike] * self._rows.growth(unlike, total, own)
        return whole._replace(
            concepts=whole.concepts + gained,
            joint=whole.joint + share * gained,
            unlike=whole.unlike + share * gained_unlike,
        )

    @staticmethod
    def _is_near_miss(near: Near, rows: slice) -> bool:
        """Whether the question is, but for spelling, one of some near misses: their target must not be passed over."""
        return bool(near.joint[rows].max(initial=0.0) >= tuning.FLOOR_VERBATIM)

    def _unlike(self, question: Question, owner: int, beside: Beside, nearest: float) -> float:
        """How near the target's nearest near miss is, if nearer than its phrasings and near enough to count; else 0.

        A near miss counts only when the question shares what sets it apart from the target: 'How many schools are in
        Nineveh?' is no objection to a question about Raqqa, nor 'Which schools?' to 'How many?'. What nothing sets
        apart ('Was it held again?') is no objection to other words.
        """
        closest, floor = 0.0, max(tuning.FLOOR_NEAR_MISS, nearest)
        for row, joint in enumerate(beside.unlike.tolist(), self._unlike_rows_of[owner].start):
            if joint >= floor and self._is_set_apart_alike(question, self._questions[row], owner, joint):
                closest = floor = joint
        return closest

    def _is_set_apart_alike(self, question: Question, near_miss: Question, owner: int, nearness: float) -> bool:
        profile = self._profiles[owner]
        if question.kinds and near_miss.kinds and question.kinds.isdisjoint(near_miss.kinds):
            return False
        if any(profile.is_usual(identity) for identity in question.ids if identity not in near_miss.ids):
            return False
        apart = {identity for identity in near_miss.ids if identity not in profile.asked}
        apart |= near_miss.times & TELLING_TIMES - profile.times.keys()
        return not apart.isdisjoint((*question.ids, *question.times)) if apart else nearness >= tuning.FLOOR_SAME

    def _asked(self, question: Question) -> Asked:
        demands = {feature.id: self.demand(feature) for feature in question.features}
        return Asked(
            question,
            demands,
            sum(demands.values()) or 1.0,
            days=[Days.of(Period.at(date)) for date in question.dates],
            length=math.log1p(len(question.features)),
            later_date=any(map(self._is_later, question.dates)),
            wants_figure=not question.kinds.isdisjoint(KINDS_OF_FIGURE),
        )

    def _evidence(self, asked: Asked, owner: int, beside: Beside, without: int | None) -> Evidence:
        question, rows = asked.question, self._rows_of[owner]
        target, profile = self.targets[owner], self._profiles[owner]
        if without is not None and rows.start <= without < rows.stop:
            profile = profile.without(self._questions[without])
        place, alike = int(beside.joint.argmax()), int(beside.concepts.argmax())
        nearest = float(beside.joint[place])
        unexplained = tuple(feature for feature in question.features if not profile.explains(feature))
        return Evidence(
            phrasings=target.phrasings,
            nearest=place,
            concepts=float(beside.concepts[alike]),
            support=_mean_of_best(beside.joint),
            is_verbatim=bool(question.grams) and nearest >= tuning.FLOOR_VERBATIM,
            typical=asked.share_by_use(profile),
            classified=beside.classified,
            classified_none=beside.classified_none,
            asks_opinion=OPINION in question.kinds and OPINION not in profile.kinds,
            later_date=asked.later_date,
            length=asked.length,
            usual_kind=profile.usual_kind(question),
            other_wanted=bool(question.wanted) and question.wanted.isdisjoint(profile.wanted),
            other_time=self._is_other_time(question, profile),
            other_kind=bool(question.kinds and profile.kinds) and question.kinds.isdisjoint(profile.kinds),
            lacks_figures=asked.wants_figure and not target.gives_figures,
            unexplained=unexplained,
            missing=sum(name not in asked.demands for name in self._names[rows.start + alike]),
            unlike=self._unlike(question, owner, beside, nearest),
            speaks_of_date=closeness(self._days[owner], asked.days) if asked.days else 0.0,
            other_date=is_of_other_dates(self._days[owner], asked.days),
            unexplained_wanted=bool(unexplained) and _is_any_wanted(question, unexplained),
            lacks_reason=REASON in question.kinds and REASON not in profile.kinds,
            asks_future=FUTURE in question.times and FUTURE not in profile.times,
        )

    def _is_later(self, date: PartialDate) -> bool:
        """Whether a date lies in a year after all that any target speaks of."""
        return self._last_year is not None and date.year > self._last_year

    @staticmethod
    def _is_other_time(question: Question, profile: Profile) -> bool:
        asked = question.times & TELLING_TIMES
        return bool(asked) and asked.isdisjoint(profile.times)

    def _labels(self) -> list[str]:
        """What the classifier should say of each phrasing, then of each near miss."""
        own = [target.id for target in self.targets for _ in target.phrasings]
        return own + [NO_TARGET] * len(self.near_misses)

    def _is_name(self, feature: Feature) -> bool:
        """Whether a phrasing's feature is a name that has to be said."""
        return feature.is_named and self.weight(feature.id) > COMMON


def _is_any_wanted(question: Question, unexplained: Iterable[Feature]) -> bool:
    """Whether one of some features is a concept, and what the question asks for."""
    wanted = {pair.partition(" ")[2] for pair in question.wanted}
    return any(feature.is_known and feature.id in wanted for feature in unexplained)


def _mean_of_best(joint: Floats) -> float:
    if len(joint) > tuning.SUPPORTING:
        joint = joint.copy()
        joint.partition(-tuning.SUPPORTING)
        joint = joint[-tuning.SUPPORTING :]
    return float(np.add.reduce(joint)) / len(joint)


def _profile(target: Target, asked: Sequence[Question], reader: Reader) -> Profile:
    claims = [map(reader.read_curated, claim) for claim in target.claims]
    return Profile.of(asked, claims, reader.vocabulary.part_of)


def _spans(lengths: Iterable[int], start: int = 0) -> list[slice]:
    """Slices that lie end to end."""
    return [slice(first, end) for first, end in pairwise(accumulate(lengths, initial=start))]
