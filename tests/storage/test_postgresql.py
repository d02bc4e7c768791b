from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.gaps import SqlGapQueue
from bot.storage.sessions import SqlSessions
from bot.storage.tables import SESSIONS
from bot.storage.tallies import SqlTallies
from handlers.model import Gap, Reason, Session
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from postgres_server import PostgresServer

MONDAY: Final = date(2019, 3, 18)
NOON: Final = datetime(2019, 3, 23, 12, tzinfo=UTC)
ARABIC: Final = Session(Language.ARABIC)
GAP: Final = Gap("How tall is it?", "en", Reason.UNKNOWN, MONDAY, "p1")
SECRET: Final = "what somebody wrote"
LONG: Final = 30.0
"""Seconds; a test that waits that long has failed."""
LISTENERS: Final = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    async with Database(postgres_url) as database:
        yield database


async def refusal(url: str) -> str:
    """What is said where a database cannot be opened."""
    with pytest.raises(StorageError) as caught:
        await Database(url).__aenter__()
    return str(caught.value)


class TestRefusals:
    """What can be wrong with a server is said in one sentence with its remedy."""

    async def test_no_server(self) -> None:
        """Nobody listens there."""
        said = await refusal("postgresql://sanad:hunter2@127.0.0.1:1/sanad")

        assert said.startswith("the database sanad on PostgreSQL at 127.0.0.1:1: ")
        assert said.endswith("check that the server runs and can be reached from here, then try again")
        assert "hunter2" not in said

    async def test_no_such_database(self, postgres_server: PostgresServer) -> None:
        """The server is there, the database is not."""
        assert "create it (CREATE DATABASE" in await refusal(postgres_server.url("nowhere"))

    async def test_no_entry(self, postgres_server: PostgresServer) -> None:
        """The password is not the right one, and neither it nor the right one is told."""
        said = await refusal(postgres_server.url("postgres", "stranger:hunter2"))

        assert 'password authentication failed for user "stranger": check user and password' in said
        assert "hunter2" not in said

    async def test_no_right(self, postgres_server: PostgresServer) -> None:
        """Somebody may enter, and not make tables."""
        with postgres_server.database(is_migrated=False) as url:
            said = await refusal(url.replace("sanad@", "guest@"))

        assert "permission denied for schema public: make the user of SANAD_DATABASE the owner" in said

    async def test_no_arabic(self, postgres_server: PostgresServer) -> None:
        """A database of another encoding would fail at the first question in Arabic."""
        postgres_server.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")

        assert "its encoding is LATIN1" in await refusal(postgres_server.url("latin"))

    async def test_an_option_that_there_is_not(self, postgres_url: str) -> None:
        """The server says which."""
        assert "nonsense" in await refusal(f"{postgres_url}?nonsense=1")

    @pytest.mark.parametrize("key", ["a", "\0"])
    async def test_an_error_never_tells_what_people_wrote(self, database: Database, key: str) -> None:
        """PostgreSQL repeats values in its details, and the driver in its complaints: both are left out."""
        await self._insert(database, "a")
        with pytest.raises(StorageError) as caught:
            await self._insert(database, key + SECRET if key == "\0" else key)

        assert SECRET not in f"{caught.value!r} {caught.value.__cause__!r}"
        assert "(a)" not in f"{caught.value!r} {caught.value.__cause__!r}"

    async def _insert(self, database: Database, key: str) -> None:
        async with database.writing() as connection:
            await connection.execute(SESSIONS.insert().values(key=key, saved_at=NOON, is_quiet=False))


class TestTransactions:
    """What holds while many use the database at once, from one process or several."""

    async def test_many_coroutines_at_once(self, database: Database) -> None:
        """Writers, readers and purges, more than there are connections: none is turned away, nothing is lost."""
        gaps, sessions, tallies = SqlGapQueue(database), SqlSessions(database), SqlTallies(database)
        await asyncio.gather(
            *(gaps.record(replace(GAP, pseudonym=str(number))) for number in range(50)),
            *(sessions.save(str(number % 7), ARABIC, at=NOON) for number in range(50)),
            *(sessions.load(str(number % 7), turn_since=NOON) for number in range(50)),
            *(tallies.add(MONDAY, "en", "answer") for _ in range(50)),
            *(database.purge() for _ in range(3)),
        )

        (count,) = await gaps.groups(limit=5)
        assert (count.times, count.askers) == (50, 50)
        assert await tallies.between(MONDAY, MONDAY) == {(MONDAY, "en", "answer"): 50}

    async def test_two_processes_group_alike(self, database: Database, postgres_url: str) -> None:
        """What asks the same stands in one group, however many record it at the same moment."""
        async with Database(postgres_url) as other:
            logs = (SqlGapQueue(database), SqlGapQueue(other))
            await asyncio.gather(*(log.record(GAP) for log in logs for _ in range(20)))

            (count,) = await logs[0].groups(limit=5)

        assert count.times == 40

    async def test_whoever_need_not_be_alone_waits_for_nobody(self, database: Database) -> None:
        """While one is alone, others who have to be wait, and the others go on."""
        async with database.writing():
            alone = asyncio.create_task(SqlGapQueue(database).record(GAP))
            await asyncio.wait_for(asyncio.create_task(SqlSessions(database).save("a", ARABIC, at=NOON)), LONG)
            was_waiting = not alone.done()
        await asyncio.wait_for(alone, LONG)

        assert was_waiting

    async def test_a_reader_sees_one_moment(self, database: Database) -> None:
        """What is written meanwhile shows in the next transaction."""
        count = text("SELECT count(*) FROM sessions")
        async with database.reading() as connection:
            before = (await connection.execute(count)).scalar_one()
            await SqlSessions(database).save("a", ARABIC, at=NOON)
            during = (await connection.execute(count)).scalar_one()

        assert (before, during) == (0, 0)

    async def test_a_reader_does_not_write(self, database: Database) -> None:
        """A mistake in the program is found out."""
        with pytest.raises(StorageError, match="read-only"):
            async with database.reading() as connection:
                await connection.execute(text("DELETE FROM sessions"))


class TestLosses:
    """A server that goes away comes back."""

    async def test_a_server_that_was_started_anew(self, postgres_server: PostgresServer, postgres_url: str) -> None:
        """What is under way fails; what comes next waits for the server, and finds it."""
        async with Database(postgres_url) as database:
            sessions = SqlSessions(database)
            async with database.reading(), database.reading():
                pass
            postgres_server.stop()
            with pytest.raises(StorageError, match="check that the server runs"):
                await sessions.save("a", ARABIC, at=NOON)
            await asyncio.gather(asyncio.to_thread(postgres_server.resume), sessions.save("a", ARABIC, at=NOON))

            assert await sessions.load("a", turn_since=NOON) == ARABIC

    async def test_a_connection_that_is_lost_on_the_way(self, database: Database) -> None:
        """It is said, nothing of what was written is kept, and the next transaction is well."""
        with pytest.raises(StorageError, match="terminating connection"):
            await self._write_and_lose(database)

        assert await SqlSessions(database).load("a", turn_since=NOON) == Session()

    async def _write_and_lose(self, database: Database) -> None:
        async with database.together():
            await SqlSessions(database).save("a", ARABIC, at=NOON)
            async with database.reading() as connection:
                await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


class TestBells:
    """What one process writes, another one hears."""

    async def test_another_process_hears_it(self, database: Database, postgres_url: str) -> None:
        """At once."""
        async with Database(postgres_url) as other:
            bell = other.bell("doorbell")
            await bell.wait(LONG)  # it rings once it can be heard
            await ring(database)

            assert await bell.wait(LONG)

    async def test_a_connection_that_was_lost_is_made_anew(self, database: Database) -> None:
        """It rings then, for something may have been missed."""
        bell = database.bell("doorbell")
        await bell.wait(LONG)
        async with database.writing() as connection:
            (listener,) = await connection.scalars(text(LISTENERS))
            await connection.execute(text(f"SELECT pg_terminate_backend({listener})"))

        assert await bell.wait(LONG)


async def ring(database: Database) -> None:
    """Write something of which others are to hear."""
    async with database.writing(rings="doorbell") as connection:
        await connection.execute(SESSIONS.insert().values(key="a", saved_at=NOON, is_quiet=False))
