"""What a page says once about the step before it, such as that a gap was dismissed."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

MOST_KEPT: Final = 200
"""Notices that wait for a page; those of people who never opened one fall out."""


class Notices:
    """Keeps one notice for each session until its next page, in memory."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, str] = OrderedDict()

    def leave(self, session: str, notice: str) -> None:
        """Say this on the session's next page."""
        self._kept[session] = notice
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def take(self, session: str) -> str | None:
        """What is to be said now."""
        return self._kept.pop(session, None)
