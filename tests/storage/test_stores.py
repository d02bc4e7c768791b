from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.clock import SystemClock
from bot.storage.database import Database
from bot.storage.stores import Stores

MONDAY: Final = date(2019, 3, 18)
SECRET: Final = b"a secret of this installation"
_IN_MEMORY: Final = """
import sys
from bot.storage.stores import Stores
Stores.in_memory()
print("sqlalchemy" in sys.modules)
"""


def test_memory_does_without_the_database() -> None:
    """Who keeps nothing does not wait for SQLAlchemy to be imported."""
    arguments = [sys.executable, "-c", _IN_MEMORY]

    said = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own line of Python

    assert said.strip() == "False"


async def test_bundles_on_one_database_share_it(database: Database) -> None:
    """What is kept through one is found through another."""
    await Stores.on(database, SECRET).tallies.add(MONDAY, "en", "answer")

    assert await Stores.on(database, SECRET).tallies.between(MONDAY, MONDAY) == {(MONDAY, "en", "answer"): 1}


async def test_bundles_in_memory_share_nothing() -> None:
    """Each is empty."""
    await Stores.in_memory().tallies.add(MONDAY, "en", "answer")

    assert await Stores.in_memory().tallies.between(MONDAY, MONDAY) == {}


class HourLate:
    """A clock that nobody keeps."""

    def now(self) -> datetime:
        return datetime.now(UTC) - timedelta(hours=1)


async def test_clock_of_the_database(stores: Stores) -> None:
    """A clock that is right is in step with the database's, whichever that is."""
    assert abs(await stores.clock_ahead(SystemClock())) < timedelta(seconds=5)


async def test_clock_that_is_late(postgres_url: str) -> None:
    """By how much another machine's clock is late is told by PostgreSQL's own."""
    async with Database(postgres_url) as database:
        ahead = await Stores.on(database, SECRET).clock_ahead(HourLate())

    assert abs(ahead - timedelta(hours=1)) < timedelta(seconds=5)
