from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.storage.database import Database
from bot.storage.gaps import SqlGapQueue
from bot.storage.memory import MemoryGapQueue, MemorySessions
from bot.storage.sessions import SqlSessions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from handlers.ports import Sessions
    from handlers.staff_ports import GapQueue


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is going to be."""
    return tmp_path / "sanad" / "sanad.sqlite3"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with Database(url) as database:
        yield database


@pytest.fixture(params=["memory", "sqlite"])
async def sessions(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Sessions]:
    """Each implementation of the port, empty."""
    if request.param == "memory":
        yield MemorySessions()
    else:
        async with Database(url) as database:
            yield SqlSessions(database)


@pytest.fixture(params=["memory", "sqlite"])
async def gaps(request: pytest.FixtureRequest, url: str) -> AsyncIterator[GapQueue]:
    """Each implementation of the port, empty."""
    if request.param == "memory":
        yield MemoryGapQueue()
    else:
        async with Database(url) as database:
            yield SqlGapQueue(database)
