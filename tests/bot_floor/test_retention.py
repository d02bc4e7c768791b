"""What is kept no longer than it is needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from bot.inbox import Event, Receipt
from bot.retention import KNOWN_AGAIN, forget_what_is_done
from bot.storage.stores import Stores

NOON: Final = datetime(2019, 3, 18, 12, tzinfo=UTC)
MIDNIGHT: Final = datetime(2019, 3, 19, tzinfo=UTC)
EVENT: Final = Event("telegram", 1, "c1", "s1", b"hello")


class FixedClock:
    """Tells one moment."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


async def test_numbers_of_events_are_forgotten() -> None:
    """When their channel sends them no more."""
    stores = Stores.in_memory()
    await stores.inbox.receive([EVENT], at=NOON)

    await forget_what_is_done(stores, FixedClock(NOON + KNOWN_AGAIN))
    assert await stores.inbox.receive([EVENT], at=NOON) == Receipt(0, 0)

    await forget_what_is_done(stores, FixedClock(NOON + KNOWN_AGAIN + timedelta(seconds=1)))
    assert await stores.inbox.receive([EVENT], at=NOON) == Receipt(1, 0)


async def test_a_day_s_key_goes_an_hour_after_it() -> None:
    """What was asked before midnight is on its way until then, and afterwards tied to nobody any more."""
    stores = Stores.in_memory()
    key = await stores.day_keys.key(NOON.date())

    await forget_what_is_done(stores, FixedClock(MIDNIGHT + timedelta(minutes=59)))
    assert await stores.day_keys.key(NOON.date()) == key

    await forget_what_is_done(stores, FixedClock(MIDNIGHT + timedelta(minutes=60)))
    assert await stores.day_keys.key(NOON.date()) != key


async def test_leases_of_the_dead_are_forgotten() -> None:
    """Each process leaves one behind that nobody takes over, for it is on its own name."""
    stores = Stores.in_memory()
    await stores.leases.hold("a", "a", until=NOON, at=NOON - timedelta(seconds=5))

    await forget_what_is_done(stores, FixedClock(NOON + timedelta(seconds=1)))

    assert await stores.leases.held(at=NOON - timedelta(seconds=1)) == {}
