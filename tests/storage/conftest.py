from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.storage.database import Database
from bot.storage.gaps import SqlGapLog
from bot.storage.memory import MemoryGapLog, MemorySessions
from bot.storage.sessions import SqlSessions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from handlers.ports import GapLog, Sessions


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
async def gap_log(request: pytest.FixtureRequest, url: str) -> AsyncIterator[GapLog]:
    """Each implementation of the port, empty."""
    if request.param == "memory":
        yield MemoryGapLog()
    else:
        async with Database(url) as database:
            yield SqlGapLog(database)
