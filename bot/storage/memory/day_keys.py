"""Keys of days in memory."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

KEY_BYTES: Final = 32


class MemoryDayKeys:
    """The port `DayKeys` in memory."""

    def __init__(self) -> None:
        self._keys: dict[date, bytes] = {}

    async def key(self, day: date) -> bytes:
        return self._keys.setdefault(day, secrets.token_bytes(KEY_BYTES))

    async def kept(self, day: date) -> bytes | None:
        return self._keys.get(day)

    async def forget(self, *, before: date) -> int:
        old = [day for day in self._keys if day < before]
        for day in old:
            del self._keys[day]
        return len(old)
