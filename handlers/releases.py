"""The vocabulary of publishing: releases of the knowledge, changes that wait in the draft, and examinations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from knowledge.errors import BilingualError, SanadError, Severity, in_one_line
from knowledge.schema import Bilingual, Language

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from knowledge.editing import Change
    from knowledge.errors import Problem
    from knowledge.tree import Tree

FOLDER: Final = "folder"
"""The author of releases that come from the knowledge folder at a start."""


class ReleaseState(StrEnum):
    """How far a release has come."""

    DRAFT = "draft"
    """Handed in, and not examined yet."""
    REFUSED = "refused"
    """Examined, and not published for the reasons given."""
    CHECKED = "checked"
    PUBLISHED = "published"
    """The latest of these is served."""


@dataclass(frozen=True, slots=True)
class Release:
    """One state of the whole knowledge, kept for good."""

    number: int
    hash: str
    author: str
    """Staff id."""
    at: datetime
    note: str
    state: ReleaseState
    base: int = 0
    """The release that was served when this one was handed in; it can only be published in that one's place."""
    is_forced: bool = False
    """An admin published it although the examination failed."""
    reasons: tuple[str, ...] = ()
    """Why it was refused, or what was overridden."""
    restores: int | None = None
    """The release whose content a rollback brought back."""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DraftChange:
    """A change that waits to be published. The draft is the published knowledge with all of them made, in order."""

    number: int
    change: Change
    author: str
    at: datetime
    group: int | None = None
    """The gap group that it answers."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that waits, on top of what is published."""

    base: int
    """The number of the published release; 0 before there is one."""
    tree: Tree
    changes: tuple[DraftChange, ...]
    conflicts: tuple[tuple[DraftChange, Bilingual], ...] = ()
    """Changes that can no longer be made, each with the reason; they are kept until somebody mends or drops them."""

    @property
    def version(self) -> int:
        """Grows with each change; what a curator saw when they began to edit."""
        waiting = (*self.changes, *(change for change, _ in self.conflicts))
        return max((change.number for change in waiting), default=0)


@dataclass(frozen=True, slots=True)
class Found:
    """A problem of the knowledge, with the file as it is called in the tree."""

    file: str
    line: int
    rule: str
    wrong: Bilingual
    remedy: Bilingual
    severity: Severity

    def __str__(self) -> str:
        return self.told(Language.ENGLISH)

    def told(self, language: Language) -> str:
        """All of it in one line: `file:line: rule: what is wrong: what to do`."""
        return in_one_line(f"{self.file}:{self.line}", self.rule, self.wrong, self.remedy, language)


def found(problem: Problem, folder: Path) -> Found:
    """A problem of a knowledge that was read from a folder: the folder is told nowhere.

    Of a tree that was read as it is, the folder is `Path()`.
    """
    file = problem.place.file.relative_to(folder).as_posix()
    wrong, remedy = _within(problem.wrong, folder), _within(problem.remedy, folder)
    return Found(file, problem.place.line, problem.rule, wrong, remedy, problem.severity)


def _within(sentence: Bilingual, folder: Path) -> Bilingual:
    """The sentence with the places that it names as they are called in the tree."""
    prefix = str(folder / "_").removesuffix("_")  # with the separator at its end; of `Path()` nothing
    return Bilingual(sentence.en.replace(prefix, ""), sentence.ar.replace(prefix, ""))


@dataclass(frozen=True, slots=True)
class Failed:
    """A question test that does not get what it expects."""

    id: str
    text: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.id}: “{self.text}” should get {self.expected}, and gets {self.got}"


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A question that gets another reply than before: of a question test, or a recorded gap."""

    id: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Colliding:
    """Two entries that are taken for each other, with the phrasings that each takes from the other."""

    one: str
    other: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """What a tree is worth: the findings of the checks, the question tests, and what changes beside the base."""

    hash: str
    problems: tuple[Found, ...]
    failed: tuple[Failed, ...]
    changed: tuple[Otherwise, ...] = ()
    """Question tests that are answered otherwise than by the base."""
    gaps: tuple[Otherwise, ...] = ()
    """Recorded gaps that are answered otherwise than by the base; ids are those of their groups."""
    collisions: tuple[Colliding, ...] = ()
    """Pairs of entries that collide and did not before."""
    tests: int = 0
    """Question tests that were asked."""

    @property
    def passes(self) -> bool:
        """Whether it may be published without force."""
        return not self.failed and not any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def was_tried(self) -> bool:
        """Whether the question tests and the gaps were asked: what has errors of form cannot be built."""
        return self.tests > 0 or self.passes

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it does not pass."""
        errors = (str(problem) for problem in self.problems if problem.severity is Severity.ERROR)
        return (*errors, *map(str, self.failed))


class RefusedError(SanadError):
    """A release was not published; `examination` has the reasons."""

    def __init__(self, examination: Examination) -> None:
        super().__init__("\n".join(examination.reasons))
        self.examination = examination


class StaleError(BilingualError):
    """Somebody else was faster; what was written is kept by whoever raises this, and can be made on top of theirs."""
