"""How long to wait after a failed call, and when to stop trying."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from telegram import error

from bot.logs import event
from bot.telegram.errors import FloodError, RivalPollerError, TokenRefusedError

if TYPE_CHECKING:
    from bot.telegram.errors import TelegramError

_LOG: Final = logging.getLogger(__name__)

MOST_REFUSALS: Final = 10
"""In a row. One may be a proxy's whim or a restart that overlaps; ten are an answer."""


@dataclass(slots=True)
class Setbacks:
    """Failures since the last success."""

    first_pause: float
    longest_pause: float
    failing: str = "polling_failed"
    """The event that is logged."""
    _failures: int = 0
    _conflicts: int = 0
    _refused_tokens: int = 0

    def forget(self) -> None:
        """Something succeeded."""
        self._failures = self._conflicts = self._refused_tokens = 0

    def pause_after(self, failure: error.TelegramError) -> float:
        """Seconds to wait before the next try.

        Raises:
            TelegramError: trying again is no use.
        """
        self._conflicts = self._conflicts + 1 if isinstance(failure, error.Conflict) else 0
        self._refused_tokens = self._refused_tokens + 1 if isinstance(failure, error.InvalidToken) else 0
        if verdict := self._verdict():
            raise verdict
        pause = min(self.first_pause * 2.0**self._failures, self.longest_pause)
        # No more than it takes to reach the longest pause, or the power would overflow after a long night.
        self._failures = min(self._failures + 1, 16)
        if isinstance(failure, FloodError):
            pause = failure.seconds
        event(_LOG, self.failing, level=logging.WARNING, error=type(failure).__name__, next_try_seconds=pause)
        return pause

    def _verdict(self) -> TelegramError | None:
        if self._conflicts >= MOST_REFUSALS:
            return RivalPollerError()
        return TokenRefusedError() if self._refused_tokens >= MOST_REFUSALS else None
