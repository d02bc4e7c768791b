from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from bot.sealing import BrokenSealError
from bot.storage.database import Database
from bot.storage.stores import Stores

if TYPE_CHECKING:
    from pathlib import Path

    from handlers.ports import DayKeys

MONDAY: Final = date(2019, 3, 18)
TUESDAY: Final = date(2019, 3, 19)
SECRET: Final = b"a secret of this installation"


@pytest.fixture
def day_keys(stores: Stores) -> DayKeys:
    return stores.day_keys


class TestDayKeys:
    """What every implementation of the port keeps to."""

    async def test_a_day_has_one_key(self, day_keys: DayKeys) -> None:
        """Long enough that nobody guesses it, and the same whenever it is asked for."""
        key = await day_keys.key(MONDAY)

        assert len(key) >= 32
        assert await day_keys.key(MONDAY) == key

    async def test_days_have_different_keys(self, day_keys: DayKeys) -> None:
        """What one of them keyed is not found by another."""
        assert await day_keys.key(MONDAY) != await day_keys.key(TUESDAY)

    async def test_a_key_that_is_kept(self, day_keys: DayKeys) -> None:
        """Whoever asks for a key only where there is one makes none, and gets none that is gone."""
        before = await day_keys.kept(MONDAY)
        key = await day_keys.key(MONDAY)
        kept = await day_keys.kept(MONDAY)
        await day_keys.forget(before=TUESDAY)

        assert (before, kept, await day_keys.kept(MONDAY)) == (None, key, None)

    async def test_a_forgotten_key_is_gone(self, day_keys: DayKeys) -> None:
        """Whoever asks for the key of that day again gets another one; later days keep theirs."""
        monday, tuesday = await day_keys.key(MONDAY), await day_keys.key(TUESDAY)

        assert await day_keys.forget(before=TUESDAY) == 1
        assert await day_keys.key(TUESDAY) == tuesday
        assert await day_keys.key(MONDAY) != monday


async def test_processes_have_the_same_key(url: str) -> None:
    """Also when they ask for it at the same moment, for the first time."""
    async with Database(url) as one, Database(url) as other:
        asking = (Stores.on(database, SECRET).day_keys.key(MONDAY) for database in (one, other) * 5)

        assert len(set(await asyncio.gather(*asking))) == 1


async def test_keys_are_sealed(database: Database, path: Path) -> None:
    """Whoever has the files cannot key with them."""
    key = await Stores.on(database, SECRET).day_keys.key(MONDAY)

    assert key not in b"".join(file.read_bytes() for file in path.parent.iterdir())


async def test_a_key_opens_under_the_secret_alone(database: Database) -> None:
    """Or under one that was named as earlier."""
    key = await Stores.on(database, SECRET).day_keys.key(MONDAY)
    other = b"another secret of this installation"

    with pytest.raises(BrokenSealError, match="SANAD_SECRETS_BEFORE"):
        await Stores.on(database, other).day_keys.key(MONDAY)
    assert await Stores.on(database, other, before=[SECRET]).day_keys.key(MONDAY) == key
