from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from telegram_double import TelegramDouble
from telegram_face.small_knowledge import write_knowledge
from telegram_face.staffed_stage import ADMIN, CURATOR, InProcessLibraries, StaffedStage
from telegram_face.stage import Stage

from handlers.wording import load_words
from knowledge.tree import Tree

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from library_store import LibraryStore
    from telegram_double import Person

    from handlers.library import Library
    from handlers.wording import Words
    from knowledge.schema import Language


@pytest.fixture(autouse=True)
def _every_event_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("knowledge") / "content"
    write_knowledge(folder)
    return folder


@pytest.fixture(scope="session")
def library(folder: Path, libraries_of_all: LibraryStore) -> Library:
    return libraries_of_all.library(folder)


@pytest.fixture(scope="session")
def libraries(folder: Path, library: Library) -> InProcessLibraries:
    """What tests publish, each state built once for all of them."""
    return InProcessLibraries(Tree.read(folder), library)


@pytest.fixture(scope="session")
def words() -> Mapping[Language, Words]:
    return load_words()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    """Telegram, which has nothing to complain about when the test ends."""
    async with TelegramDouble() as double:
        yield double
        # A stop cuts the long poll off, now and then before the double has read the whole call; nobody made a mistake.
        refusals = [refusal for refusal in double.refusals if "ClientDisconnect" not in refusal.description]
    assert refusals == []


@pytest.fixture
async def stage(telegram: TelegramDouble, library: Library, words: Mapping[Language, Words]) -> AsyncIterator[Stage]:
    """Sanad, not yet polling."""
    stage = Stage(telegram, library, words)
    yield stage
    await stage.stop()


@pytest.fixture
async def staffed(
    telegram: TelegramDouble,
    library: Library,
    words: Mapping[Language, Words],
    libraries: InProcessLibraries,
    staff: tuple[Person, Person],  # noqa: ARG001 - they have met the bot before they are given a role
) -> AsyncIterator[StaffedStage]:
    """Sanad with an admin and a curator, and a first release; not yet polling."""
    stage = StaffedStage(telegram, library, words, libraries)
    await stage.publish_folder()
    yield stage
    await stage.stop()


@pytest.fixture
def staff(telegram: TelegramDouble) -> tuple[Person, Person]:
    """The admin and the curator."""
    return telegram.person(ADMIN, "Amal", "en", started=True), telegram.person(CURATOR, "Nour", "en", started=True)


@pytest.fixture
def amal(staff: tuple[Person, Person]) -> Person:
    """The admin."""
    return staff[0]


@pytest.fixture
def nour(staff: tuple[Person, Person]) -> Person:
    """The curator."""
    return staff[1]


@pytest.fixture
def laila(telegram: TelegramDouble) -> Person:
    return telegram.person(42, "Laila", "ar", started=True)


@pytest.fixture
def omar(telegram: TelegramDouble) -> Person:
    return telegram.person(7, "Omar", "en-GB", started=True)
