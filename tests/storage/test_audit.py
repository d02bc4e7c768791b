from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from bot.storage.audit import SqlAuditLog
from bot.storage.database import Database
from bot.storage.errors import StorageError
from handlers.staff import Deed, Role

if TYPE_CHECKING:
    from handlers.staff_ports import AuditLog

NOON: Final = datetime(2019, 3, 18, 12, tzinfo=UTC)
DEED: Final = Deed(
    "telegram:7", "gap.attach", "gap:12", NOON, {"state": "open"}, {"state": "drafted", "تغيير": [1, None]}
)


class TestAuditLog:
    """What every implementation of the port keeps to."""

    async def test_nothing_was_done(self, audit: AuditLog) -> None:
        """An empty log has no lines."""
        assert list(await audit.latest()) == []

    async def test_a_deed_comes_back(self, audit: AuditLog) -> None:
        """With everything that is told of it, and its number."""
        await audit.append(DEED)

        assert list(await audit.latest()) == [replace(DEED, number=1)]

    async def test_values_are_kept_as_json(self, audit: AuditLog) -> None:
        """A tuple comes back as a list, and a role as its name."""
        await audit.append(replace(DEED, after={"claims": (0, 2), "role": Role.ADMIN}))

        [deed] = await audit.latest()

        assert deed.after == {"claims": [0, 2], "role": "admin"}

    async def test_pages(self, audit: AuditLog) -> None:
        """Newest first; the next page goes on before the last line of the one before."""
        for _ in range(5):
            await audit.append(DEED)

        pages = [await audit.latest(limit=2, before=before) for before in (None, 4, 2, 1)]

        assert [[deed.number for deed in page] for page in pages] == [[5, 4], [3, 2], [1], []]

    async def test_one_person(self, audit: AuditLog) -> None:
        """Only what they did, and the limit counts that alone."""
        for actor in ("telegram:7", "telegram:8", "telegram:7"):
            await audit.append(replace(DEED, actor=actor))

        assert [deed.number for deed in await audit.latest(actor="telegram:7", limit=2)] == [3, 1]

    async def test_one_kind_of_deed(self, audit: AuditLog) -> None:
        """By what stands before the dot, not by letters that begin alike; `%` and `_` are letters."""
        for action in ("gap.attach", "gaps.export", "role.grant", "gap.dismiss"):
            await audit.append(replace(DEED, action=action))

        found = {kind: [deed.number for deed in await audit.latest(kind=kind)] for kind in ("gap", "g_p", "%")}

        assert found == {"gap": [4, 1], "g_p": [], "%": []}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE deeds SET actor = 'nobody'",
        "UPDATE deeds SET at = at",
        "DELETE FROM deeds",
        "INSERT OR REPLACE INTO deeds SELECT number, 'nobody', action, target, at, before, after FROM deeds",
        "REPLACE INTO deeds SELECT number, 'nobody', action, target, at, before, after FROM deeds",
    ],
)
async def test_the_log_cannot_be_changed_in_sqlite(database: Database, statement: str) -> None:
    """The database itself refuses; what was done stays on record."""
    assert await after_an_attempt(database, statement) == [replace(DEED, number=1)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE deeds SET actor = 'nobody'",
        "DELETE FROM deeds",
        "TRUNCATE deeds",
        "INSERT INTO deeds SELECT * FROM deeds ON CONFLICT (number) DO UPDATE SET actor = 'nobody'",
    ],
)
async def test_the_log_cannot_be_changed_in_postgresql(postgres_url: str, statement: str) -> None:
    """That database refuses, too."""
    async with Database(postgres_url) as database:
        assert await after_an_attempt(database, statement) == [replace(DEED, number=1)]


async def after_an_attempt(database: Database, statement: str) -> list[Deed]:
    """What stands in the log once somebody has tried to change it, and was told no."""
    audit = SqlAuditLog(database)
    await audit.append(DEED)

    with pytest.raises(StorageError, match="the audit log cannot be changed"):
        await execute(database, statement)
    return list(await audit.latest())


async def execute(database: Database, statement: str) -> None:
    """Do it in a transaction of its own."""
    async with database.writing() as connection:
        await connection.execute(text(statement))
