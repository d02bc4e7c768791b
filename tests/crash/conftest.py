from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crash.scripts import write_crash_knowledge

if TYPE_CHECKING:
    from pathlib import Path

    from library_store import LibraryStore


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the knowledge that is asked about."""
    folder = tmp_path_factory.mktemp("crash") / "content"
    write_crash_knowledge(folder)
    return folder


@pytest.fixture(scope="session")
def cache(knowledge: Path, libraries_of_all: LibraryStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the library of the knowledge."""
    folder = tmp_path_factory.mktemp("cache")
    libraries_of_all.lend(knowledge, folder / "sanad")
    return folder
