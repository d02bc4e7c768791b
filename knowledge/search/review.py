"""A second look at a likely target: what all targets together, and what is asked after answers, say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Review(NamedTuple):
    """What speaks for or against it that a target tells what a question asks, whatever its phrasings are."""

    commonly_told: float
    """Whether targets commonly tell what is asked of this one; above 0 if so."""
    untold: int
    """How many of the things that the question names no claim of the target tells."""
    untold_anywhere: float
    """How near the nearest question is that some entry leaves unanswered after its answer, 0 to 1."""
    alike: float
    """How alike the question is to all that is asked of the target together, -1 to 1."""
    ahead: float
    """How far it is more alike to that than to what is asked of any other target; below 0 if it is less."""

    @property
    def parts(self) -> Mapping[str, float]:
        """Each kind of evidence as a number, under the name that its weight has in `tuning.WEIGHTS_REVIEWED`."""
        return {
            "commonly told": self.commonly_told,
            "untold": float(self.untold),
            "untold anywhere": self.untold_anywhere,
            "alike": self.alike,
            "ahead": self.ahead,
        }
