from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from bot.storage.tables import CONSOLE_SESSIONS, LINKS
from bot.storage.tickets import SqlTickets

if TYPE_CHECKING:
    from bot.storage.database import Database
    from handlers.staff_ports import Tickets

NOON: Final = datetime(2019, 3, 18, 12, tzinfo=UTC)
SOON: Final = NOON + timedelta(minutes=10)
LATE: Final = NOON + timedelta(hours=1)
INSTANT: Final = timedelta(microseconds=1)
AMAL: Final = "telegram:7"


class TestLinks:
    """What every implementation of the port keeps to about one-time links."""

    async def test_a_link_lets_in_once(self, tickets: Tickets) -> None:
        """Whoever uses it a second time stays outside."""
        await tickets.issue("a", AMAL, until=SOON)

        assert [await tickets.redeem("a", at=NOON) for _ in "12"] == [AMAL, None]

    async def test_used_at_once(self, tickets: Tickets) -> None:
        """Of two who use it at the same moment, one gets in."""
        await tickets.issue("a", AMAL, until=SOON)

        let_in = await asyncio.gather(*(tickets.redeem("a", at=NOON) for _ in range(5)))

        assert sorted(map(str, let_in)) == [*["None"] * 4, AMAL]

    async def test_a_link_grows_old(self, tickets: Tickets) -> None:
        """One microsecond decides."""
        await tickets.issue("a", AMAL, until=SOON)
        await tickets.issue("b", AMAL, until=SOON)

        assert await tickets.redeem("a", at=SOON - INSTANT) == AMAL
        assert await tickets.redeem("b", at=SOON) is None

    async def test_a_look_uses_no_link_up(self, tickets: Tickets) -> None:
        """Whoever asks whether it would let somebody in takes nothing from whom it was made for."""
        await tickets.issue("a", AMAL, until=SOON)

        assert await tickets.is_waiting("a", at=NOON)
        assert await tickets.redeem("a", at=NOON) == AMAL

    async def test_what_lets_nobody_in_does_not_wait(self, tickets: Tickets) -> None:
        """Neither does a link that was used, or is too old, or never was."""
        await tickets.issue("used", AMAL, until=SOON)
        await tickets.redeem("used", at=NOON)
        await tickets.issue("old", AMAL, until=NOON)

        assert not any([await tickets.is_waiting(link, at=NOON) for link in ("used", "old", "none")])

    async def test_no_link(self, tickets: Tickets) -> None:
        """What was never issued lets nobody in; a session is no link."""
        await tickets.open("a", AMAL, at=NOON, until=SOON)

        assert await tickets.redeem("a", at=NOON) is None


class TestSessions:
    """What every implementation of the port keeps to about sessions of the console."""

    async def test_a_session_lasts(self, tickets: Tickets) -> None:
        """Until its end, and not at it."""
        await tickets.open("a", AMAL, at=NOON, until=SOON)

        assert await tickets.whose("a", at=SOON - INSTANT) == AMAL
        assert await tickets.whose("a", at=SOON) is None

    async def test_no_session(self, tickets: Tickets) -> None:
        """What was never opened is nobody's; a link is no session."""
        await tickets.issue("a", AMAL, until=SOON)

        assert await tickets.whose("a", at=NOON) is None

    async def test_a_session_can_last_longer(self, tickets: Tickets) -> None:
        """But never shorter, where two pages are opened at once."""
        await tickets.open("a", AMAL, at=NOON, until=SOON)
        await tickets.extend("a", until=LATE)
        await tickets.extend("a", until=SOON)

        assert await tickets.whose("a", at=SOON) == AMAL

    async def test_what_is_not_there_cannot_last(self, tickets: Tickets) -> None:
        """Nobody gets in by it."""
        await tickets.extend("a", until=LATE)

        assert await tickets.whose("a", at=NOON) is None

    async def test_closing(self, tickets: Tickets) -> None:
        """A session that was closed is over; others are not."""
        for hashed in "ab":
            await tickets.open(hashed, AMAL, at=NOON, until=SOON)
        await tickets.close("a")

        assert [await tickets.whose(hashed, at=NOON) for hashed in "ab"] == [None, AMAL]

    async def test_closing_all(self, tickets: Tickets) -> None:
        """Whose role is taken away loses sessions and links; others keep theirs."""
        for hashed, staff in {"a": AMAL, "b": "telegram:8"}.items():
            await tickets.open(hashed, staff, at=NOON, until=SOON)
            await tickets.issue(hashed, staff, until=SOON)
        await tickets.close_all(AMAL)

        assert [await tickets.whose(hashed, at=NOON) for hashed in "ab"] == [None, "telegram:8"]
        assert [await tickets.redeem(hashed, at=NOON) for hashed in "ab"] == [None, "telegram:8"]


async def test_what_is_too_old_is_erased(database: Database) -> None:
    """When somebody signs in, old links and sessions of everybody go."""
    tickets = SqlTickets(database)
    await tickets.issue("a", AMAL, until=SOON)
    await tickets.open("b", AMAL, at=NOON, until=SOON)
    await tickets.open("c", AMAL, at=LATE, until=LATE + INSTANT)

    async with database.reading() as connection:
        left = [(await connection.scalars(select(table.c.hashed))).all() for table in (LINKS, CONSOLE_SESSIONS)]

    assert left == [[], ["c"]]
