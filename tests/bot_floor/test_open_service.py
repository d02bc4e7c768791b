"""What `sanad run` runs: one shelf and one set of stores for readers and staff, from the first start on."""

from __future__ import annotations

import asyncio
import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from bot_floor.desks import ADMIN, office
from bot_floor.installation import Installation
from sqlalchemy import text

from bot.app import open_desk, open_service
from bot.appointing import appointed, staff_here
from bot.beginning import BeginningError, begin_apart
from bot.built_libraries import BuildError
from bot.retention import RETENTION, forget_what_is_old
from bot.settings import Secret, read_settings
from bot.storage.database import Database
from bot.storage.errors import OtherSecretError
from handlers import publishing
from handlers.feedback import Opinion, Vote
from handlers.gap_files import GapRow, record
from handlers.model import Message, Reason
from handlers.releases import FOLDER, Release, ReleaseState
from handlers.staff import Role
from knowledge.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot_floor.installation import Ran
    from library_store import LibraryStore

    from bot.settings import Settings
    from handlers.desk import Desk
    from handlers.library import Library

    Sanad = Callable[..., Ran]

HOW_MANY = "How many members does the Coalition have?"
_FIRST_START: Final = """
import asyncio, pickle, sys
from bot.app import open_service

async def start():
    async with open_service(pickle.load(sys.stdin.buffer)) as service:
        print(service.desk.shelf.release, "alembic" in sys.modules)

asyncio.run(start())
"""


@pytest.fixture
def settings(installation: Installation, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Settings:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    return read_settings({name: value for name, value in installation.environment.items() if name.startswith("SANAD_")})


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, cache: Path, small: Path, library: Library) -> Path:  # noqa: ARG001 - warms
    """The data of an installation after its first start and its stop; to be copied."""
    place = Installation(tmp_path_factory.mktemp("begun"), cache, small)
    given = {name: value for name, value in place.environment.items() if name.startswith("SANAD_")}

    async def start() -> None:
        async with open_service(read_settings(given)):
            pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        asyncio.run(start())
    return place.database.parent


@pytest.fixture
def started_once(installation: Installation, begun: Path, request: pytest.FixtureRequest) -> Settings:
    """The settings of an installation that was started and stopped once."""
    shutil.copytree(begun, installation.database.parent)
    settings: Settings = request.getfixturevalue("settings")  # read now that its secret is there
    return settings


async def publish(desk: Desk, tree: Tree, author: str) -> None:
    """Have a release served that was examined somewhere else."""
    now, served = desk.clock.now(), await desk.releases.served()
    base = served.number if served is not None else 0
    kept = await desk.releases.add(Release(0, tree.hash, author, now, "", ReleaseState.CHECKED, base=base), tree)
    await desk.releases.publish(kept.number, at=now)


async def test_first_start(settings: Settings) -> None:
    """The folder becomes the first release, and is answered from."""
    async with open_service(settings) as service:
        reply = await service.conversation.reply(Message(HOW_MANY, "one", "one"))
        (release,) = await publishing.history(service.desk)

    assert reply.entry == "coalition-members"
    assert (release.number, release.author, service.desk.shelf.release) == (1, FOLDER, 1)


async def test_first_start_is_done_by_another_process(settings: Settings) -> None:
    """A start on a new database loads nothing of what brings it up to date, and serves the folder's release."""
    ran = await asyncio.to_thread(_run, _FIRST_START, pickle.dumps(settings))

    assert ran.stdout.decode() == "1 False\n", ran.stderr.decode()


def _run(script: str, given: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", script]
    return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603 - our own script


@pytest.mark.parametrize("publishes", [True, False])
async def test_beginning(settings: Settings, *, publishes: bool) -> None:
    """The other process brings the database up to date, and publishes the folder if it shall."""
    await begin_apart(settings, publishes=publishes)
    async with open_desk(settings) as desk:
        releases = await publishing.history(desk)

    assert len(releases) == publishes


async def test_beginning_that_is_refused(started_once: Settings) -> None:
    """What the other process could not do is told in its own words: the database is a newer Sanad's."""
    async with Database(started_once.database) as database, database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(BeginningError, match=r"the schema 9999 is newer than this Sanad"):
        await open_service(started_once).__aenter__()


async def test_beginning_that_is_killed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends without a word is told by how it ended."""
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(BeginningError, match="exit code 1"):
        await open_service(settings).__aenter__()


async def test_two_starts_at_once(settings: Settings) -> None:
    """Of two processes that start on a new database at the same moment one publishes the folder, and both serve it."""

    async def start() -> int:
        async with open_service(settings) as service:
            return service.desk.shelf.release

    served = await asyncio.gather(*(start() for _ in range(4)))
    async with open_service(settings) as service:
        releases = await publishing.history(service.desk)

    assert (served, len(releases)) == ([1] * 4, 1)


async def test_next_start(started_once: Settings) -> None:
    """A start with the folder as it was publishes nothing."""
    async with open_service(started_once) as service:
        releases = await publishing.history(service.desk)

    assert len(releases) == 1


async def test_start_after_staff_published(started_once: Settings, small: Path) -> None:
    """Once staff have published, a start serves theirs, whatever lies in the folder."""
    tree = Tree.read(small).with_file("questions/one.jsonl", "{}\n")
    async with open_service(started_once) as service:
        await publish(service.desk, tree, ADMIN.id)
    async with open_service(started_once) as service:
        served, content = await publishing.served(service.desk)

    assert (served, content, service.following.release) == (2, tree, 2)


async def test_start_with_a_broken_folder(started_once: Settings, small: Path, tmp_path: Path) -> None:
    """A folder that cannot be served becomes no release: the start ends with what is wrong, by file and line."""
    folder = shutil.copytree(small, tmp_path / "broken")
    (folder / "topics.yaml").write_text("- id: Coalition\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"broken/topics\.yaml:1"):
        async with open_service(replace(started_once, knowledge=folder)):
            pass
    async with open_service(started_once) as service:
        assert len(await publishing.history(service.desk)) == 1


async def test_start_with_another_secret(started_once: Settings) -> None:
    """It is refused, so that no two processes serve one database with different ones, unless it follows an earlier."""
    another = replace(started_once, secret=Secret("a secret that nobody has used before"))

    with pytest.raises(OtherSecretError):
        await open_service(another).__aenter__()
    async with open_service(replace(another, secrets_before=(started_once.secret,))):
        pass


async def test_readers_and_staff_share_stores(started_once: Settings) -> None:
    """What a reader could not be told stands in the queue of staff, and each reply is counted."""
    async with open_service(started_once) as service:
        await service.conversation.reply(Message("tomatoes and zebras", "one", "one"))
        groups = await service.desk.gaps.groups()
        today = service.desk.clock.now().date()
        counts = await service.desk.tallies.between(today, today)

    assert [group.text for group in groups] == ["tomatoes and zebras"]
    assert counts == {(today, "en", "gap"): 1}


async def test_what_is_old_is_forgotten(library: Library) -> None:
    """Gaps past their retention are erased, and votes of days that are over belong to nobody any more."""
    opened = office(library)
    today = opened.desk.clock.now().date()
    for day in (today - RETENTION - timedelta(days=1), today - RETENTION):
        await record(opened.desk, [GapRow(f"zebras of {day}", "en", Reason.UNKNOWN, 1, 1, day)])
    for day in (today - timedelta(days=1), today):
        await opened.desk.votes.cast(Vote(day, "somebody", "coalition-members", (0,), Opinion.UP, "en"))
    await forget_what_is_old(opened.conversation, opened.desk)
    nameless = await opened.desk.votes.forget(before=today + timedelta(days=1))
    (share,) = await opened.desk.votes.shares()

    assert [group.last_day for group in await opened.desk.gaps.groups()] == [today - RETENTION]
    assert (nameless, share.up) == (1, 2)


def test_appointed(settings: Settings) -> None:
    """Roles of the settings are those of Telegram ids, where admin wins; whoever sits at the server is an admin."""
    given = replace(settings, admins=frozenset({1, 2}), curators=frozenset({2, 3}))

    assert appointed(given) == {
        "telegram:1": Role.ADMIN,
        "telegram:2": Role.ADMIN,
        "telegram:3": Role.CURATOR,
        staff_here().id: Role.ADMIN,
    }


def test_link(sanad: Sanad, monkeypatch: pytest.MonkeyPatch) -> None:
    """`console-link` prints a link alone on standard output, and whom it lets in on standard error."""
    monkeypatch.setenv("SANAD_WEB", "127.0.0.1:8080")
    monkeypatch.setenv("SANAD_WEB_ADDRESS", "https://sanad.example")
    ran = sanad("console-link")

    assert ran.code == 0
    assert ran.out.startswith("https://sanad.example/enter/")
    assert ran.out.count("\n") == 1
    assert staff_here().id in ran.err


def test_link_for_staff(sanad: Sanad, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a staff id the link is theirs."""
    monkeypatch.setenv("SANAD_WEB", "127.0.0.1:8080")
    monkeypatch.setenv("SANAD_CURATORS", "7")

    assert "telegram:7" in sanad("console-link", "telegram:7").err


@pytest.mark.parametrize(("web", "identity"), [("", "telegram:7"), ("127.0.0.1:8080", "telegram:8")])
def test_no_link(sanad: Sanad, monkeypatch: pytest.MonkeyPatch, web: str, identity: str) -> None:
    """Without a console, or for somebody without a role, there is no link."""
    monkeypatch.setenv("SANAD_WEB", web)
    monkeypatch.setenv("SANAD_CURATORS", "7")
    ran = sanad("console-link", identity)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_prepare_another_folder(sanad: Sanad, small: Path, libraries_of_all: LibraryStore, tmp_path: Path) -> None:
    """`prepare` builds a folder that is named, into a cache that is named, like one that is there already."""
    libraries_of_all.lend(small, tmp_path / "cache")
    topics = Tree.read(small).files["topics.yaml"].replace("Cutting off the money", "Money")
    Tree.read(small).with_file("topics.yaml", topics).write(tmp_path / "content")
    ran = sanad("prepare", str(tmp_path / "content"), "--cache", str(tmp_path / "cache"), "--like", str(small))

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert len(list((tmp_path / "cache").glob("library-*.pickle"))) == 2
