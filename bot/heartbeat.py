"""A sign of life on disk: touched whenever Telegram says that updates come here, judged by `sanad health`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

from bot.logs import event

if TYPE_CHECKING:
    from pathlib import Path

_LOG: Final = logging.getLogger(__name__)

OLDEST: Final = timedelta(minutes=2)
"""Since Telegram was last heard, in a bot that is well: it is asked every minute or sooner, and may fail once."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The file whose age says when Telegram was last heard."""

    path: Path

    @classmethod
    def beside(cls, data_folder: Path) -> Self:
        """The heartbeat of the installation that keeps its data in a folder."""
        return cls(data_folder / "heartbeat")

    def beat(self) -> None:
        """Note that all is well just now. A bot that cannot write this down goes on all the same."""
        try:
            self.path.touch(mode=0o600)
        except OSError as error:
            event(_LOG, "heartbeat_not_written", level=logging.WARNING, reason=error.strerror)

    def complaint(self, now: datetime) -> str | None:
        """What is wrong, in one sentence; None when the last sign is recent."""
        try:
            last = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        except OSError as error:
            return f"{self.path}: {error.strerror}: `sanad run` has not heard from Telegram with this database"
        if now - last > OLDEST:
            return f"Telegram was last heard at {last:%Y-%m-%d %H:%M:%S} UTC: see the log of `sanad run`"
        return None
