"""Running bots take over what is published: soon, without losing a question, and only what can be built."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
from typing import TYPE_CHECKING, Final

import pytest
from bot_floor.desks import ADMIN, Office, office

from bot.bells import RELEASES_BELL, Bell
from bot.built_libraries import BuildError, BuiltLibraries
from bot.clock import SystemClock
from bot.following import Following
from bot.library_cache import cached_library
from bot.release_folders import ReleaseFolders
from bot.rounds import meanwhile
from bot.storage.database import Database
from bot.storage.stores import Stores
from handlers import publishing
from handlers.model import Kind, Message
from handlers.shelf import Shelf
from knowledge.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from library_store import LibraryStore

    from handlers.library import Library

SECRET: Final = b"a secret of the tests"
HOW_MANY: Final = "How many members does the Coalition have?"
CONVERSATIONS: Final = 50
SWAPS: Final = 5
BETWEEN_QUESTIONS: Final = 0.2
"""Seconds; of all conversations together, 250 questions a second, which is more than one process can answer."""
PATIENCE_SECONDS: Final = 30.0
"""On a machine with time to spare it takes one or two."""


class Shelves:
    """The port `Libraries`: what was built ahead, by the hash of its tree."""

    def __init__(self, libraries: Mapping[str, Library]) -> None:
        self._libraries = libraries
        self.asked: list[str] = []
        self.trouble: Exception | None = None

    async def library(self, tree: Tree) -> Library:
        self.asked.append(tree.hash)
        if self.trouble is not None:
            raise self.trouble
        if tree.hash not in self._libraries:
            raise BuildError("The release cannot be built: topics.yaml:1: no title")
        return self._libraries[tree.hash]


class Patient(Bell):
    """A bell that wakes nobody until it rings."""

    def __init__(self, bell: Bell) -> None:
        super().__init__()
        self._bell = bell

    async def wait(self, seconds: float) -> bool:  # noqa: ARG002 - see above
        return await self._bell.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def first(small: Path) -> Tree:
    """The small knowledge."""
    return Tree.read(small)


@pytest.fixture(scope="module")
def second(first: Tree) -> Tree:
    """The same with another number of members."""
    entries = first.files["entries/entries.yaml"]
    return first.with_file("entries/entries.yaml", entries.replace("has 90 members", "has 91 members"))


@pytest.fixture(scope="module")
def broken(first: Tree) -> Tree:
    """One that cannot be built."""
    return first.with_file("topics.yaml", json.dumps([{"id": "coalition"}]))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> ReleaseFolders:
    return ReleaseFolders(tmp_path_factory.mktemp("releases"))


@pytest.fixture(scope="module")
def libraries(
    first: Tree, second: Tree, library: Library, folders: ReleaseFolders, cache: Path
) -> Mapping[str, Library]:
    """Both, built, and in the cache."""
    return {first.hash: library, second.hash: cached_library(folders.write(second), cache / "sanad", like=library)}


@pytest.fixture
def shelves(libraries: Mapping[str, Library]) -> Shelves:
    return Shelves(libraries)


@pytest.fixture
async def bot(first: Tree) -> Office:
    """A bot whose first release is published, and whose shelf is empty."""
    bot = office()
    await publishing.begin(bot.desk, first)
    return bot


@pytest.fixture
async def following(bot: Office, shelves: Shelves) -> Following:
    """Follows that bot's releases, and has begun."""
    following = Following(bot.desk.releases, bot.desk.shelf, shelves, SystemClock())
    await following.begin()
    return following


async def answer(bot: Office, key: str = "one reader") -> str:
    reply = await bot.conversation.reply(Message(HOW_MANY, key, key))
    assert reply.kind is Kind.ANSWER
    return reply.paragraphs[0]


async def test_begin(bot: Office, following: Following) -> None:
    """At the start, the release that is served is put on the shelf."""
    assert (following.release, following.failure, following.lag) == (1, None, None)
    assert "90 members" in await answer(bot)


async def test_a_release_of_another_process(postgres_url: str, shelves: Shelves, first: Tree, second: Tree) -> None:
    """Where they share a PostgreSQL, it is on the shelf a moment after its publication, though nobody looks for it."""
    async with Database(postgres_url) as here, Database(postgres_url) as there:
        bot = office(stores=Stores.on(here, SECRET))
        await publishing.begin(bot.desk, first)
        shelf, bell, of_test = Shelf(), Patient(there.bell(RELEASES_BELL)), there.bell(RELEASES_BELL)
        following = Following(Stores.on(there, SECRET).releases, shelf, shelves, SystemClock(), bell)
        await following.begin()
        async with meanwhile(following.keep_up()):
            await of_test.wait(PATIENCE_SECONDS)  # it rings once, when it can be heard
            await bot.publish(second)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while shelf.release != 2:  # noqa: ASYNC110 - a shelf tells nobody
                    await asyncio.sleep(0.01)

    assert following.lag is not None
    assert following.lag.total_seconds() < PATIENCE_SECONDS / 2


async def test_another_release(bot: Office, following: Following, second: Tree) -> None:
    """What was published is answered from after the next look, and how long it took is known."""
    await bot.publish(second)
    before = await answer(bot)
    await following.look()

    assert "90 members" in before
    assert "91 members" in await answer(bot)
    assert following.release == 2
    assert following.lag is not None


async def test_rollback(bot: Office, following: Following, second: Tree) -> None:
    """A rollback is taken over as any release is."""
    await bot.publish(second)
    await following.look()
    await publishing.rollback(bot.desk, ADMIN)
    await following.look()

    assert "90 members" in await answer(bot)
    assert following.release == 3


async def test_nothing_new(following: Following, shelves: Shelves) -> None:
    """What is on the shelf already is not built again."""
    await following.look()

    assert len(shelves.asked) == 1


async def test_release_that_cannot_be_built(bot: Office, following: Following, broken: Tree) -> None:
    """A release that cannot be built leaves the one before it serving, and staff can see why."""
    await bot.publish(broken)
    await following.look()

    assert "90 members" in await answer(bot)
    assert following.release == 1
    assert following.failure is not None
    assert (following.failure.release, "no title" in following.failure.reason) == (2, True)


async def test_failure_is_logged_once(
    bot: Office, following: Following, shelves: Shelves, broken: Tree, caplog: pytest.LogCaptureFixture
) -> None:
    """A release that fails is tried once, and logged by its number alone."""
    await bot.publish(broken)
    with caplog.at_level(logging.INFO, "bot.following"):
        for _ in range(3):
            await following.look()

    assert [record.getMessage() for record in caplog.records] == ["release_not_taken_over"]
    assert [getattr(record, "sanad_keys", None) for record in caplog.records] == [{"release": 2}]
    assert shelves.asked.count(broken.hash) == 1


async def test_release_after_a_failure(bot: Office, following: Following, broken: Tree, second: Tree) -> None:
    """The next release is taken over, and the failure is forgotten."""
    await bot.publish(broken)
    await following.look()
    await bot.publish(second)
    await following.look()

    assert (following.release, following.failure) == (3, None)


async def test_trouble_of_any_kind(bot: Office, following: Following, shelves: Shelves, second: Tree) -> None:
    """Whatever goes wrong in building, it is a failure of the release and of nothing else."""
    shelves.trouble = MemoryError("12 GB")
    await bot.publish(second)
    await following.look()

    assert following.failure is not None
    assert following.failure.reason == "MemoryError"


async def test_start_after_a_release_that_cannot_be_built(bot: Office, shelves: Shelves, broken: Tree) -> None:
    """A start serves the latest release that can be built, and knows that it is not the one that should be served."""
    await bot.publish(broken)
    following = Following(bot.desk.releases, bot.desk.shelf, shelves, SystemClock())
    await following.begin()

    assert following.release == 1
    assert following.failure is not None
    assert following.failure.release == 2


async def test_start_without_any_release_that_can_be_built(shelves: Shelves, broken: Tree) -> None:
    """Where nothing can be served, the start says what is wrong with the release that should be."""
    bot = office()
    await publishing.begin(bot.desk, broken)

    with pytest.raises(BuildError, match="no title"):
        await Following(bot.desk.releases, bot.desk.shelf, shelves, SystemClock()).begin()


async def test_memory_does_not_grow(bot: Office, following: Following, cache: Path, folders: ReleaseFolders) -> None:
    """Five releases later, as many objects are alive as after the second: the libraries before are gone."""
    counts = []
    following = Following(bot.desk.releases, bot.desk.shelf, BuiltLibraries(folders, cache / "sanad"), SystemClock())
    await following.begin()
    for _ in range(SWAPS):
        await publishing.rollback(bot.desk, ADMIN, 1)
        await following.look()
        counts.append(gc.get_freeze_count())

    assert following.release == 1 + SWAPS
    assert counts[-1] < counts[1] * 1.02


async def test_process_that_builds(
    first: Tree, second: Tree, small: Path, libraries_of_all: LibraryStore, tmp_path: Path
) -> None:
    """What is not in the cache is built by another process, and then it is there."""
    libraries_of_all.lend(small, tmp_path / "cache")
    built = BuiltLibraries(ReleaseFolders(tmp_path / "releases"), tmp_path / "cache")
    await built.library(first)  # the next one is built like this one, which takes a moment
    library = await built.library(second)

    assert "91 members" in library.knowledge.entries["coalition-members"].claims[0].text.bilingual.en
    assert len(list((tmp_path / "cache").glob("library-*.pickle"))) == 2


async def test_process_that_cannot_build(broken: Tree, tmp_path: Path) -> None:
    """What the other process found wrong is told, with file and line."""
    with pytest.raises(BuildError, match=r"topics\.yaml:1"):
        await BuiltLibraries(ReleaseFolders(tmp_path / "releases"), tmp_path / "cache").library(broken)


@pytest.mark.usefixtures("libraries")
async def test_load(bot: Office, second: Tree, folders: ReleaseFolders, cache: Path) -> None:
    """Fifty conversations go on asking while a release is published and rolled back: each question gets one answer."""
    libraries, bell = BuiltLibraries(folders, cache / "sanad"), Bell()
    following = Following(bot.desk.releases, bot.desk.shelf, libraries, SystemClock(), bell)
    await following.begin()
    is_over = asyncio.Event()
    asked = [0] * CONVERSATIONS
    heard: list[str] = []

    async def ask(number: int) -> None:
        while not is_over.is_set():
            asked[number] += 1
            heard.append(await answer(bot, f"reader {number}"))
            await asyncio.sleep(BETWEEN_QUESTIONS)

    async def until_heard(figure: str) -> None:
        before = len(heard)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not any(figure in text for text in heard[before:]):  # noqa: ASYNC110 - the readers tell nobody
                await asyncio.sleep(0.01)

    async with meanwhile(following.keep_up()), asyncio.TaskGroup() as readers:
        for number in range(CONVERSATIONS):
            readers.create_task(ask(number))
        await until_heard("90 members")
        await bot.publish(second)
        bell.ring()
        await until_heard("91 members")
        await publishing.rollback(bot.desk, ADMIN)
        bell.ring()
        await until_heard("90 members")
        is_over.set()

    assert len(heard) == sum(asked)
    assert [text for text in heard if "90 members" not in text and "91 members" not in text] == []
