"""What readers think of an answer: a vote that is tied to nobody beyond the day's pseudonym."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Opinion(StrEnum):
    """A vote."""

    UP = "up"
    DOWN = "down"


class Complaint(StrEnum):
    """Why an answer was voted down."""

    OUTDATED = "outdated"
    WRONG = "wrong"
    NOT_ASKED = "not-asked"
    """It answers something else."""
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Ballot:
    """What a reader says of an answer. The opinion comes first; a complaint may follow a vote against it."""

    entry: str
    claims: tuple[int, ...]
    """Which of the entry's claims were shown, by their places in it."""
    opinion: Opinion
    complaint: Complaint | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote; the same person's next one of the day on the same answer takes its place."""

    day: date
    pseudonym: str
    entry: str
    claims: tuple[int, ...]
    """Which of the entry's claims were shown, by their places in it."""
    opinion: Opinion
    language: str
    complaint: Complaint | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """The votes on one answer, counted."""

    entry: str
    claims: tuple[int, ...]
    up: int
    down: int
    complaints: Mapping[str, int]
