"""Keys of days for whoever has no store of them."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class DerivedDayKeys:
    """The port `DayKeys`, each key derived from the secret: for questions asked at this machine.

    A process of `sanad ask` lives for one question, and opens the database only for a gap. A random key of its own
    would make every question another asker's; and who asked is no secret here, for it is whoever sits at the machine.
    What the public asks never has such a key: it could be derived again at any time, by whoever has the secret.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    async def key(self, day: date) -> bytes:
        return hmac.digest(self._secret, b"day:" + day.isoformat().encode(), hashlib.sha256)

    async def kept(self, day: date) -> bytes | None:
        return await self.key(day)

    async def forget(self, *, before: date) -> int:  # noqa: ARG002 - there is nothing that could be erased
        return 0
