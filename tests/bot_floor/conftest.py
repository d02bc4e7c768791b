from __future__ import annotations

import gc
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from bot_floor.installation import Installation, Ran
from library_store import PREPARED
from telegram_face.small_knowledge import write_knowledge

from bot.cli import main
from bot.clock import SystemClock
from bot.settings import SHIPPED_KNOWLEDGE
from bot.storage.memory import MemoryDayKeys, MemoryGapQueue, MemorySessions, MemoryTallies, MemoryVotes
from handlers.conversation import Conversation
from handlers.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from library_store import LibraryStore

    from handlers.library import Library

    Sanad = Callable[..., Ran]


@pytest.fixture(scope="module", autouse=True)
def _libraries_that_were_read_are_garbage() -> Iterator[None]:
    """Whoever reads a library sets it aside from the search for garbage; those of a file's tests are found again."""
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache folder of all these tests, in which they find what was built."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small knowledge."""
    folder = tmp_path_factory.mktemp("small") / "content"
    write_knowledge(folder)
    return folder


@pytest.fixture(scope="session")
def library(small: Path, cache: Path, libraries_of_all: LibraryStore) -> Library:
    """The small knowledge, also left in the cache for whoever starts a process."""
    library = libraries_of_all.library(small)
    libraries_of_all.lend(small, cache / "sanad")
    return library


@pytest.fixture(scope="session")
def shipped(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped knowledge, whose library is in the cache; a curator may go on writing in the original."""
    folder = shutil.copytree(SHIPPED_KNOWLEDGE, tmp_path_factory.mktemp("shipped") / "content")
    PREPARED.lend(folder, cache / "sanad")
    return folder


@pytest.fixture
def conversation(library: Library) -> Conversation:
    stores = (MemorySessions(), MemoryGapQueue(), MemoryVotes(), MemoryTallies(), MemoryDayKeys())
    return Conversation(Shelf(library), *stores, SystemClock(), b"a secret of the tests")


@pytest.fixture
def installation(tmp_path: Path, cache: Path, small: Path, library: Library) -> Installation:  # noqa: ARG001 - warms
    """Sanad on a machine of its own, with the small knowledge, whose library is in the cache."""
    return Installation(tmp_path, cache, small)


@pytest.fixture
def sanad(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """The command line, in this process: its arguments go in, and what it returned and wrote comes out."""
    for name in [name for name in os.environ if name.startswith("SANAD_")]:
        monkeypatch.delenv(name)
    for name, value in installation.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(installation.home)

    def run(*arguments: str) -> Ran:
        code = main(arguments)
        written = capsys.readouterr()
        return Ran(code, written.out, written.err)

    return run
