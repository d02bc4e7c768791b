"""The curators' queue: gaps that ask the same thing as one group, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from handlers.model import Reason


class GapState(StrEnum):
    """Where a group of gaps stands. What was decided stays decided when the same is asked again."""

    OPEN = "open"
    DRAFTED = "drafted"
    """A change that answers it waits in the draft."""
    RESOLVED = "resolved"
    """The change was published, or the question was put out of scope."""
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which the question of a group was asked, after redaction."""

    text: str
    language: str
    times: int
    askers: int
    last_day: date
    why: tuple[str, ...] = ()
    """What it shares with the nearest other wording of the group: concepts, sounds, kinds; why it is here.

    Of the only wording it is all that it is known by.
    """


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Gaps that ask the same thing, counted."""

    id: int
    state: GapState
    reason: Reason
    text: str
    """The wording of most askers; empty of a declined request, of an answer voted down, and where too few asked."""
    language: str
    times: int
    askers: int
    """Distinct pseudonyms: the same person on two days counts twice, since nobody is followed."""
    askers_by_language: Mapping[str, int]
    first_day: date
    last_day: date
    candidates: tuple[tuple[str, float], ...]
    """The nearest entries of the latest gap, with their probabilities."""
    entry: str | None = None
    """The entry it was attached to, or that is voted down."""
    decided_by: str | None = None
    decided_at: datetime | None = None
