"""What somebody is told who asked to be forgotten: what was erased, and what nobody can find any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from handlers.wording import Words


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased of somebody."""

    has_context: bool
    """Whether the conversation had a context, or a language of its own."""
    gaps: int = 0
    votes: int = 0


def days_in_reach(today: date) -> tuple[date, ...]:
    """The days whose keys may be there still: the one before is not over for a key at the stroke of midnight."""
    return today, today - timedelta(days=1)


def told(erased: Erased, words: Words) -> tuple[str, ...]:
    """What was erased, as paragraphs."""
    return (
        words.forget_done,
        words.forget_context if erased.has_context else words.forget_no_context,
        words.forget_gaps.format(count=erased.gaps),
        words.forget_votes.format(count=erased.votes),
    )
