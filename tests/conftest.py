from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from library_store import LibraryStore
    from postgres_server import PostgresServer

# On a machine with other things to do, any example may take long.
hypothesis.settings.register_profile("sanad", deadline=None)
hypothesis.settings.load_profile("sanad")


@pytest.fixture(scope="session")
def libraries_of_all(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> LibraryStore:
    """The libraries of small knowledges that all workers share; to be read, and nothing to be changed about."""
    from library_store import LibraryStore  # noqa: PLC0415 - most tests need no library

    own = tmp_path_factory.getbasetemp()
    return LibraryStore((own if worker_id == "master" else own.parent) / "libraries")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL; the test is skipped where there is none."""
    from postgres_server import running  # noqa: PLC0415 - most tests need no database

    with running() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A database of the test's own, at the newest schema."""
    with postgres_server.database() as url:
        yield url


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long begin first: one that began last would keep the other workers waiting.

    Of each folder one does, then a second of each: those of a folder are alike, and two that mostly wait would leave
    the machine idle.
    """
    long = dict.fromkeys(
        item.path for item in items if item.get_closest_marker("browser") or item.get_closest_marker("slow")
    )
    place = {path: [other for other in long if other.parent == path.parent].index(path) for path in long}
    items.sort(key=lambda item: place.get(item.path, len(long)))
