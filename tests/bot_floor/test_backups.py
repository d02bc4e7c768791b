"""`sanad backup` and `restore`: what is in a backup, what is not, and how it comes back."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert
from storage.furnished import furnish

from bot import backups
from bot.archives import CONTENT, unpack
from bot.backups import PASSING, lasting
from bot.settings import read_settings
from bot.storage import copying
from bot.storage.contents import TABLES
from bot.storage.database import Database
from bot.storage.gaps import SqlGapQueue
from bot.storage.tables import LEASES, METADATA, SESSIONS
from handlers.model import Gap, Reason

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot_floor.installation import Installation, Ran

    from bot.storage.contents import Content

    Sanad = Callable[..., Ran]


def on(installation: Installation, work: Callable[[Database], Awaitable[object]]) -> None:
    """Do something with the database of an installation."""

    async def opened() -> None:
        async with Database(f"sqlite:///{installation.database}") as database:
            await work(database)

    asyncio.run(opened())


def contents(url: str) -> Mapping[str, Content]:
    """What lasts in a database."""

    async def opened() -> Mapping[str, Content]:
        async with Database(url) as database, database.reading() as connection:
            return await copying.contents(connection, lasting)

    return asyncio.run(opened())


def rows_in(file: Path) -> dict[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(file)) as connection:
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in METADATA.tables}  # noqa: S608 - our own names


def lease_for(seconds: int) -> Callable[[Database], Awaitable[object]]:
    """A replica that lives that much longer."""

    async def work(database: Database) -> None:
        async with database.writing() as connection:
            until = datetime.now(UTC) + timedelta(seconds=seconds)
            await connection.execute(insert(LEASES).values(name="r1", holder="r1", until=until))

    return work


async def furnish_now(database: Database) -> None:
    """Something in every table; what is only kept for a while is as new as can be."""
    passing_by_age = {"votes", "gaps", "gap_groups", "gap_wordings", "gap_terms", "sessions"}
    await furnish(database, tables=[table for table in TABLES if table.name not in passing_by_age])
    await SqlGapQueue(database).record(Gap("How tall is it?", "en", Reason.UNKNOWN, datetime.now(UTC).date(), "p1"))
    async with database.writing() as connection:
        now = datetime.now(UTC)
        rows: list[dict[str, object]] = [
            {"key": "chose", "language": "ar", "turn": "{}", "saved_at": now, "is_quiet": False},
            {"key": "quiet", "language": None, "turn": "{}", "saved_at": now, "is_quiet": True},
            {"key": "neither", "language": None, "turn": "{}", "saved_at": now, "is_quiet": False},
        ]
        await connection.execute(insert(SESSIONS), rows)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A database with something in every table, and a backup of it; both to be copied, and left as they are."""
    folder = tmp_path_factory.mktemp("made")
    database, file = folder / "sanad.sqlite3", folder / "backup.tar.gz"
    settings = read_settings({"SANAD_DATABASE": f"sqlite:///{database}", "SANAD_SECRET": "0123456789abcdef"})

    async def make() -> None:
        async with Database(settings.database) as opened:
            await furnish_now(opened)
        await backups.backup(settings, file, with_secret=False)

    asyncio.run(make())
    return database, file


@pytest.fixture
def furnished(made: tuple[Path, Path], installation: Installation) -> Installation:
    """An installation with something in every table."""
    installation.database.parent.mkdir()
    shutil.copy(made[0], installation.database)
    return installation


@pytest.fixture
def backup(made: tuple[Path, Path], installation: Installation) -> Path:
    """A backup of it."""
    return Path(shutil.copy(made[1], installation.home / "backup.tar.gz"))


class TestBackingUp:
    """What is in the file."""

    def test_it_is_for_this_user_alone(self, made: tuple[Path, Path]) -> None:
        """Gaps are confidential."""
        assert stat.filemode(made[1].stat().st_mode) == "-rw-------"

    def test_what_passes_is_not_in_it(self, backup: Path, tmp_path: Path) -> None:
        """No key of a day, nothing that waits, nobody who is signed in, no lease."""
        unpack(backup, tmp_path / CONTENT)
        rows = rows_in(tmp_path / CONTENT)

        empty = {name for name, count in rows.items() if count == 0}
        assert empty == {*(table.name for table in PASSING), "votes", "gap_terms"}

    def test_of_a_conversation_its_choice_is_in_it(self, backup: Path, tmp_path: Path) -> None:
        """The language and the wish to be left alone; never what it was about."""
        unpack(backup, tmp_path / CONTENT)
        with closing(sqlite3.connect(tmp_path / CONTENT)) as connection:
            rows = connection.execute("SELECT key, language, turn, is_quiet FROM sessions ORDER BY key").fetchall()

        assert rows == [("chose", "ar", None, 0), ("quiet", None, None, 1)]

    def test_no_file_is_left_beside_it(self, made: tuple[Path, Path]) -> None:
        """What was put together on the way is gone."""
        assert sorted(file.name for file in made[1].parent.iterdir()) == ["backup.tar.gz", "sanad.sqlite3"]

    def test_it_can_be_made_while_somebody_works(self, sanad: Sanad, furnished: Installation) -> None:
        """A replica that lives does not keep it from being made."""
        on(furnished, lease_for(60))

        assert sanad("backup", "now.tar.gz").code == 0

    def test_the_secret_is_in_it_only_on_request(self, sanad: Sanad, furnished: Installation, backup: Path) -> None:
        """Whoever gets hold of a backup cannot try whose pseudonyms are in it."""
        ran = sanad("backup", "with.tar.gz", "--with-secret")

        kept = (furnished.database.parent / "secret").read_text().strip()
        assert "with the secret" in ran.out
        assert unpack(furnished.home / "with.tar.gz", furnished.home / "1")[1] == kept
        assert unpack(backup, furnished.home / "2")[1] is None

    def test_there_has_to_be_a_database(self, sanad: Sanad, installation: Installation) -> None:
        """None is made in order to back it up."""
        ran = sanad("backup", "a.tar.gz")

        assert (ran.code, ran.err) == (2, f"{installation.database}: there is no database\n")
        assert not installation.database.exists()

    def test_an_older_schema_is_left_to_its_sanad(self, sanad: Sanad, furnished: Installation) -> None:
        """A database is not changed in order to back it up."""
        with closing(sqlite3.connect(furnished.database)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = '0002'")

        ran = sanad("backup", "a.tar.gz")

        assert ran.code == 2
        assert "use the Sanad that wrote it, or bring it up to date with `sanad database migrate`" in ran.err


class TestRestoring:
    """How it comes back."""

    def test_everything_that_lasts_comes_back(
        self, sanad: Sanad, furnished: Installation, backup: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Into another database it comes whole."""
        other = f"sqlite:///{furnished.home / 'other' / 'sanad.sqlite3'}"
        monkeypatch.setenv("SANAD_DATABASE", other)

        assert sanad("restore", str(backup)).code == 0
        assert contents(other) == contents(f"sqlite:///{furnished.database}")

    def test_from_one_engine_into_the_other(
        self, sanad: Sanad, furnished: Installation, backup: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A backup of a file is restored into a server, and one of the server into a file."""
        expected = contents(f"sqlite:///{furnished.database}")
        monkeypatch.setenv("SANAD_DATABASE", postgres_url)
        assert sanad("restore", str(backup)).code == 0
        assert sanad("backup", "server.tar.gz").code == 0
        monkeypatch.setenv("SANAD_DATABASE", f"sqlite:///{furnished.home / 'back.sqlite3'}")

        assert sanad("restore", "server.tar.gz").code == 0
        assert contents(postgres_url) == contents(f"sqlite:///{furnished.home / 'back.sqlite3'}") == expected

    def test_a_server_can_be_replaced(
        self, sanad: Sanad, backup: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """All of it at once, with the audit log that nobody else can touch."""
        monkeypatch.setenv("SANAD_DATABASE", postgres_url)
        assert sanad("restore", str(backup)).code == 0

        assert sanad("restore", str(backup)).code == 2
        assert sanad("restore", str(backup), "--replace").code == 0

    def test_a_database_that_holds_something_stays(self, sanad: Sanad, furnished: Installation, backup: Path) -> None:
        """It is not written over by a slip."""
        before = contents(f"sqlite:///{furnished.database}")
        ran = sanad("restore", str(backup))

        assert ran.code == 2
        assert "name an empty database, or add --replace" in ran.err
        assert contents(f"sqlite:///{furnished.database}") == before

    def test_it_can_be_replaced(self, sanad: Sanad, furnished: Installation, backup: Path) -> None:
        """What came after the backup is gone, also from the disk."""
        expected = contents(f"sqlite:///{furnished.database}")
        later = Gap("an unmistakable question", "en", Reason.UNKNOWN, datetime.now(UTC).date(), "p1")
        on(furnished, lambda database: SqlGapQueue(database).record(later))

        assert sanad("restore", str(backup), "--replace").code == 0
        assert contents(f"sqlite:///{furnished.database}") == expected
        stored = b"".join(file.read_bytes() for file in furnished.database.parent.glob("sanad.sqlite3*"))
        assert b"unmistakable" not in stored

    def test_a_database_in_use_stays(self, sanad: Sanad, furnished: Installation, backup: Path) -> None:
        """Not even with --replace is it taken away from under a process that answers."""
        on(furnished, lease_for(60))
        ran = sanad("restore", str(backup), "--replace")

        assert ran.code == 2
        assert "`sanad run` works with this database: stop it" in ran.err

    def test_what_is_past_its_days_does_not_come_back(
        self, sanad: Sanad, installation: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of an old backup: gaps are gone, votes are counted and belong to nobody, languages are forgotten."""
        on(installation, furnish)
        assert sanad("backup", "old.tar.gz").code == 0
        other = installation.home / "other.sqlite3"
        monkeypatch.setenv("SANAD_DATABASE", f"sqlite:///{other}")

        assert sanad("restore", "old.tar.gz").code == 0
        rows = rows_in(other)
        assert [rows[name] for name in ("gaps", "gap_groups", "sessions", "votes")] == [0, 0, 0, 0]
        assert [rows[name] for name in ("vote_counts", "deeds")] == [5, 5]

    def test_a_damaged_backup_changes_nothing(self, sanad: Sanad, furnished: Installation, backup: Path) -> None:
        """It is looked through before anything is erased."""
        before = contents(f"sqlite:///{furnished.database}")
        backup.write_bytes(backup.read_bytes()[:-1000])

        assert sanad("restore", str(backup), "--replace").code == 2
        assert contents(f"sqlite:///{furnished.database}") == before

    def test_the_secret_comes_back(
        self, sanad: Sanad, furnished: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On a new machine readers are known by the same pseudonyms, and the file is for this user alone."""
        assert sanad("backup", "with.tar.gz", "--with-secret").code == 0
        kept = (furnished.database.parent / "secret").read_text()
        monkeypatch.setenv("SANAD_DATABASE", f"sqlite:///{furnished.home / 'new' / 'sanad.sqlite3'}")

        assert sanad("restore", "with.tar.gz").code == 0
        restored = furnished.home / "new" / "secret"
        assert (restored.read_text(), stat.filemode(restored.stat().st_mode)) == (kept, "-rw-------")
