from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import AsyncExitStack
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.gaps import SqlGapQueue
from bot.storage.migrations import configuration
from bot.storage.migrations.versions import HEAD
from bot.storage.tables import METADATA
from bot.storage.tallies import SqlTallies
from handlers.gap_queue import Wording
from handlers.model import Gap, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from postgres_server import PostgresServer
    from sqlalchemy.ext.asyncio import AsyncConnection

MONDAY: Final = date(2019, 3, 18)
_START: Final = """
import asyncio, sys
from bot.storage.database import Database

async def start():
    async with Database(sys.argv[1]):
        print("alembic" in sys.modules)

asyncio.run(start())
"""
POSTGRES_SCHEMA: Final = """
SELECT 'column', c.table_name, c.column_name, c.data_type, c.is_nullable, c.column_default
FROM information_schema.columns AS c WHERE c.table_schema = 'public'
UNION ALL SELECT 'index', tablename, indexname, indexdef, '', '' FROM pg_indexes
WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), '', '' FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', '' FROM pg_trigger
WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, '', prosrc, '', '' FROM pg_proc WHERE pronamespace = 'public'::regnamespace
ORDER BY 1, 2, 3
"""
UNGROUPED: Final = """
INSERT INTO gaps (id, day, language, reason, text, folded, pseudonym, candidates) VALUES
    (1, '2019-03-18', 'en', 'unknown', 'How tall?', 'how tall?', 'p1', '[["founding", 0.5]]'),
    (2, '2019-03-19', 'en', 'unknown', 'how TALL?', 'how tall?', 'p2', '[["members", 0.25]]'),
    (3, '2019-03-19', 'en', 'unknown', 'how tall?', 'how tall?', 'p2', '[]'),
    (4, '2019-03-18', 'ar', 'unknown', 'How tall?', 'how tall?', 'p3', '[]'),
    (5, '2019-03-18', 'en', 'language', 'how tall?', 'how tall?', 'p1', '[]'),
    (6, '2019-03-18', 'en', 'declined', '', '', 'p1', '[]'),
    (7, '2019-03-18', 'ar', 'declined', '', '', 'p1', '[]')
"""


@pytest.fixture
def ungrouped(url: str, path: Path) -> str:
    """The URL of a database of the first version, with a few gaps in it."""
    path.parent.mkdir()
    engine = create_engine(url)
    with engine.begin() as connection:
        take_steps(connection, until="0001")
        connection.execute(text(UNGROUPED))
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, path: Path) -> Iterator[str]:
    """The URL of a database of each product without a table."""
    if request.param == "sqlite":
        path.parent.mkdir()
        yield f"sqlite+aiosqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(is_migrated=False) as url:
        yield url.replace("postgresql", "postgresql+asyncpg")


def take_steps(connection: Connection, until: str = HEAD) -> None:
    """Take the steps from an empty database on, as Alembic does."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, until)


def schema(connection: Connection) -> list[tuple[str, str]]:
    """What SQLite itself says about tables and indexes, blanks and quotes apart."""
    query = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return [(row.name, " ".join(row.sql.replace('"', "").split())) for row in connection.execute(query)]


def differences(connection: Connection) -> list[object]:
    """What Alembic would write into the next step."""
    return list(compare_metadata(MigrationContext.configure(connection), METADATA))


async def test_the_steps_lead_to_the_tables(empty_url: str) -> None:
    """Nothing is left for Alembic to generate."""
    engine = create_async_engine(empty_url)
    async with engine.begin() as connection:
        await connection.run_sync(take_steps)
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_a_new_database_is_what_the_steps_lead_to(database: Database) -> None:
    """SQLite's own account agrees, with the names of constraints, which Alembic does not compare."""
    engine = create_engine("sqlite://")
    with engine.begin() as stepped:
        take_steps(stepped)
        expected = schema(stepped)
    engine.dispose()

    async with database.reading() as connection:
        assert await connection.run_sync(schema) == expected


async def test_a_new_database_is_what_the_steps_lead_to_in_postgresql(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    """Its own account agrees as well: columns, defaults, indexes, constraints, triggers and functions."""
    with postgres_server.database(is_migrated=False) as url:
        engine = create_async_engine(url.replace("postgresql", "postgresql+asyncpg"))
        async with engine.begin() as connection:
            await connection.run_sync(take_steps)
            expected = await postgres_schema(connection)
        await engine.dispose()

    async with Database(postgres_url) as database, database.reading() as connection:
        assert await postgres_schema(connection) == expected


async def postgres_schema(connection: AsyncConnection) -> list[tuple[object, ...]]:
    """What PostgreSQL says about all that is there."""
    return [tuple(row) for row in await connection.execute(text(POSTGRES_SCHEMA))]


async def test_processes_that_start_at_once_make_the_tables_once(postgres_server: PostgresServer) -> None:
    """On an empty database one of them makes the tables, and the others find them."""
    with postgres_server.database(is_migrated=False) as url:
        async with AsyncExitStack() as stack:
            opening = (stack.enter_async_context(Database(url)) for _ in range(3))
            databases = await asyncio.gather(*opening)

            for database in databases:
                await SqlTallies(database).add(MONDAY, "en", "answer")
            assert await SqlTallies(databases[0]).between(MONDAY, MONDAY) == {(MONDAY, "en", "answer"): 3}


async def test_tables_that_cannot_be_made_leave_nothing_behind_in_postgresql(postgres_server: PostgresServer) -> None:
    """Somebody else's table in the way: no half of ours is built beside it, and what to do is said."""
    with postgres_server.database(is_migrated=False) as url:
        engine = create_async_engine(url.replace("postgresql", "postgresql+asyncpg"))
        async with engine.begin() as connection:
            await connection.execute(text("CREATE TABLE gaps (theirs text)"))

        with pytest.raises(StorageError, match='"gaps" already exists: move away what stands in the way'):
            await Database(url).__aenter__()

        async with engine.connect() as connection:
            tables = await connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
            assert tables.all() == ["gaps"]
        await engine.dispose()


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


def test_only_an_older_database_needs_alembic(url: str) -> None:
    """A start on an empty one and on a current one do not pay for the import."""
    assert [starts_with_alembic(url) for _ in "12"] == [False, False]


def test_an_older_database_takes_the_steps_with_alembic(ungrouped: str) -> None:
    """The first start on it does; for the next one it is current."""
    assert [starts_with_alembic(ungrouped) for _ in "12"] == [True, False]


def starts_with_alembic(url: str) -> bool:
    """Whether a process that opens a database imports Alembic."""
    arguments = [sys.executable, "-c", _START, url]
    said = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603 - our own line of Python
    return {"True": True, "False": False}[said]


async def test_a_newer_schema_is_refused(url: str, path: Path) -> None:
    """An older program does not touch what a newer one wrote, and says what to do."""
    async with Database(url) as database, database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StorageError, match="newer than this Sanad") as caught:
        await Database(url).__aenter__()

    assert str(path) in str(caught.value)
    assert "9999" in str(caught.value)
    assert "install the Sanad that wrote it" in str(caught.value)


async def test_tables_that_cannot_be_made_leave_nothing_behind(url: str, path: Path) -> None:
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


async def test_gaps_of_the_first_version_are_grouped(ungrouped: str) -> None:
    """Those of the same folded text and reason come together and are counted; of declined requests, of a language."""
    async with Database(ungrouped) as database:
        groups = await SqlGapQueue(database).groups()

    assert [(group.reason, group.text, group.times, group.askers_by_language) for group in groups] == [
        ("unknown", "how tall?", 4, {"en": 2, "ar": 1}),
        ("declined", "", 1, {"ar": 1}),
        ("declined", "", 1, {"en": 1}),
        ("language", "how tall?", 1, {"en": 1}),
    ]


async def test_nothing_of_a_gap_is_lost_in_its_group(ungrouped: str) -> None:
    """Days, askers, candidates and wordings are what the gaps said."""
    async with Database(ungrouped) as database:
        gaps = SqlGapQueue(database)
        group, *_ = await gaps.groups()
        wordings = await gaps.wordings(group.id)

    monday, tuesday = date(2019, 3, 18), date(2019, 3, 19)
    assert (group.first_day, group.last_day, group.askers, group.candidates) == (monday, tuesday, 3, ())
    assert list(wordings) == [
        Wording("how tall?", "en", 3, 2, tuesday),
        Wording("How tall?", "ar", 1, 1, monday),
    ]


async def test_groups_of_the_first_version_go_on(ungrouped: str) -> None:
    """What is asked again joins them, and what is old is forgotten with the rest."""
    again = Gap("How tall?", "en", Reason.UNKNOWN, date(2019, 3, 20), "p9", terms=("concept:height",))
    async with Database(ungrouped) as database:
        gaps = SqlGapQueue(database)
        joined = await gaps.record(again)
        erased = await gaps.forget(before=date(2019, 3, 20))
        left = await gaps.groups()

    assert (erased, [(group.id, group.times, group.askers) for group in left]) == (7, [(joined, 1, 1)])
