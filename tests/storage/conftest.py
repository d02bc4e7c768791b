from __future__ import annotations

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


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with Database(url) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
async def any_database(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Database]:
    """Each product, empty."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    async with Database(url) as database:
        yield database


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def stores(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Stores]:
    """Each implementation of the ports, empty."""
    if request.param == "memory":
        yield Stores.in_memory()
        return
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
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
