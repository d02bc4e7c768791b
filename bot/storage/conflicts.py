"""What somebody is told who was overtaken by somebody else: by every store in the same words."""

from __future__ import annotations

from handlers.releases import StaleError
from knowledge.problems import sentence


def overtaken() -> StaleError:
    """Another change came into the draft first."""
    wrong = "Somebody else has changed the draft meanwhile: look at it again, then make your change."
    return StaleError(sentence(wrong))


def outdated(number: int) -> StaleError:
    """A release that was published already, or in whose base's place another one was published."""
    wrong = (
        "Release {number} was published already, or another one was published since it was handed in: "
        "see the history, then hand it in again."
    )
    return StaleError(sentence(wrong, number=number))
