"""What the tests on PostgreSQL stand on: a database that was used before is as a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import asyncpg
import pytest
from storage.furnished import furnish

from bot.storage.audit import SqlAuditLog
from bot.storage.contents import TABLES
from bot.storage.database import Database
from bot.storage.tables import DEEDS
from handlers.staff import Deed

if TYPE_CHECKING:
    from postgres_server import PostgresServer

DEED: Final = Deed("telegram:7", "gap.attach", "gap:12", datetime(2019, 3, 18, 12, tzinfo=UTC))
STATE: Final = """
SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT sequencename, last_value FROM pg_sequences ORDER BY 1, 2
"""
"""How large every table and index is, and how far every count has come."""
AN_INDEX: Final = "SELECT indexname FROM pg_indexes WHERE indexdef LIKE 'CREATE INDEX%' LIMIT 1"


async def state(url: str) -> list[tuple[object, ...]]:
    """What is in a database."""
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(STATE)]
    finally:
        await connection.close()


async def test_nothing_is_left_of_the_test_before(postgres_server: PostgresServer) -> None:
    """No row, not even of the log that cannot be changed, and no page of erased ones; counts begin anew."""
    with postgres_server.database() as used, postgres_server.database() as other:
        expected = await state(other)
        async with Database(used) as database:
            await SqlAuditLog(database).append(DEED)
            await furnish(database, tables=[table for table in TABLES if table is not DEEDS])
            furnished = await state(used)
    with postgres_server.database() as one, postgres_server.database() as another:
        left = await state(used)
        async with Database(used) as database:
            await SqlAuditLog(database).append(DEED)
            deeds = list(await SqlAuditLog(database).latest())

    assert {one, another} == {used, other}
    assert len(set(furnished) - set(expected)) > 10
    assert left == expected
    assert deeds == [replace(DEED, number=1)]


async def test_whoever_stayed_is_sent_away(postgres_server: PostgresServer) -> None:
    """Though they be in the middle of something that nobody else can be beside."""
    with postgres_server.database() as url:
        connection = await asyncpg.connect(url)
        await connection.execute("BEGIN; LOCK TABLE gaps")

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await connection.execute("COMMIT")


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE gaps ADD COLUMN taste text",
        "DROP INDEX {index}",
        "ALTER TABLE deeds DISABLE TRIGGER deeds_stay",
        "CREATE TABLE theirs (word text)",
        "UPDATE alembic_version SET version_num = '9999'",
        "ALTER DATABASE {name} SET synchronous_commit = on",
        "GRANT SELECT ON gaps TO guest",
    ],
)
async def test_one_that_was_changed_is_not_lent_again(postgres_server: PostgresServer, statement: str) -> None:
    """Whatever is not a row: tables, columns, indexes, triggers, rights, settings and the number of the last step."""
    with postgres_server.database() as changed:
        connection = await asyncpg.connect(changed)
        await connection.execute(statement.format(index=await connection.fetchval(AN_INDEX), name=name_of(changed)))
        await connection.close()
    with postgres_server.database() as lent, postgres_server.database() as other:
        assert changed not in {lent, other}


def name_of(url: str) -> str:
    return url.rpartition("/")[2]
