"""`sanad database`: migrate, check and copy, as an operator has them."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import create_engine, insert, text
from storage.furnished import furnish

from bot.settings import read_settings
from bot.storage import copying
from bot.storage.database import Database
from bot.storage.installation import Installation as Known
from bot.storage.migrations import configuration
from bot.storage.migrations.versions import HEAD
from bot.storage.tables import LEASES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot_floor.installation import Installation, Ran

    from bot.settings import Settings

    Sanad = Callable[..., Ran]


def work_with(url: str) -> None:
    """A replica comes to live on a database."""

    async def hold() -> None:
        async with Database(url) as database, database.writing() as connection:
            row = {"name": "r1", "holder": "r1", "until": datetime.now(UTC) + timedelta(minutes=1)}
            await connection.execute(insert(LEASES).values(**row))

    asyncio.run(hold())


async def known_by(settings: Settings) -> None:
    """The database comes to know the secret, as by a first `sanad run`."""
    async with Database(settings.database) as database:
        await Known(database, settings.key).recognise()


def upgraded_to(file: Path, revision: str) -> None:
    """A database of an older version."""
    file.parent.mkdir(exist_ok=True)
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with something in every table; to be copied, and left as it is."""
    file = tmp_path_factory.mktemp("furnished") / "sanad.sqlite3"

    async def work() -> None:
        async with Database(f"sqlite:///{file}") as database:
            await furnish(database)

    asyncio.run(work())
    return file


@pytest.fixture
def source(furnished: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(furnished, tmp_path / 'source.sqlite3')}"


@pytest.fixture
def filled(furnished: Path, installation: Installation) -> Installation:
    """An installation with something in every table."""
    installation.database.parent.mkdir()
    shutil.copy(furnished, installation.database)
    return installation


@pytest.fixture
def target(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'target.sqlite3'}"


class TestMigrating:
    """To the newest schema."""

    def test_a_new_database(self, sanad: Sanad) -> None:
        """It is made."""
        assert sanad("database", "migrate").out == f"the schema is {HEAD}; it was not there\n"

    def test_an_older_one(self, sanad: Sanad, installation: Installation) -> None:
        """It is said from where it came."""
        upgraded_to(installation.database, "0001")

        assert sanad("database", "migrate").out == f"the schema is {HEAD}; it was 0001\n"

    def test_a_current_one(self, sanad: Sanad) -> None:
        """Nothing is done."""
        sanad("database", "migrate")

        assert sanad("database", "migrate").out == f"the schema is {HEAD}\n"


class TestChecking:
    """Whether it can be used."""

    def lines(self, ran: Ran) -> dict[str, tuple[str, str]]:
        """What was said about what."""
        split = (line.split(maxsplit=2) for line in ran.out.splitlines())
        return {about: (verdict, said) for verdict, about, said in split}

    def test_a_sound_one(self, sanad: Sanad) -> None:
        """Every line is well, and the exit code says so."""
        sanad("database", "migrate")
        ran = sanad("database", "check")

        assert ran.code == 0
        assert {verdict for verdict, _ in self.lines(ran).values()} == {"well"}

    def test_what_is_in_it(self, sanad: Sanad, filled: Installation) -> None:
        """Rows by table, who works with it, and how long the oldest event waits."""
        work_with(f"sqlite:///{filled.database}")
        lines = self.lines(sanad("database", "check"))

        assert "gaps 5" in lines["rows"][1]
        assert lines["replicas"][1] == "1 of `sanad run` work with it"
        assert lines["inbox"][1].startswith("5 wait, the oldest for ")

    def test_an_older_schema(self, sanad: Sanad, installation: Installation) -> None:
        """It is wrong, it is said what to do, and it is left as it is."""
        upgraded_to(installation.database, "0001")
        ran = sanad("database", "check")

        assert ran.code == 1
        assert self.lines(ran)["schema"] == (
            "wrong",
            f"0001, and this Sanad needs {HEAD}: see `sanad database migrate`",
        )
        assert sanad("database", "check").code == 1

    def test_a_row_that_refers_to_nothing(self, sanad: Sanad, installation: Installation) -> None:
        """What no constraint kept out is found."""
        sanad("database", "migrate")
        with closing(sqlite3.connect(installation.database)) as connection, connection:
            connection.execute("INSERT INTO release_trees VALUES (7, x'00')")
        ran = sanad("database", "check")

        assert ran.code == 1
        assert self.lines(ran)["soundness"] == ("wrong", "release_trees: a row refers to one of releases that is gone")

    def test_a_damaged_file(self, sanad: Sanad, filled: Installation) -> None:
        """A page that was overwritten is found, and what to do is said."""
        with filled.database.open("r+b") as file:
            file.seek(40 * 4096)
            file.write(b"\xff" * 4096)
        ran = sanad("database", "check")

        assert ran.code in {1, 2}
        assert "wrong" in ran.out or "restore the file from a backup" in ran.err

    def test_another_secret(self, sanad: Sanad, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is found before `sanad run` refuses it; one that takes the place of the known one is well."""
        monkeypatch.setenv("SANAD_SECRET", "the first secret")
        sanad("database", "migrate")
        asyncio.run(known_by(read_settings(os.environ)))
        monkeypatch.setenv("SANAD_SECRET", "another secret of the same")
        other = sanad("database", "check")
        monkeypatch.setenv("SANAD_SECRETS_BEFORE", "the first secret")
        successor = sanad("database", "check")

        assert (other.code, successor.code) == (1, 0)
        assert "is not the secret that this database is used with" in self.lines(other)["secret"][1]
        assert self.lines(successor)["secret"][1].endswith("the database knows an earlier secret")

    def test_a_server(self, sanad: Sanad, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its version and how far its clock is away are told, and its password is not."""
        monkeypatch.setenv("SANAD_DATABASE", postgres_url)
        ran = sanad("database", "check")

        assert ran.code == 0
        assert ", PostgreSQL " in self.lines(ran)["database"][1]
        assert re.fullmatch(r"[+-]0\.\d{3} s", self.lines(ran)["clock"][1])

    def test_a_server_with_a_fault(self, sanad: Sanad, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A trigger that somebody switched off is found: without it the audit log can be changed."""

        async def switch_off() -> None:
            async with Database(postgres_url) as database, database.writing() as connection:
                await connection.execute(text("ALTER TABLE deeds DISABLE TRIGGER deeds_stay"))

        asyncio.run(switch_off())
        monkeypatch.setenv("SANAD_DATABASE", postgres_url)
        ran = sanad("database", "check")

        assert ran.code == 1
        assert self.lines(ran)["soundness"] == ("wrong", "deeds: the trigger deeds_stay is off")

    def test_one_that_is_not_there(self, sanad: Sanad, installation: Installation) -> None:
        """None is made by looking for it."""
        ran = sanad("database", "check")

        assert (ran.code, ran.err) == (2, f"{installation.database}: there is no database\n")
        assert not installation.database.exists()


class TestCopying:
    """From one address to another."""

    def test_it_says_what_each_table_holds(self, sanad: Sanad, source: str, target: str) -> None:
        """Rows and what they come to, the same on both sides; but for leases, which end with their processes."""
        ran = sanad("database", "copy", source, target)

        assert ran.code == 0
        assert "gap_wordings       5 rows, " in ran.out
        assert "\nleases " not in ran.out

    def test_the_copy_can_be_used(
        self, sanad: Sanad, source: str, target: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """`sanad database check` finds nothing wrong with it."""
        sanad("database", "copy", source, target)
        monkeypatch.setenv("SANAD_DATABASE", target)

        assert sanad("database", "check").code == 0

    def test_to_a_server_and_back(
        self, sanad: Sanad, source: str, target: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What comes back is what was there, and the server is sound meanwhile."""
        there = sanad("database", "copy", source, postgres_url)
        back = sanad("database", "copy", postgres_url, target)
        monkeypatch.setenv("SANAD_DATABASE", postgres_url)

        assert (there.code, back.code, back.out) == (0, 0, there.out)
        assert sanad("database", "check").code == 0

    def test_it_goes_on_where_it_stood(self, sanad: Sanad, source: str, target: str) -> None:
        """The same command again is all it takes."""

        async def begin() -> None:
            async with Database(target) as database:
                await copying.begin(database, source.removeprefix("sqlite:///"))

        asyncio.run(begin())

        assert sanad("database", "copy", source, target).code == 0

    def test_it_is_not_done_twice(self, sanad: Sanad, source: str, target: str) -> None:
        """A target that is whole holds data, and is not added to; unless it is to be replaced."""
        sanad("database", "copy", source, target)
        again = sanad("database", "copy", source, target)

        assert (again.code, "add --replace" in again.err) == (2, True)
        assert sanad("database", "copy", source, target, "--replace").code == 0

    def test_a_source_in_use(self, sanad: Sanad, source: str, target: str) -> None:
        """What is written meanwhile would be lost: Sanad has to be stopped first."""
        work_with(source)
        ran = sanad("database", "copy", source, target)

        assert (ran.code, "stop it" in ran.err) == (2, True)

    def test_a_database_onto_itself(self, sanad: Sanad, source: str, tmp_path: Path) -> None:
        """Even by another name it is known, and not emptied."""
        (tmp_path / "link.sqlite3").symlink_to(source.removeprefix("sqlite:///"))
        ran = sanad("database", "copy", source, f"sqlite:///{tmp_path / 'link.sqlite3'}", "--replace")

        assert (ran.code, "FROM and TO are the same database" in ran.err) == (2, True)

    def test_a_server_onto_itself(self, sanad: Sanad, postgres_url: str) -> None:
        """Nor is a database on a server."""
        ran = sanad("database", "copy", postgres_url, f"{postgres_url}?application_name=other", "--replace")

        assert (ran.code, "FROM and TO are the same database" in ran.err) == (2, True)

    def test_a_source_that_is_not_there(self, sanad: Sanad, tmp_path: Path, target: str) -> None:
        """A slip in the address is not copied as if it were an empty database."""
        ran = sanad("database", "copy", f"sqlite:///{tmp_path / 'slip.sqlite3'}", target)

        assert (ran.code, "there is no database" in ran.err) == (2, True)
