"""Which of a target's claims a question points at: what it names that one claim tells and another does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from knowledge.search.question import KINDS_OF_FIGURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.search.profile import Profile
    from knowledge.search.question import Feature, Question

RARE: Final = 0.37
"""Rarity from which a feature points at a claim: of 400 entries fewer than 50 are asked for it, unlike 'Iraq'."""
SHARE_NAMED: Final = 1.5
"""How much more a name or a number points at a claim than another concept does."""


def telling(question: Question, profile: Profile, rarity: Mapping[str, float]) -> tuple[float, ...]:
    """For each claim of a target, in its order, the weight of what it tells of the question; 1 is one very rare thing.

    What every claim tells sets none apart, and what most phrasings of the target ask says what the target is about.
    A question for a figure has to name something or a number that the claim tells, since a series of figures differs in
    more than its words: 'How many soldiers?' asks for the newest, although an older one was worded with 'soldiers'.

    Args:
        question: what is asked.
        profile: the target's.
        rarity: of each feature of the question, by its id; 1 for what no target is asked for.
    """
    common = frozenset.intersection(*profile.told) if profile.told else frozenset[str]()
    features = [feature for feature in question.features if feature.id not in common]
    weights = {feature.id: _weight(feature, profile, rarity[feature.id]) for feature in features}
    if question.kinds.isdisjoint(KINDS_OF_FIGURE):
        required = frozenset(weights)
    else:
        required = frozenset(feature.id for feature in features if _is_precise(feature))
    return tuple(
        0.0 if required.isdisjoint(claim) else sum(weights[identity] for identity in weights.keys() & claim)
        for claim in profile.told
    )


def _weight(feature: Feature, profile: Profile, rarity: float) -> float:
    unusual = rarity * (1.0 - profile.asked.get(feature.id, 0) / max(1, profile.size))
    if unusual < RARE:
        return 0.0
    return unusual * (SHARE_NAMED if _is_precise(feature) else 1.0)


def _is_precise(feature: Feature) -> bool:
    """Whether it is a name or a number."""
    return feature.is_named or feature.is_number
