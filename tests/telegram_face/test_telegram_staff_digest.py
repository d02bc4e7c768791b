"""The daily digest: once a day, to whoever wants it, and only if there is something new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram_face.staffed_stage import BUDGETS_ENGLISH, NOUR
from telegram_face.stage import opened

from bot.telegram.sending import Sender
from bot.telegram.staff.digest import send_digests
from handlers.staff import Role

if TYPE_CHECKING:
    from telegram_double import Person
    from telegram_face.staffed_stage import StaffedStage


@pytest.fixture
async def wanted(staffed: StaffedStage) -> StaffedStage:
    """Of two, one wants it."""
    await staffed.stores.memberships.set_digest(NOUR, Role.CURATOR, wanted=True)
    return staffed


async def rounds(staffed: StaffedStage, count: int = 1) -> None:
    """The hourly call, so many times."""
    async with opened(staffed.client) as client:
        for _ in range(count):
            await send_digests(staffed.office(client, Sender(client)))
            staffed.clock.move(hours=1)


async def test_digest_once_a_day(wanted: StaffedStage, nour: Person, amal: Person) -> None:
    """However often it is looked, each who wants it gets one, and nobody else."""
    await wanted.budgets()
    await rounds(wanted, 3)

    assert [message.text.split("\n")[0] for message in nour.messages] == ["Sanad today"]
    assert amal.messages == ()


async def test_what_it_tells(wanted: StaffedStage, nour: Person) -> None:
    """Open gaps, the first three with their askers, what waits, and a way into the queue."""
    await wanted.budgets()
    for number in range(4):
        await wanted.gap(f"question number {number}", "asker-1", "en", terms=(f"concept:c{number}",))
    await rounds(wanted)
    [message] = nour.messages

    assert "Open gaps: 5" in message.text
    assert BUDGETS_ENGLISH in message.text
    assert message.text.count("Asked by") == 3
    assert message.text.endswith("Waiting in the draft: 0")
    assert [button.data for button in message.buttons] == ["s:next:0"]


async def test_nothing_before_six(wanted: StaffedStage, nour: Person) -> None:
    """Nobody is woken up."""
    await wanted.budgets()
    wanted.clock.move(hours=-7)
    await rounds(wanted)

    assert nour.messages == ()


async def test_nothing_new_nothing_sent(wanted: StaffedStage, nour: Person) -> None:
    """A day after one on which nothing was asked has no digest; the day after the next question has one."""
    await wanted.budgets()
    sent = []
    for _ in range(4):
        await rounds(wanted)
        sent.append(len(nour.messages))
        wanted.clock.move(hours=23)
    await wanted.gap("another question", "asker-1", "en", terms=("concept:other",))
    wanted.clock.move(days=1)
    await rounds(wanted)

    assert sent == [1, 2, 2, 2]
    assert len(nour.messages) == 3


async def test_blocked_bot(wanted: StaffedStage, nour: Person) -> None:
    """Whoever has blocked the bot misses it, and the others' rounds go on."""
    await wanted.budgets()
    await nour.block()
    await rounds(wanted, 2)

    assert nour.messages == ()
