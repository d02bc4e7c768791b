"""What a target explains: the concepts that its phrasings ask about and its texts mention, the kinds of question."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.dates import Period
    from knowledge.schema import Phrasing
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


@dataclass(frozen=True, slots=True)
class Profile:
    """What a target explains, counted so that one phrasing can be left out."""

    asked: Mapping[str, int]
    """Features, with the number of the target's phrasings that have them."""
    told: tuple[frozenset[str], ...]
    """Features of each of its claims."""
    kinds: Mapping[str, int]
    """Kinds of question, with the number of its phrasings that ask so."""
    size: int
    """How many phrasings were counted."""

    @classmethod
    def of(cls, phrasings: Iterable[Question], claims: Iterable[Iterable[Question]]) -> Profile:
        """Count what phrasings ask and collect what each claim tells."""
        questions = list(phrasings)
        return cls(
            asked=Counter(identity for question in questions for identity in question.ids),
            told=tuple(frozenset(identity for text in claim for identity in text.ids) for claim in claims),
            kinds=Counter(kind for question in questions for kind in question.kinds),
            size=len(questions),
        )

    def explains(self, feature: Feature) -> bool:
        """Whether a phrasing or a claim has the feature."""
        return feature.id in self.asked or any(feature.id in claim for claim in self.told)

    def usual_kind(self, question: Question) -> float:
        """The share of the target's phrasings that ask for the same kind of thing as the question."""
        return max((self.kinds.get(kind, 0) for kind in question.kinds), default=0) / max(1, self.size)

    def usage(self, feature: Feature) -> float:
        """The share of the target's phrasings that have the feature."""
        return self.asked.get(feature.id, 0) / max(1, self.size)

    def without(self, phrasing: Question) -> Profile:
        """The profile as it would be if the phrasing had not been written."""
        asked = Counter(self.asked) - Counter(phrasing.ids)
        return Profile(asked, self.told, Counter(self.kinds) - Counter(phrasing.kinds), self.size - 1)


def rarities(profiles: Sequence[Profile]) -> dict[str, float]:
    """For each feature how rare it is among the targets: log(1 + targets / targets that have it)."""
    spread = Counter(feature for profile in profiles for feature in profile.asked)
    return {feature: math.log(1.0 + len(profiles) / count) for feature, count in spread.items()}
