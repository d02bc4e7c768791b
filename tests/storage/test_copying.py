"""Copying one database into another: whole, resumed, refused, and compared."""

from __future__ import annotations

import shutil
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import delete, insert, select, text, update
from storage.furnished import NOON, furnish

from bot.storage import copying
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.migrations import migrate
from bot.storage.tables import DRAFT_CHANGES, LEASES, METADATA, SESSIONS, TALLIES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from pathlib import Path

    from sqlalchemy import Table

    from bot.storage.contents import Content, Query

CHANGE: Final = {"change": "{}", "author": "a", "at": NOON}


class CutOffError(Exception):
    """The copy was cut off."""


@dataclass
class Steps:
    """Counts the rows that are said to be there, and cuts the copy off after so many steps."""

    most: int | None = None
    taken: int = 0
    rows: int = 0

    def __call__(self, rows: int) -> None:
        self.rows += rows
        self.taken += 1
        if self.taken == self.most:
            raise CutOffError


def everything(table: Table) -> Query:
    """All rows."""
    return select(table)


async def contents(database: Database) -> Mapping[str, Content]:
    """What all tables of a database come to."""
    async with database.reading() as connection:
        return await copying.contents(connection, everything)


async def copy(source: Database, target: Database, steps: Steps) -> None:
    """One try to copy everything."""
    async with source.reading() as rows:
        await copying.begin(target, "a source")
        await copying.copy(rows, target, everything, steps)
        await copying.finish(target)


@pytest.fixture
def new_url(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> Callable[[str, str], str]:
    """The address of a fresh database of an engine."""

    def named(engine: str, name: str) -> str:
        if engine == "postgresql":
            return str(request.getfixturevalue("postgres_url"))
        return f"sqlite:///{shutil.copy(migrated, tmp_path / name)}"

    return named


@pytest.fixture(params=["sqlite-sqlite", "sqlite-postgresql", "postgresql-sqlite"])
def urls(request: pytest.FixtureRequest, new_url: Callable[[str, str], str]) -> tuple[str, str]:
    """From where to where, of each pair of engines."""
    one, other = request.param.split("-")
    return new_url(one, "source"), new_url(other, "target")


@pytest.fixture
async def source(urls: tuple[str, str]) -> AsyncIterator[Database]:
    """A database with five rows in each table."""
    async with Database(urls[0]) as database:
        await furnish(database)
        yield database


@pytest.fixture
async def target(urls: tuple[str, str]) -> AsyncIterator[Database]:
    """An empty one that may hold the beginning of a copy."""
    async with Database(urls[1], opening=migrate) as database:
        yield database


class TestWhole:
    """What a copy is that was not cut off."""

    async def test_every_row_of_every_table(self, source: Database, target: Database) -> None:
        """Nothing differs: texts, days, moments, bytes, truths, lists and what is empty."""
        await copy(source, target, Steps())

        assert await contents(target) == await contents(source)

    async def test_all_rows_are_told(self, source: Database, target: Database) -> None:
        """Whoever draws a bar is told of each row once."""
        steps = Steps()
        async with source.reading() as connection:
            expected = await copying.number_of_all(connection, everything)
        await copy(source, target, steps)

        assert steps.rows == expected == 5 * len(METADATA.tables)

    @pytest.mark.parametrize("left", [0, 2])
    async def test_numbers_are_not_given_again(self, urls: tuple[str, str], target: Database, left: int) -> None:
        """New rows are numbered above those that are gone: what was written about the ones is not about the others."""
        async with Database(urls[0]) as source:
            async with source.writing() as connection:
                for _ in range(3):
                    await connection.execute(insert(DRAFT_CHANGES).values(**CHANGE))
                await connection.execute(delete(DRAFT_CHANGES).where(DRAFT_CHANGES.c.number > left))
            await copy(source, target, Steps())
        async with target.writing() as connection:
            number = await connection.scalar(insert(DRAFT_CHANGES).values(**CHANGE).returning(DRAFT_CHANGES.c.number))

        assert number == 4

    async def test_the_audit_log_stays_closed(self, source: Database, target: Database) -> None:
        """In the copy, too, its rows can be neither changed nor erased."""
        await copy(source, target, Steps())

        for statement in ("UPDATE deeds SET actor = 'x'", "DELETE FROM deeds"):
            with pytest.raises(StorageError, match="the audit log cannot be changed"):
                async with target.writing() as connection:
                    await connection.execute(text(statement))


class TestCutOff:
    """What a copy is that was cut off, and what becomes of it."""

    async def test_it_goes_on_wherever_it_was_cut_off(self, source: Database, target: Database) -> None:
        """Cut off again and again, each time a little later, it is whole in the end, and nothing is there twice."""
        cut_off, steps = 0, 1
        while True:
            try:
                await copy(source, target, Steps(most=steps))
            except CutOffError:
                cut_off, steps = cut_off + 1, steps + 2
                continue
            break

        assert cut_off > 8
        assert await contents(target) == await contents(source)

    async def test_batches_that_were_copied_are_not_read_again(self, source: Database, target: Database) -> None:
        """A table of more than one batch goes on after the last one that came through."""
        rows = [{"key": f"more {number}", "saved_at": NOON} for number in range(1200)]
        async with source.writing() as connection:
            await connection.execute(insert(SESSIONS), rows)
        steps = Steps()
        cut_off = Steps(most=2 + 2 * [table.name for table in METADATA.sorted_tables].index("sessions") + 1)
        with pytest.raises(CutOffError):
            await copy(source, target, cut_off)
        await copy(source, target, steps)

        assert await contents(target) == await contents(source)

    async def test_nobody_else_opens_it(self, source: Database, target: Database, urls: tuple[str, str]) -> None:
        """`sanad run` does not serve from half of a database, and says what to do."""
        with pytest.raises(CutOffError):
            await copy(source, target, Steps(most=8))

        with pytest.raises(StorageError, match="a copy of a source that is not whole: finish it with"):
            await Database(urls[1]).__aenter__()

    async def test_a_copy_of_another_source_does_not_go_on_with_it(self, source: Database, target: Database) -> None:
        """Two sources are not mixed."""
        with pytest.raises(CutOffError):
            await copy(source, target, Steps(most=8))

        with pytest.raises(copying.OccupiedError, match="the beginning of a copy"):
            await copying.begin(target, "another source")


class TestRefusals:
    """What is not overwritten, and not read while it changes."""

    async def test_a_target_that_holds_something(self, source: Database, target: Database) -> None:
        """It is said what was found, and nothing is touched."""
        await furnish(target, rows=2, tables=[TALLIES])

        with pytest.raises(copying.OccupiedError, match=r"data already \(2 rows in tallies\)"):
            await copy(source, target, Steps())

    async def test_a_target_can_be_emptied(self, target: Database) -> None:
        """All of it goes, the audit log too, and what is numbered begins with 1 again."""
        await furnish(target)
        async with target.writing() as connection:
            await connection.run_sync(copying.empty)
            await copying.refuse_occupied(connection)
            number = await connection.scalar(insert(DRAFT_CHANGES).values(**CHANGE).returning(DRAFT_CHANGES.c.number))

        assert number == 1

    async def test_a_database_somebody_works_with(self, target: Database) -> None:
        """A process whose lease has not ended may write at any moment; one whose lease has ended is no more."""
        async with target.writing() as connection:
            await connection.execute(insert(LEASES).values(name="r1", holder="r1", until=NOON))
            await copying.refuse_used(connection, NOON)
            await connection.execute(update(LEASES).values(until=NOON.replace(hour=13)))

            with pytest.raises(copying.UsedError, match="stop it"):
                await copying.refuse_used(connection, NOON)

    async def test_one_changed_letter_is_found(self, source: Database, target: Database) -> None:
        """The comparison at the end looks at every value."""
        await copy(source, target, Steps())
        async with target.writing() as connection:
            await connection.execute(update(TALLIES).where(TALLIES.c.replies == 3).values(replies=4))

        assert copying.different(await contents(source), await contents(target)) == ["tallies"]


class TestInOneGo:
    """Copying in one transaction, as backups do."""

    async def test_all_or_nothing(self, source: Database, target: Database) -> None:
        """Cut off in the middle, it leaves the target as it was."""
        async with AsyncExitStack() as stack:
            stack.enter_context(pytest.raises(CutOffError))
            rows = await stack.enter_async_context(source.reading())
            connection = await stack.enter_async_context(target.writing())
            await copying.fill(rows, connection, everything, Steps(most=7))

        async with target.reading() as connection:
            await copying.refuse_occupied(connection)

    async def test_what_was_copied_is_told(self, source: Database, target: Database) -> None:
        """Table by table, as both sides have it."""
        async with source.reading() as rows, target.writing() as connection:
            copied = await copying.fill(rows, connection, everything, Steps())

        assert copied == await contents(source)
