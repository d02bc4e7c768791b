from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.migrations import configuration
from bot.storage.migrations.versions import HEAD
from bot.storage.tables import METADATA

if TYPE_CHECKING:
    from pathlib import Path

_START: Final = """
import asyncio, sys
from bot.storage.database import Database

async def start():
    async with Database(sys.argv[1]):
        print("alembic" in sys.modules)

asyncio.run(start())
"""


def schema(connection: Connection) -> list[tuple[str, str]]:
    """What SQLite itself says about tables and indexes, blanks apart; Alembic's own table is no business of ours."""
    query = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%' ORDER BY name")
    return [(row.name, " ".join(row.sql.split())) for row in connection.execute(query)]


def differences(connection: Connection) -> list[object]:
    """What Alembic would write into the next step."""
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))


async def test_the_steps_lead_to_the_tables(database: Database) -> None:
    """Nothing is left for Alembic to generate."""
    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_steps_and_the_tables_say_the_same(database: Database) -> None:
    """SQLite's own account agrees too, with the names of constraints, which Alembic does not compare."""
    engine = create_engine("sqlite://")
    with engine.begin() as created:
        METADATA.create_all(created)
        expected = schema(created)
    engine.dispose()

    async with database.reading() as connection:
        assert await connection.run_sync(schema) == expected


def test_head_is_the_newest_step() -> None:
    """The constant that saves the start an import is true."""
    assert ScriptDirectory.from_config(configuration()).get_heads() == [HEAD]


def test_the_template_of_a_new_step_compiles(tmp_path: Path) -> None:
    """A developer who asks Alembic for the next file gets one that Python reads."""
    config = configuration()
    config.set_main_option("version_locations", str(tmp_path))
    config.set_main_option("path_separator", "os")

    script = command.revision(config, "add a column", rev_id="0001")

    assert script is not None
    assert not isinstance(script, list)
    assert script.module.upgrade.__doc__ == "Say what changes."
    assert script.doc == "Add a column."


async def test_opening_twice_changes_nothing(url: str) -> None:
    """A database at the newest step stays as it is, with its rows."""
    async with Database(url) as database, database.writing() as connection:
        await connection.execute(text("INSERT INTO sessions (key, saved_at) VALUES ('a', 1)"))
    async with Database(url) as database, database.reading() as connection:
        assert (await connection.scalars(text("SELECT key FROM sessions"))).all() == ["a"]


def test_a_start_on_a_current_database_does_without_alembic(url: str) -> None:
    """Only the first start, which has steps to take, pays for the import."""
    arguments = [sys.executable, "-c", _START, url]

    said = [subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.strip() for _ in "12"]  # noqa: S603 - our own line of Python

    assert said == ["True", "False"]


async def test_a_newer_schema_is_refused(url: str, path: Path) -> None:
    """An older program does not touch what a newer one wrote, and says what to do."""
    async with Database(url) as database, database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StorageError, match="newer than this Sanad") as caught:
        await Database(url).__aenter__()

    assert str(path) in str(caught.value)
    assert "9999" in str(caught.value)
    assert "install the Sanad that wrote it" in str(caught.value)


async def test_a_migration_that_fails_leaves_nothing_behind(url: str, path: Path) -> None:
    """Somebody else's table in the way: no half of ours is built beside it."""
    path.parent.mkdir()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE gaps (theirs)"))

    with pytest.raises(StorageError, match="table gaps already exists"):
        await Database(url).__aenter__()

    with engine.begin() as connection:
        assert schema(connection) == [("gaps", "CREATE TABLE gaps (theirs)")]
    engine.dispose()
