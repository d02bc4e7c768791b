"""What somebody is told who was overtaken by somebody else: by every store in the same words."""

from __future__ import annotations

from handlers.releases import StaleError


def overtaken() -> StaleError:
    """Another change came into the draft first."""
    return StaleError("Somebody else has changed the draft meanwhile: look at it again, then make your change.")


def outdated(number: int) -> StaleError:
    """A release that was published already, or in whose base's place another one was published."""
    return StaleError(
        f"Release {number} was published already, or another one was published since it was handed in: "
        "see the history, then hand it in again."
    )
