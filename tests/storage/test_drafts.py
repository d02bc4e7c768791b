from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import update

from bot.storage.drafts import SqlDrafts
from bot.storage.errors import StorageError
from bot.storage.tables import DRAFT_CHANGES
from handlers.releases import DraftChange, StaleError
from knowledge.editing import AddPhrasing, AddSource
from knowledge.schema import Variety

if TYPE_CHECKING:
    from bot.storage.database import Database
    from handlers.staff_ports import Drafts

NOON: Final = datetime(2019, 3, 18, 12, tzinfo=UTC)
PHRASING: Final = AddPhrasing("founding", "شوكت تأسس", Variety.IRAQI)
SOURCE: Final = AddSource("- id: nato\n")


class TestDrafts:
    """What every implementation of the port keeps to."""

    async def test_nothing_waits(self, drafts: Drafts) -> None:
        """An empty draft has no changes."""
        assert list(await drafts.changes()) == []

    async def test_changes_come_back_in_order(self, drafts: Drafts) -> None:
        """With who made them when, and for which gaps."""
        await drafts.add(PHRASING, author="telegram:7", at=NOON, group=12, expected=0)
        await drafts.add(SOURCE, author="telegram:8", at=NOON, expected=1)

        assert list(await drafts.changes()) == [
            DraftChange(1, PHRASING, "telegram:7", NOON, 12),
            DraftChange(2, SOURCE, "telegram:8", NOON),
        ]

    async def test_an_added_change_is_told(self, drafts: Drafts) -> None:
        """As it is going to be listed."""
        added = await drafts.add(PHRASING, author="telegram:7", at=NOON, expected=0)

        assert list(await drafts.changes()) == [added]

    @pytest.mark.parametrize("expected", [0, 2])
    async def test_somebody_was_faster(self, drafts: Drafts, expected: int) -> None:
        """A change that was made without having seen the latest is not kept."""
        await drafts.add(PHRASING, author="telegram:7", at=NOON, expected=0)

        with pytest.raises(StaleError, match="Somebody else has changed the draft"):
            await drafts.add(SOURCE, author="telegram:8", at=NOON, expected=expected)
        assert len(await drafts.changes()) == 1

    async def test_two_at_once(self, drafts: Drafts) -> None:
        """One of them is told that the other was faster."""
        adding = (drafts.add(SOURCE, author="telegram:7", at=NOON, expected=0) for _ in range(2))

        outcomes = await asyncio.gather(*adding, return_exceptions=True)

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DraftChange", "StaleError"]

    async def test_dropping(self, drafts: Drafts) -> None:
        """What is dropped is gone; what is not there can be dropped, too."""
        for expected in range(3):
            await drafts.add(PHRASING, author="telegram:7", at=NOON, expected=expected)
        await drafts.drop([1, 3, 9])
        await drafts.drop([])

        assert [change.number for change in await drafts.changes()] == [2]

    async def test_numbers_are_never_given_again(self, drafts: Drafts) -> None:
        """Else a draft that was emptied and filled would look like the one before."""
        await drafts.add(PHRASING, author="telegram:7", at=NOON, expected=0)
        await drafts.drop([1])

        assert (await drafts.add(SOURCE, author="telegram:8", at=NOON, expected=0)).number == 2


async def test_a_change_of_another_version(database: Database) -> None:
    """It is not passed over: somebody made it, and waits for it."""
    drafts = SqlDrafts(database)
    await drafts.add(PHRASING, author="telegram:7", at=NOON, expected=0)
    async with database.writing() as connection:
        await connection.execute(update(DRAFT_CHANGES).values(change='{"kind":"AddPoem"}'))

    with pytest.raises(StorageError, match="was not written by this version"):
        await drafts.changes()
