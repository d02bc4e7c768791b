"""What a crash test has shown, and what there is to complain about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .verdict import Verdict


@dataclass(frozen=True, slots=True)
class Left:
    """What stands in the database when everything is over."""

    waiting: int
    """Events in the inbox."""
    counted: int
    """Replies. Each question counts once, however often its process was killed."""
    noted: int
    """Questions without an answer, for the curators."""
    damage: str
    """What the database has to complain about; empty of a sound one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a crash test has shown."""

    name: str
    """Of the way it went, such as `polling, sqlite, 1 replica, seed 7`."""
    questions: int
    gaps: int
    """Questions of those that have no answer."""
    kills: int
    seconds: float
    verdict: Verdict
    delays: Sequence[float]
    """Seconds from each question to its answer, the shortest first."""
    left: Left
    forgettings: int
    """How often what is old was forgotten. It is due once a day, however many processes start."""
    codes: Sequence[int]
    """Exit codes of the replicas, which were told to stop in the end."""
    errors: Sequence[str]
    """What the replicas logged as errors."""
    refusals: Sequence[str]
    """What Telegram had to complain about."""

    @property
    def complaints(self) -> Sequence[str]:
        """What is wrong, in sentences; empty when nothing is."""
        return tuple(self._complaints())

    def _complaints(self) -> Iterator[str]:
        verdict, left = self.verdict, self.left
        for wrong, found in (
            ("never answered", verdict.missing),
            ("out of order", verdict.disordered),
            ("answers nothing that was asked", verdict.strange),
            ("came twice, or doubts itself, without a reason", verdict.unexplained),
            ("logged as an error", self.errors),
            ("refused by Telegram", self.refusals),
        ):
            if found:
                yield f"{len(found)} {wrong}: {', '.join(map(repr, found[:3]))}"
        if left.waiting:
            yield f"{left.waiting} events are left in the inbox"
        if left.counted != self.questions:
            yield f"{self.questions} questions were asked, and {left.counted} replies counted"
        if left.noted != self.gaps:
            yield f"{self.gaps} questions have no answer, and {left.noted} were noted"
        if self.forgettings != 1:
            yield f"what is old was forgotten {self.forgettings} times, not once"
        if left.damage:
            yield f"the database is damaged: {left.damage}"
        if any(self.codes):
            yield f"the replicas ended with {self.codes}"

    @property
    def row(self) -> str:
        """The figures in one line, under `HEADING`."""
        verdict = self.verdict
        delays = self.delays or [float("nan")]
        p50, p95, worst = (delays[int((len(delays) - 1) * share)] for share in (0.5, 0.95, 1))
        figures = (self.questions, self.kills, len(verdict.missing), verdict.repeated, verdict.doubted)
        faults = (len(verdict.unexplained), len(verdict.disordered))
        return (
            f"{self.name:<40}"
            + "".join(f"{figure:>10}" for figure in (*figures, *faults))
            + "".join(f"{seconds:>9.2f}" for seconds in (p50, p95, worst, self.seconds))
        )


HEADING = (
    f"{'':<40}"
    + "".join(f"{word:>10}" for word in ("questions", "kills", "lost", "twice", "doubted", "blind", "disorder"))
    + "".join(f"{word:>9}" for word in ("p50 s", "p95 s", "worst s", "all s"))
)
"""`twice`: and said so, for a kill; `doubted`: said so, and came once; `blind`: twice, and did not say so."""
