from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, Final

import pytest

from bot.storage.database import Database
from bot.storage.stores import Stores

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from handlers.ports import Sessions
    from handlers.staff_ports import (
        AuditLog,
        Drafts,
        GapQueue,
        LinkChecks,
        Memberships,
        Releases,
        Tallies,
        Tickets,
        Votes,
    )

SECRET: Final = b"a secret of this installation"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database is going to be."""
    return tmp_path / "sanad" / "sanad.sqlite3"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite at the newest schema, to be copied: to make one takes many times as long."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"

    async def make() -> None:
        async with Database(f"sqlite:///{path}"):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
def migrated_url(url: str, path: Path, migrated: Path) -> str:
    """A file of the test's own, at the newest schema."""
    path.parent.mkdir(mode=0o700)
    shutil.copy(migrated, path)
    return url


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    async with Database(migrated_url) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
async def any_database(request: pytest.FixtureRequest, migrated_url: str) -> AsyncIterator[Database]:
    """Each product, empty."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else migrated_url
    async with Database(url) as database:
        yield database


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def stores(request: pytest.FixtureRequest, migrated_url: str) -> AsyncIterator[Stores]:
    """Each implementation of the ports, empty."""
    if request.param == "memory":
        yield Stores.in_memory()
        return
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else migrated_url
    async with Database(url) as database:
        yield Stores.on(database, SECRET)


@pytest.fixture
def sessions(stores: Stores) -> Sessions:
    return stores.sessions


@pytest.fixture
def gaps(stores: Stores) -> GapQueue:
    return stores.gaps


@pytest.fixture
def votes(stores: Stores) -> Votes:
    return stores.votes


@pytest.fixture
def tallies(stores: Stores) -> Tallies:
    return stores.tallies


@pytest.fixture
def releases(stores: Stores) -> Releases:
    return stores.releases


@pytest.fixture
def drafts(stores: Stores) -> Drafts:
    return stores.drafts


@pytest.fixture
def memberships(stores: Stores) -> Memberships:
    return stores.memberships


@pytest.fixture
def audit(stores: Stores) -> AuditLog:
    return stores.audit


@pytest.fixture
def tickets(stores: Stores) -> Tickets:
    return stores.tickets


@pytest.fixture
def links(stores: Stores) -> LinkChecks:
    return stores.links
