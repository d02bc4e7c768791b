"""From candidates to a decision: answer, ask back, or say that it is not known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from knowledge.search import tuning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.search.evidence import Candidate


ELSEWHERE: Final = "elsewhere:"
"""Begins the ids of targets that are no entries, but subjects that nothing here answers."""


class Verdict(StrEnum):
    """What the evidence allows."""

    SURE = "sure"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, why, and its candidates: one when sure, up to three to ask about, the nearest when none."""

    verdict: Verdict
    why: str
    candidates: tuple[Candidate, ...]
    elsewhere: Candidate | None = None
    """The subject next to this field, if one is likelier than every entry."""
    near_miss_of: str | None = None
    """The entry of which the question is, but for spelling, a near miss."""

    @property
    def confidence(self) -> float:
        return self.candidates[0].probability if self.candidates else 0.0


def decide(candidates: Sequence[Candidate], floor: float = tuning.FLOOR_SURE) -> Decision:
    """Judge candidates that stand likeliest first.

    Probabilities share out 1 among the candidates and 'none of these', so one floor is also the limit of doubt.
    An entry answers when it alone reaches the given floor; else the best three are offered if they are likely together.
    """
    told_apart = (candidate.id for candidate in candidates if candidate.evidence.is_near_miss)
    decision, near_miss_of = _judged(candidates, floor), next(told_apart, None)
    return decision if near_miss_of is None else replace(decision, near_miss_of=near_miss_of)


def _judged(candidates: Sequence[Candidate], floor: float) -> Decision:
    best = _entries(candidates)
    elsewhere = candidates[0] if candidates and candidates[0].id.startswith(ELSEWHERE) else None
    if elsewhere is not None and elsewhere.probability >= floor:
        return Decision(Verdict.NONE, f"it is about something else: {elsewhere.id}", best, elsewhere)
    if not best:
        return Decision(Verdict.NONE, "nothing in the knowledge shares a word with it", (), elsewhere)
    sure = [candidate for candidate in best if candidate.probability >= floor]
    if len(sure) == 1:
        return Decision(Verdict.SURE, f"{best[0].id} is likely enough to answer ({best[0].probability:.2f})", best[:1])
    together = sum(candidate.probability for candidate in best)
    offered = tuple(candidate for candidate in best if candidate.probability >= tuning.FLOOR_OFFERED)
    is_reviewed = any(candidate.evidence.review is not None for candidate in best)
    if together >= (tuning.FLOOR_ASK_REVIEWED if is_reviewed else tuning.FLOOR_ASK):
        return Decision(
            Verdict.ASK,
            f"the best {len(offered)} are likely together ({together:.2f}), none alone",
            offered,
            elsewhere,
        )
    return Decision(Verdict.NONE, f"'none of these' is likelier than the best three ({together:.2f})", best, elsewhere)


def _entries(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The likeliest candidates that can answer."""
    return tuple(candidate for candidate in candidates if not candidate.id.startswith(ELSEWHERE))[: tuning.MOST_OFFERED]
