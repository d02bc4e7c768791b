"""The bot's behaviour, top to bottom: each handler is asked in turn, and the first that has an outcome answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import choosing, correcting, declining, facts, following, repeating, several, small_talk, unanswered

if TYPE_CHECKING:
    from collections.abc import Callable

    from handlers.inquiry import Inquiry, Outcome

HANDLERS: Final[tuple[Callable[[Inquiry], Outcome | None], ...]] = (
    unanswered.empty,
    choosing.numbered,
    unanswered.foreign,
    declining.distress,
    repeating.again,
    declining.harmful,
    several.several,
    following.follow_up,
    small_talk.small_talk,
    following.lost,
    facts.fact,
    unanswered.unknown,
)


def handle(inquiry: Inquiry) -> Outcome:
    """The outcome of the first handler that has one; the last always does."""
    meant = correcting.meant(inquiry)
    outcome = next(outcome for handler in HANDLERS if (outcome := handler(meant)) is not None)
    return unanswered.noted(meant, outcome)
