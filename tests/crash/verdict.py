"""What came of a conversation in a crash test: what is missing, what came twice, and whether that can be explained."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .scripts import Script

SLACK_SECONDS: Final = 1.0
"""A call that was written before a kill can be read after it."""
NOTICED_SECONDS: Final = 30.0
"""A process that was taken for dead notices so late, when it goes on with an event that is another's by then."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the bot."""

    text: str
    at: float
    """Seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Interruptions:
    """What can come between a message and the note that it was sent; moments are in seconds since the epoch."""

    kills: Sequence[float] = ()
    """When a process was killed."""
    claims_lost: Sequence[float] = ()
    """When a process noticed that it was taken for dead: a machine with other things to do keeps it from its lease."""

    def fall_into(self, since: float, until: float) -> bool:
        """Whether there was one between two moments."""
        is_killed = any(since - SLACK_SECONDS <= kill <= until for kill in self.kills)
        return is_killed or any(since - SLACK_SECONDS <= lost <= until + NOTICED_SECONDS for lost in self.claims_lost)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of one conversation, or of several."""

    missing: tuple[str, ...] = ()
    """Answers that never came."""
    disordered: tuple[str, ...] = ()
    """Answers that came before one that stands before them, or after one that stands behind them."""
    strange: tuple[str, ...] = ()
    """Messages that answer nothing that was asked."""
    repeated: int = 0
    """Messages that came twice, and said so: their sending was under way at a kill."""
    unexplained: tuple[str, ...] = ()
    """Messages that came twice without saying so, or that say so without an interruption."""
    doubted: int = 0
    """Messages that say they may have come before, and had not."""

    @property
    def is_sound(self) -> bool:
        """Whether everything came once and in order, but for what is explained."""
        return not (self.missing or self.disordered or self.strange or self.unexplained)

    def __add__(self, other: Verdict) -> Verdict:
        """Both together."""
        return Verdict(
            self.missing + other.missing,
            self.disordered + other.disordered,
            self.strange + other.strange,
            self.repeated + other.repeated,
            self.unexplained + other.unexplained,
            self.doubted + other.doubted,
        )


@dataclass(slots=True)
class _Reading:
    """A conversation, read from its first message to its last."""

    answers: Sequence[str]
    warnings: Sequence[str]
    interruptions: Interruptions
    first: dict[int, Heard] = field(default_factory=dict)
    """The answers that came, by their place."""
    verdict: Verdict = field(default_factory=Verdict)
    _is_warned: bool = False
    """Whether a warning has just come as a message of its own: with a long answer it does not fit into one."""

    def read(self, heard: Heard) -> None:
        if heard.text in self.warnings:
            self._is_warned = True
            return
        place = self._place(heard.text)
        says_so = self._is_warned or any(heard.text.startswith(warning) for warning in self.warnings)
        self._is_warned = False
        if place is None:
            self.verdict += Verdict(strange=(heard.text,))
            return
        if place < max(self.first, default=0):
            self.verdict += Verdict(disordered=(self.answers[place],))
        earlier = self.first.setdefault(place, heard)
        is_explained = says_so and self.interruptions.fall_into(earlier.at, heard.at)
        if earlier is not heard:
            self.verdict += Verdict(repeated=1) if is_explained else Verdict(unexplained=(self.answers[place],))
        elif says_so:
            is_explained = self.interruptions.fall_into(0, heard.at)
            self.verdict += Verdict(doubted=1) if is_explained else Verdict(unexplained=(self.answers[place],))

    def _place(self, text: str) -> int | None:
        return next((place for place, answer in enumerate(self.answers) if answer in text), None)


def judge(script: Script, heard: Sequence[Heard], interruptions: Interruptions, warnings: Sequence[str]) -> Verdict:
    """Compare what somebody heard with what they asked.

    Args:
        script: what was asked.
        heard: every message of the bot to them, in order.
        interruptions: of the processes that answered.
        warnings: the line that stands before what may have come already, in each language.
    """
    reading = _Reading(script.answers, warnings, interruptions)
    for message in heard:
        reading.read(message)
    missing = tuple(answer for place, answer in enumerate(script.answers) if place not in reading.first)
    return reading.verdict + Verdict(missing=missing)
