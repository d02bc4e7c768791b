from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from library_store import LibraryStore
    from postgres_server import PostgresServer

# On a machine with other things to do, any example may take long.
hypothesis.settings.register_profile("sanad", deadline=None)
hypothesis.settings.load_profile("sanad")

MEMORY: Final = Path("/dev/shm")  # noqa: S108 - what is made there has a name of its own, as in any such folder
"""Files in it never wait for a disk."""
MEMORY_NEEDED: Final = 4 * 2**30
"""Bytes that are free there: several times what all tests leave at a time."""


def _write_into_memory() -> None:
    """Have tests, and the processes that they start, write their files into memory, unless somebody named a place.

    Databases have the disk confirm what they write, for the power that may fail; no test takes the power away.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < MEMORY_NEEDED:
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


_write_into_memory()


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
