from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import func, insert, select, text

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.gaps import SqlGapQueue
from bot.storage.sessions import SqlSessions
from bot.storage.tables import GAPS, GROUPS, TERMS, WORDINGS
from handlers.gap_queue import GapState
from handlers.model import Gap, Reason, Session
from knowledge.schema import Language

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection

NOON: Final = datetime(2019, 3, 23, 12, tzinfo=UTC)
MONDAY: Final = date(2019, 3, 18)
GAP: Final = Gap("How tall is it?", "en", Reason.UNKNOWN, MONDAY, "p1")

_RECORD: Final = """
import asyncio, datetime, sys
from bot.storage.database import Database
from bot.storage.gaps import SqlGapQueue
from handlers.model import Gap, Reason

async def record():
    async with Database(sys.argv[1]) as database:
        for _ in range(20):
            await SqlGapQueue(database).record(Gap("a", "en", Reason.UNKNOWN, datetime.date(2019, 3, 18), "p1"))

asyncio.run(record())
"""


def permissions(path: Path) -> str:
    """The bits of a file or folder, as `ls` shows them."""
    return stat.filemode(path.stat().st_mode)


async def number_of_rows(connection: AsyncConnection) -> int:
    """How many gaps the connection sees."""
    return (await connection.execute(select(func.count()).select_from(GAPS))).scalar_one()


class TestOpening:
    """From a URL to an open file."""

    def test_making_one_touches_nothing(self, url: str, path: Path) -> None:
        """The constructor only stores; even a wrong URL is found out by opening."""
        Database("nonsense")
        Database(url)

        assert not path.parent.exists()

    async def test_folder_and_files_belong_to_this_user_alone(self, url: str, path: Path) -> None:
        """Nobody else may read what people asked: neither in the file nor in its log."""
        async with Database(url) as database:
            await SqlGapQueue(database).record(GAP)
            files = {file.name: permissions(file) for file in path.parent.iterdir()}

        assert permissions(path.parent) == "drwx------"
        assert files == {
            "sanad.sqlite3": "-rw-------",
            "sanad.sqlite3-shm": "-rw-------",
            "sanad.sqlite3-wal": "-rw-------",
        }

    async def test_a_folder_that_exists_keeps_its_rights(self, url: str, path: Path) -> None:
        """It may be shared with other files on purpose."""
        path.parent.mkdir(mode=0o755)
        async with Database(url):
            assert permissions(path.parent) == "drwxr-xr-x"

    @pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite"])
    async def test_both_schemes_name_the_same_file(self, scheme: str, path: Path) -> None:
        """The driver may be named, and need not be."""
        async with Database(f"{scheme}:///{path}"):
            assert permissions(path) == "-rw-------"

    async def test_three_slashes_are_relative(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The file is looked for from the folder in which Sanad was started."""
        monkeypatch.chdir(tmp_path)
        async with Database("sqlite:///data/here.sqlite3"):
            assert (tmp_path / "data" / "here.sqlite3").exists()

    async def test_names_may_hold_any_letters(self, tmp_path: Path) -> None:
        """Blanks, Arabic and signs that mean something in a URL are part of the name."""
        path = tmp_path / "سند 100% #1" / "a b.sqlite3"
        async with Database(f"sqlite:///{path}"):
            assert path.exists()

    async def test_every_connection_is_configured(self, database: Database) -> None:
        """The pragmas hold on each connection of the pool, not on the first alone."""
        pragmas = ("journal_mode", "foreign_keys", "busy_timeout", "synchronous", "secure_delete", "temp_store")
        async with database.reading(), database.reading() as second:
            found = [(await second.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() for pragma in pragmas]

        assert found == ["wal", 1, 5000, 1, 1, 2]

    async def test_a_new_file_that_another_process_writes(self, url: str, path: Path) -> None:
        """Whoever opens a new file while another program writes it waits for that, though SQLite would not wait."""
        path.parent.mkdir()
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            asyncio.get_running_loop().call_later(0.2, other.execute, "COMMIT")
            async with Database(url) as database:
                await SqlGapQueue(database).record(GAP)
                assert not other.in_transaction

    async def test_a_closed_database_says_so(self, url: str) -> None:
        """Use outside of `async with` is a mistake in the program."""
        database = Database(url)
        async with database:
            pass

        with pytest.raises(RuntimeError, match="not open"):
            await SqlGapQueue(database).record(GAP)

    async def test_a_database_can_be_opened_again(self, url: str) -> None:
        """After its end it may begin anew."""
        database = Database(url)
        async with database:
            await SqlGapQueue(database).record(GAP)
        async with database:
            assert len(await SqlGapQueue(database).groups(limit=10)) == 1


class TestRefusals:
    """Everything that can be wrong is said in one sentence with its remedy."""

    @pytest.mark.parametrize(
        ("url", "sentence"),
        [
            ("", "is no URL"),
            ("data/sanad.sqlite3", "is no URL"),
            ("sqlite://", "names no file"),
            ("sqlite:///:memory:", "names no file"),
            ("sqlite:///a.sqlite3?mode=ro", "names no file"),
            ("sqlite://folder/a.sqlite3", "names no file"),
            ("postgresql://sanad@localhost", "names no database"),
            ("postgresql://sanad@localhost:port/sanad", "names no server"),
            ("mysql+aiomysql://localhost/sanad", "mysql"),
        ],
    )
    async def test_a_url_that_cannot_be_opened(
        self, url: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The sentence says what is wrong, and shows what to write instead."""
        monkeypatch.chdir(tmp_path)
        with pytest.raises(StorageError) as caught:
            await Database(url).__aenter__()

        assert sentence in str(caught.value)

    @pytest.mark.parametrize(
        "url",
        ["postgresql://sanad:hunter2@localhost/sanad", "sanad:hunter2@localhost", "postgresql://a:hunter2@b:port/c"],
    )
    async def test_passwords_are_not_repeated(self, url: str) -> None:
        """A sentence that ends in a log holds no secret."""
        with pytest.raises(StorageError) as caught:
            await Database(url).__aenter__()

        assert "hunter2" not in str(caught.value)

    async def test_a_file_in_place_of_the_folder(self, url: str, path: Path) -> None:
        """The folder cannot be made; the sentence names the file."""
        path.parent.write_text("a file")

        with pytest.raises(StorageError, match="check that the folder") as caught:
            await Database(url).__aenter__()

        assert str(path) in str(caught.value)

    async def test_a_folder_in_place_of_the_file(self, tmp_path: Path) -> None:
        """What the system says comes with what to do about it."""
        with pytest.raises(StorageError, match="Is a directory: check that the folder"):
            await Database(f"sqlite:///{tmp_path}").__aenter__()

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write every file")
    def test_a_file_that_may_not_be_written(self, url: str, path: Path) -> None:
        """It is found out at the start, not at the first question."""
        path.parent.mkdir()
        path.touch(mode=0o400)

        with pytest.raises(StorageError, match="Permission denied: check that the folder"):
            asyncio.run(Database(url).__aenter__())

    def test_a_file_that_is_no_database(self, url: str, path: Path) -> None:
        """Somebody's notes are neither read nor overwritten."""
        path.parent.mkdir()
        notes = "notes " * 1000
        path.write_text(notes)

        with pytest.raises(StorageError, match="not a database: move that file away"):
            asyncio.run(Database(url).__aenter__())
        assert path.read_text() == notes

    async def test_an_error_never_tells_what_people_wrote(self, database: Database) -> None:
        """Neither the sentence nor the errors behind it hold the values of the statement."""
        async with database.writing() as connection:
            await connection.execute(text("DROP TABLE gaps"))

        with pytest.raises(StorageError, match="no such table: gaps") as caught:
            await SqlGapQueue(database).record(GAP)

        assert GAP.text not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__cause__}"


class TestTransactions:
    """What holds while many use the database at once."""

    async def test_a_failure_undoes_everything(self, database: Database) -> None:
        """Of a unit of work that raises, nothing is kept."""
        with pytest.raises(ZeroDivisionError):
            await self._insert_and_fail(database)

        async with database.reading() as connection:
            assert (await connection.execute(text("SELECT count(*) FROM sessions"))).scalar_one() == 0

    async def _insert_and_fail(self, database: Database) -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO sessions (key, saved_at) VALUES ('a', 1)"))
            raise ZeroDivisionError

    async def test_a_reader_sees_one_moment(self, database: Database) -> None:
        """What is written meanwhile shows in the next transaction, and waits for nobody."""
        async with database.reading() as connection:
            before = await number_of_rows(connection)
            await SqlGapQueue(database).record(GAP)
            during = await number_of_rows(connection)
        async with database.reading() as connection:
            after = await number_of_rows(connection)

        assert (before, during, after) == (0, 0, 1)

    async def test_many_coroutines_at_once(self, database: Database) -> None:
        """Three hundred writers and as many readers and purges: none is turned away, nothing is lost."""
        gaps, sessions = SqlGapQueue(database), SqlSessions(database)
        await asyncio.gather(
            *(gaps.record(replace(GAP, pseudonym=str(number))) for number in range(150)),
            *(sessions.save(str(number % 7), Session(Language.ARABIC), at=NOON) for number in range(150)),
            *(sessions.load(str(number % 7), turn_since=NOON) for number in range(150)),
            *(gaps.groups(limit=5) for _ in range(150)),
            *(database.purge() for _ in range(5)),
        )

        (count,) = await gaps.groups(limit=5)
        assert (count.times, count.askers) == (150, 150)

    async def test_writers_wait_as_long_as_it_takes(self, database: Database) -> None:
        """The queue has no time limit, where SQLite's own waiting has."""
        async with database.reading() as first, database.reading() as second:
            for connection in (first, second):
                await connection.exec_driver_sql("PRAGMA busy_timeout = 1")

        async with database.writing():
            waiting = asyncio.create_task(SqlGapQueue(database).record(GAP))
            await asyncio.sleep(0.1)
        await waiting

        assert len(await SqlGapQueue(database).groups(limit=1)) == 1

    async def test_two_databases_on_one_file(self, database: Database, url: str) -> None:
        """Where no queue is shared, SQLite's own waiting does."""
        async with Database(url) as other:
            logs = (SqlGapQueue(database), SqlGapQueue(other))
            await asyncio.gather(*(log.record(GAP) for log in logs for _ in range(100)))

            (count,) = await logs[0].groups(limit=5)

        assert count.times == 200

    async def test_several_processes_start_at_once(self, url: str) -> None:
        """The first makes the file and its tables, the others wait for it; all of them write."""
        starts = (asyncio.create_subprocess_exec(sys.executable, "-c", _RECORD, url) for _ in range(4))
        processes = await asyncio.gather(*starts)

        assert [await process.wait() for process in processes] == [0, 0, 0, 0]
        async with Database(url) as database, database.reading() as connection:
            assert await number_of_rows(connection) == 80

    async def test_a_cancelled_writer_makes_way(self, any_database: Database) -> None:
        """A turn that is cut off neither keeps the lock nor leaves half of its work."""
        inside = asyncio.Event()

        async def write_for_ever() -> None:
            async with any_database.writing() as connection:
                await connection.execute(text("INSERT INTO sessions (key, saved_at) VALUES ('a', 1)"))
                inside.set()
                await asyncio.sleep(3600)

        task = asyncio.create_task(write_for_ever())
        await inside.wait()
        task.cancel()
        await SqlGapQueue(any_database).record(GAP)

        assert task.cancelled()
        assert await SqlSessions(any_database).load("a", turn_since=NOON) == Session()


class TestPurging:
    """What is forgotten is gone from the disk."""

    async def test_a_forgotten_text_is_in_no_file(self, database: Database, path: Path) -> None:
        """Neither the file nor its log holds a byte of it, however the pages were split; the rest is still there."""
        async with database.writing() as connection:
            for table, rows in mixed_rows(3000).items():
                await connection.execute(insert(table), rows)
        before = stored_bytes(path)

        erased = await SqlGapQueue(database).forget(before=MONDAY + timedelta(days=1))

        after = stored_bytes(path)
        assert erased == 1500
        assert before.count(b"secret") > 1500
        assert after.count(b"secret") == 0
        assert after.count(b"public") > 1500

    async def test_a_purge_that_cannot_finish_is_logged(
        self, database: Database, path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """A reader outside holds the log: it is said, without words of anybody, and the next purge succeeds."""
        gaps = SqlGapQueue(database)
        await gaps.record(GAP)
        async with database.reading() as connection:
            await connection.exec_driver_sql("PRAGMA busy_timeout = 10")  # or the test would wait five seconds
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM gaps").fetchall()
            await gaps.forget(before=MONDAY + timedelta(days=1))
        assert [record.getMessage() for record in caplog.records] == ["storage.purge_incomplete"]
        assert GAP.text.encode() in stored_bytes(path)

        await database.purge()

        assert GAP.text.encode() not in stored_bytes(path)


def mixed_rows(count: int) -> dict[Table, list[dict[str, object]]]:
    """Every second gap is a secret of Monday; the texts are long and out of order, so that pages of the index split."""
    rows: dict[Table, list[dict[str, object]]] = {GROUPS: [], WORDINGS: [], TERMS: [], GAPS: []}
    for number in range(1, count + 1):
        word, day = ("secret", MONDAY) if number % 2 else ("public", MONDAY + timedelta(days=1))
        words = f"{number * 7919 % 3001:04} {word} " + "x" * (number * 31 % 150)
        said = {"language": "en", "text": words, "times": 1, "askers": 1, "last_day": day}
        counted = {"askers_by_language": {"en": 1}, "first_day": day, "candidates": []}
        rows[GROUPS].append({"id": number, "state": GapState.OPEN, "reason": Reason.UNKNOWN, **said, **counted})
        worded = {"folded": words, "terms": [words], "last_gap": number}
        rows[WORDINGS].append({"id": number, "group_id": number, **worded, **said})
        rows[TERMS].append({"term": words, "wording_id": number})
        rows[GAPS].append({"group_id": number, "wording_id": number, "day": day, "pseudonym": "p1"})
    return rows


def stored_bytes(path: Path) -> bytes:
    """Everything on the disk: the file and whatever SQLite keeps beside it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))
