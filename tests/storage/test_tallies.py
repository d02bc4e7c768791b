from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from handlers.staff_ports import Tallies

MONDAY: Final = date(2019, 3, 18)
TUESDAY: Final = date(2019, 3, 19)
WEDNESDAY: Final = date(2019, 3, 20)


class TestTallies:
    """What every implementation of the port keeps to."""

    async def test_nothing_was_said(self, tallies: Tallies) -> None:
        """Days without a reply have no counts."""
        assert await tallies.between(MONDAY, WEDNESDAY) == {}

    async def test_replies_are_counted(self, tallies: Tallies) -> None:
        """By day, language and kind; none is lost where many come at once."""
        await asyncio.gather(*(tallies.add(MONDAY, "ar", "answer") for _ in range(20)))
        await tallies.add(MONDAY, "ar", "gap")
        await tallies.add(MONDAY, "en", "answer")

        assert await tallies.between(MONDAY, MONDAY) == {
            (MONDAY, "ar", "answer"): 20,
            (MONDAY, "ar", "gap"): 1,
            (MONDAY, "en", "answer"): 1,
        }

    async def test_both_days_are_counted(self, tallies: Tallies) -> None:
        """The first and the last, and none beyond."""
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            await tallies.add(day, "en", "answer")

        assert [day for day, _, _ in await tallies.between(MONDAY, TUESDAY)] == [MONDAY, TUESDAY]
