from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import func, select

from bot.inbox import Backlog, Event
from bot.storage.errors import OtherSecretError
from bot.storage.installation import Installation
from bot.storage.stores import Stores
from bot.storage.tables import INSTALLATION

if TYPE_CHECKING:
    from pathlib import Path

    from bot.storage.database import Database

NOON: Final = datetime(2019, 3, 23, 12, tzinfo=UTC)
SECRET: Final = b"a secret of this installation"
NEXT: Final = b"the secret that comes after it"
OTHER: Final = b"a secret of somebody else"


async def test_the_first_secret_is_the_installation_s(any_database: Database) -> None:
    """And is known again, with nothing more written down."""
    for _ in range(2):
        await Installation(any_database, SECRET).recognise()

    async with any_database.reading() as connection:
        assert await connection.scalar(select(func.count()).select_from(INSTALLATION)) == 1


async def test_another_secret_is_refused(any_database: Database) -> None:
    """The sentence says what to do; and the next one who has the right secret is let in as before."""
    await Installation(any_database, SECRET).recognise()

    with pytest.raises(OtherSecretError, match="name the earlier one in SANAD_SECRETS_BEFORE"):
        await Installation(any_database, OTHER, before=[NEXT]).recognise()
    await Installation(any_database, SECRET).recognise()


async def test_a_secret_takes_the_place_of_an_earlier_one(any_database: Database) -> None:
    """Which is refused from then on, unless it knows of the new one."""
    await Installation(any_database, SECRET).recognise()
    await Installation(any_database, NEXT, before=[OTHER, SECRET]).recognise()

    with pytest.raises(OtherSecretError):
        await Installation(any_database, SECRET).recognise()
    await Installation(any_database, NEXT).recognise()


async def test_processes_that_start_at_once_agree(any_database: Database) -> None:
    """One secret is the installation's, and whoever has another is refused."""
    starting = (Installation(any_database, secret).recognise() for secret in (SECRET, OTHER, SECRET, OTHER))

    outcomes = await asyncio.gather(*starting, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes].count(OtherSecretError) == 2


async def test_whoever_has_an_earlier_secret_takes_no_work_away(any_database: Database) -> None:
    """While the secret is changed in one process after the other, what the new ones receive is left to them."""
    old, new = Stores.on(any_database, SECRET), Stores.on(any_database, NEXT, before=[SECRET])
    await old.recognise()
    await new.recognise()
    await new.inbox.receive([Event("telegram", 1, "c1", "s1", b"hello")], at=NOON)

    with pytest.raises(OtherSecretError):
        await old.inbox.claim("a", most=1, at=NOON)

    assert await old.inbox.backlog() == Backlog(1, NOON)
    assert [waiting.event.payload for waiting in await new.inbox.claim("b", most=1, at=NOON)] == [b"hello"]


async def test_the_secret_is_not_in_the_files(database: Database, path: Path) -> None:
    """What tells it from others does not tell it."""
    await Installation(database, SECRET).recognise()

    assert SECRET not in b"".join(file.read_bytes() for file in path.parent.iterdir())
