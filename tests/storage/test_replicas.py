from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from bot.replicas import TO_DO_IT
from bot.storage.database import Database
from bot.storage.replicas import SqlDuties, SqlLeases

if TYPE_CHECKING:
    from bot.replicas import Duties, Leases
    from bot.storage.stores import Stores

NOON: Final = datetime(2019, 3, 23, 12, tzinfo=UTC)
INSTANT: Final = timedelta(microseconds=1)
LATER: Final = NOON + timedelta(seconds=5)
A_SECOND: Final = timedelta(seconds=1)
AN_HOUR: Final = timedelta(hours=1)
A_DAY: Final = timedelta(days=1)


@pytest.fixture
def leases(stores: Stores) -> Leases:
    return stores.leases


@pytest.fixture
def duties(stores: Stores) -> Duties:
    return stores.duties


class TestLeases:
    """What every implementation of the port keeps to."""

    async def test_what_nobody_holds_can_be_taken(self, leases: Leases) -> None:
        """It is held from now on."""
        assert await leases.hold("poller", "a", until=LATER, at=NOON)
        assert await leases.held(at=NOON) == {"poller": "a"}

    async def test_what_another_holds_cannot(self, leases: Leases) -> None:
        """Up to the moment at which it ends."""
        await leases.hold("poller", "a", until=LATER, at=NOON)

        assert not await leases.hold("poller", "b", until=LATER, at=LATER - INSTANT)
        assert await leases.hold("poller", "b", until=LATER + AN_HOUR, at=LATER)
        assert await leases.held(at=LATER) == {"poller": "b"}

    async def test_a_holder_holds_on(self, leases: Leases) -> None:
        """Until later, as often as they like; also when the lease has ended and nobody has taken it."""
        await leases.hold("poller", "a", until=LATER, at=NOON)

        assert await leases.hold("poller", "a", until=LATER + INSTANT, at=NOON)
        assert await leases.held(at=LATER) == {"poller": "a"}
        assert await leases.hold("poller", "a", until=LATER + AN_HOUR, at=LATER + INSTANT)

    async def test_what_has_ended_is_not_held(self, leases: Leases) -> None:
        """At its last moment already."""
        await leases.hold("poller", "a", until=LATER, at=NOON)

        assert await leases.held(at=LATER - INSTANT) == {"poller": "a"}
        assert await leases.held(at=LATER) == {}

    async def test_names_are_leased_apart(self, leases: Leases) -> None:
        """Whoever holds one has no hold on another."""
        await leases.hold("poller", "a", until=LATER, at=NOON)
        await leases.hold("a", "a", until=LATER, at=NOON)

        assert await leases.hold("b", "b", until=LATER, at=NOON)
        assert await leases.held(at=NOON) == {"poller": "a", "a": "a", "b": "b"}

    async def test_a_lease_is_given_back(self, leases: Leases) -> None:
        """Others need not wait for its end."""
        await leases.hold("poller", "a", until=LATER, at=NOON)
        await leases.release("poller", "a")

        assert await leases.hold("poller", "b", until=LATER, at=NOON)

    async def test_nobody_gives_back_the_lease_of_another(self, leases: Leases) -> None:
        """One that comes late, having lost it, changes nothing."""
        await leases.hold("poller", "a", until=LATER, at=NOON)
        await leases.release("poller", "b")

        assert await leases.held(at=NOON) == {"poller": "a"}

    async def test_ended_leases_are_forgotten(self, leases: Leases) -> None:
        """Those that ended before a moment, and no others."""
        for name, until in (("a", LATER - INSTANT), ("b", LATER)):
            await leases.hold(name, name, until=until, at=NOON)

        assert await leases.forget(before=LATER) == 1
        assert await leases.held(at=NOON) == {"b": "b"}


class TestDuties:
    """What every implementation of the port keeps to."""

    async def test_what_was_never_done_is_due(self, duties: Duties) -> None:
        """To whoever asks first."""
        assert await duties.take("retention", every=AN_HOUR, at=NOON)
        assert not await duties.take("retention", every=AN_HOUR, at=NOON)

    async def test_it_is_due_again_after_a_while(self, duties: Duties) -> None:
        """Less a second, for those who look every day do so a little early or late."""
        await duties.take("retention", every=A_DAY, at=NOON)
        await duties.done("retention", at=NOON)
        due = NOON + A_DAY - A_SECOND

        assert not await duties.take("retention", every=A_DAY, at=due - INSTANT)
        assert await duties.take("retention", every=A_DAY, at=due)
        assert not await duties.take("retention", every=A_DAY, at=due + INSTANT)

    @pytest.mark.parametrize(("every", "after"), [(A_DAY, TO_DO_IT), (TO_DO_IT / 2, TO_DO_IT / 2)])
    async def test_what_was_taken_and_not_done_is_due_soon(
        self, duties: Duties, every: timedelta, after: timedelta
    ) -> None:
        """Whoever took it has failed, or was killed; until then nobody else does it."""
        await duties.take("retention", every=every, at=NOON)
        due = NOON + after - A_SECOND

        assert not await duties.take("retention", every=every, at=due - INSTANT)
        assert await duties.take("retention", every=every, at=due)

    async def test_duties_are_due_apart(self, duties: Duties) -> None:
        """One that was taken leaves the others."""
        await duties.take("retention", every=AN_HOUR, at=NOON)

        assert await duties.take("digest", every=AN_HOUR, at=NOON)


async def test_one_of_many_processes_holds_a_lease(url: str) -> None:
    """However many ask at the same moment."""
    async with Database(url) as one, Database(url) as other:
        processes = [(SqlLeases(database), f"p{number}") for number in range(5) for database in (one, other)]
        holding = (leases.hold("poller", f"{name} {id(leases)}", until=LATER, at=NOON) for leases, name in processes)

        assert sorted(await asyncio.gather(*holding)) == [*[False] * 9, True]


async def test_one_of_many_processes_takes_a_duty(url: str) -> None:
    """However many look at the same moment."""
    async with Database(url) as one, Database(url) as other:
        taking = (SqlDuties(database).take("retention", every=AN_HOUR, at=NOON) for database in (one, other) * 5)

        assert sorted(await asyncio.gather(*taking)) == [*[False] * 9, True]
