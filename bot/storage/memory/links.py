"""What curators found behind links, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.link_checks import LinkCheck


class MemoryLinkChecks:
    """The port `LinkChecks` in memory."""

    def __init__(self) -> None:
        self._checks: dict[str, LinkCheck] = {}

    async def mark(self, check: LinkCheck) -> None:
        self._checks[check.source] = check

    async def all(self) -> Mapping[str, LinkCheck]:
        return dict(self._checks)
