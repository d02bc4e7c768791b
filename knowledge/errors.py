"""What can be wrong with a knowledge folder.

SanadError
└── KnowledgeError      the folder cannot be served; carries every problem that was found
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class SanadError(Exception):
    """Anything Sanad refuses with a sentence for the person who can mend it."""


class Severity(StrEnum):
    """An error stops a knowledge from being served; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file, counted from one."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing a curator should mend, and where."""

    place: Place
    rule: str
    wrong: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}: {self.wrong}: {self.remedy}"


class KnowledgeError(SanadError):
    """The knowledge has errors; `problems` holds all of them, in reading order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
