"""What verbs that read use: the release that staff published, or a folder."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.app import open_desk
from bot.served import served_folder
from bot.settings import SHIPPED_KNOWLEDGE, read_settings
from handlers.releases import FOLDER, Release, ReleaseState
from knowledge.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot_floor.installation import Installation, Ran

    from bot.settings import Settings

    Sanad = Callable[..., Ran]

HOW_MANY = "How many members does the Coalition have?"
NOWHERE = Path("no-such-folder") / ".env"


@pytest.fixture
def environment(installation: Installation) -> Mapping[str, str]:
    """Settings that name no knowledge."""
    return {
        name: value
        for name, value in installation.environment.items()
        if name.startswith("SANAD_") and name != "SANAD_KNOWLEDGE"
    }


@pytest.fixture
def settings(environment: Mapping[str, str]) -> Settings:
    return read_settings(environment, NOWHERE)


@pytest.fixture
def changed(small: Path) -> Tree:
    """The small knowledge with another number of members."""
    tree = Tree.read(small)
    entries = tree.files["entries/entries.yaml"]
    return tree.with_file("entries/entries.yaml", entries.replace("has 90 members", "has 91 members"))


def publish(settings: Settings, tree: Tree, author: str = "cli:amal") -> None:
    """Have a release served."""

    async def work() -> None:
        async with open_desk(settings) as desk:
            now, served = desk.clock.now(), await desk.releases.served()
            base = served.number if served is not None else 0
            checked = Release(0, tree.hash, author, now, "", ReleaseState.CHECKED, base=base)
            kept = await desk.releases.add(checked, tree)
            await desk.releases.publish(kept.number, at=now)

    asyncio.run(work())


def test_nothing_published(settings: Settings) -> None:
    """Before anything is published, the folder of the settings is read, and no database is made."""
    assert served_folder(settings) == SHIPPED_KNOWLEDGE
    assert settings.database_file is not None
    assert not settings.database_file.exists()


def test_release_of_staff(settings: Settings, changed: Tree) -> None:
    """What staff published is read, from a folder that is written when it is first needed."""
    publish(settings, changed)

    assert Tree.read(served_folder(settings)) == changed


def test_latest_release(settings: Settings, changed: Tree, small: Path) -> None:
    """The one that was published last is read."""
    publish(settings, changed)
    publish(settings, Tree.read(small))

    assert Tree.read(served_folder(settings)) == Tree.read(small)


def test_release_of_a_start(settings: Settings, changed: Tree) -> None:
    """Where a start published the folder, the folder is read: what lies there now is served from the next start."""
    publish(settings, changed, FOLDER)

    assert served_folder(settings) == SHIPPED_KNOWLEDGE


def test_named_folder(environment: Mapping[str, str], settings: Settings, changed: Tree, small: Path) -> None:
    """A folder that the settings name is read, whatever is served."""
    publish(settings, changed)
    named = read_settings({**environment, "SANAD_KNOWLEDGE": str(small)}, NOWHERE)

    assert served_folder(named) == small


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_database_that_cannot_be_read(settings: Settings, content: bytes | None) -> None:
    """A database that is none is no reason not to answer."""
    assert settings.database_file is not None
    if content is None:
        settings.database_file.mkdir(parents=True)
    else:
        settings.database_file.write_bytes(content)

    assert served_folder(settings) == SHIPPED_KNOWLEDGE


def test_release_on_a_server(
    environment: Mapping[str, str], postgres_url: str, changed: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where releases are kept in PostgreSQL they are read from there, even while a loop is running."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = read_settings({**environment, "SANAD_DATABASE": postgres_url}, NOWHERE)
    publish(settings, changed)

    async def look() -> Path:
        return served_folder(settings)

    assert Tree.read(asyncio.run(look())) == changed


def test_server_that_cannot_be_reached(environment: Mapping[str, str]) -> None:
    """It is no reason not to answer either."""
    settings = read_settings({**environment, "SANAD_DATABASE": "postgresql://sanad@127.0.0.1:1/sanad"}, NOWHERE)

    assert served_folder(settings) == SHIPPED_KNOWLEDGE


def test_ask(sanad: Sanad, settings: Settings, changed: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """`ask` answers from what staff published."""
    publish(settings, changed)
    monkeypatch.delenv("SANAD_KNOWLEDGE")

    assert "91 members" in sanad("ask", HOW_MANY).out


def test_no_database_library(settings: Settings, changed: Tree, installation: Installation) -> None:
    """To find what is served, nothing of the database library is loaded: `ask` starts within a second."""
    publish(settings, changed)
    served_folder(settings)
    code = (
        "import sys, pathlib\n"
        "from bot.settings import read_settings\n"
        "from bot.served import served_folder\n"
        "import os, bot.app\n"
        "folder = served_folder(read_settings(os.environ))\n"
        "print(folder.parent.name, 'sqlalchemy' in sys.modules)"
    )
    environment = {name: value for name, value in installation.whole_environment().items() if name != "SANAD_KNOWLEDGE"}
    ran = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[2],
    )

    assert ran.stdout == "releases False\n"
