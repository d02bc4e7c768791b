from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from handlers_floor.small_library import small_library
from handlers_floor.staff_room import write_as_curators_do
from handlers_floor.talking import Talk
from library_store import shipped_library

if TYPE_CHECKING:
    from pathlib import Path

    from handlers.library import Library


@pytest.fixture(scope="session")
def small() -> Library:
    return small_library()


@pytest.fixture(scope="session")
def shipped() -> Library:
    return shipped_library()


@pytest.fixture
def talk(small: Library) -> Talk:
    """A conversation about the small knowledge."""
    return Talk(small)


@pytest.fixture
def shipped_talk(shipped: Library) -> Talk:
    """A conversation about the shipped knowledge."""
    return Talk(shipped)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small knowledge as a folder; nobody writes to it."""
    folder = tmp_path_factory.mktemp("knowledge")
    write_as_curators_do(folder)
    return folder
