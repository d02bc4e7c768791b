"""What a target explains: the concepts that its phrasings ask about and its texts mention, the kinds of question."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.dates import Period
    from knowledge.schema import Heard, Phrasing
    from knowledge.search.days import Days
    from knowledge.search.question import Feature, Question


@dataclass(frozen=True, slots=True)
class Target:
    """Something a question can find: an entry, an intent, a kind of request that is declined."""

    id: str
    phrasings: Sequence[Phrasing]
    unlike: Sequence[Phrasing] = ()
    claims: Sequence[Sequence[str]] = ()
    """The texts of each of the target's claims; they explain words of a question, but are not matched."""
    periods: Sequence[Period] = ()
    """Of the target's claims."""
    gives_figures: bool = True
    """Whether a claim states a figure, so that 'how many' can be answered."""
    heard: Heard | None = None
    """What people asked of it in their own words; it is among the phrasings and the near misses, too."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a target explains, counted so that one phrasing can be left out."""

    asked: Mapping[str, int]
    """Features, with the number of the target's phrasings that have them."""
    told: tuple[frozenset[str], ...]
    """Features of each of its claims."""
    kinds: Mapping[str, int]
    """Kinds of question, with the number of its phrasings that ask so."""
    times: Mapping[str, int]
    """Words that place a question in time ('after', 'first'), with the number of its phrasings that have them."""
    wanted: Mapping[str, int]
    """What is wanted (`Question.wanted`), with the number of its phrasings that want it."""
    spoken_of: frozenset[str]
    """What claims tell, and broader concepts in which its own lie: Iraq, where phrasings or claims speak of Mosul."""
    size: int
    """How many phrasings were counted."""

    @classmethod
    def of(
        cls, phrasings: Iterable[Question], claims: Iterable[Iterable[Question]], part_of: Mapping[str, str]
    ) -> Profile:
        """Count what phrasings ask and collect what each claim tells; `part_of` names a concept's broader one."""
        questions = list(phrasings)
        asked = Counter(identity for question in questions for identity in question.ids)
        told = tuple(frozenset(identity for text in claim for identity in text.ids) for claim in claims)
        implied = (part_of[identity] for identity in chain(asked, *told) if identity in part_of)
        return cls(
            asked=asked,
            told=told,
            kinds=Counter(kind for question in questions for kind in question.kinds),
            times=Counter(time for question in questions for time in question.times),
            wanted=Counter(pair for question in questions for pair in question.wanted),
            spoken_of=frozenset(chain(implied, *told)),
            size=len(questions),
        )

    def without(self, phrasing: Question) -> Profile:
        """The profile as it would be if the phrasing had not been written."""
        return replace(
            self,
            asked=Counter(self.asked) - Counter(phrasing.ids),
            kinds=Counter(self.kinds) - Counter(phrasing.kinds),
            times=Counter(self.times) - Counter(phrasing.times),
            wanted=Counter(self.wanted) - Counter(phrasing.wanted),
            size=self.size - 1,
        )

    def explains(self, feature: Feature) -> bool:
        """Whether a phrasing or a claim has the feature, or something that lies in it."""
        return feature.id in self.asked or feature.id in self.spoken_of

    def tells(self, feature: str) -> bool:
        """Whether a claim has the feature."""
        return any(feature in claim for claim in self.told)

    def untold(self, features: Iterable[Feature]) -> int:
        """How many of some features no claim has."""
        return sum(not self.tells(feature.id) for feature in features)

    def is_usual(self, feature: str) -> bool:
        """Whether most phrasings have the feature."""
        return self.asked.get(feature, 0) > self.size / 2

    def usual_kind(self, question: Question) -> float:
        """The share of the target's phrasings that ask for the same kind of thing as the question."""
        return max((self.kinds.get(kind, 0) for kind in question.kinds), default=0) / max(1, self.size)


class Asked(NamedTuple):
    """A question with how much it matters that each of its features is explained."""

    question: Question
    demands: Mapping[str, float]
    """By the features' ids."""
    total: float
    """Their sum, or 1 for a question without features."""
    days: Sequence[Days]
    """The dates that it names."""
    length: float
    """Logarithm of one more than the number of its features."""
    later_date: bool
    """Whether it names a date after everything that is known."""
    wants_figure: bool
    """Whether only a figure answers it."""

    def share_by_use(self, profile: Profile) -> float:
        """The part of the question, 0 to 1, where each feature counts by the share of phrasings that have it."""
        used = sum(demand * profile.asked.get(identity, 0) for identity, demand in self.demands.items())
        return used / (self.total * max(1, profile.size))


def rarities(profiles: Sequence[Profile]) -> dict[str, float]:
    """For each feature how rare it is among the targets: log(1 + targets / targets that have it)."""
    spread = Counter(feature for profile in profiles for feature in profile.asked)
    return {feature: math.log(1.0 + len(profiles) / count) for feature, count in spread.items()}
