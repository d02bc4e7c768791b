"""A database, opened, brought up to date, and shared by many coroutines."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import SQLAlchemyError

from bot.bells import Bell, Bells
from bot.storage.address import POSTGRESQL, product_of
from bot.storage.openings import up_to_date

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from types import TracebackType

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.openings import Opening
    from bot.storage.product import Insert, Product


class Database:
    """A database between `async with Database(url) as database` and its end. It is the port `Transactions`, too."""

    def __init__(self, url: str, *, opening: Opening = up_to_date) -> None:
        """Remember which it is.

        Args:
            url: as in SANAD_DATABASE.
            opening: in what state it is used; by default it is brought up to date.
        """
        self._url = url
        self._opening = opening
        self._product: Product | None = None
        self._transactions: dict[asyncio.Task[object], _Transaction] = {}
        """Of each task that is writing several things together. A task that it started is another one, and on its own:
        it may outlive the transaction."""
        self._bells = Bells()
        self._listening: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        product = _product(self._url)
        with _translated(product):
            try:
                await product.open(self._opening)
            except BaseException:
                await product.close()
                raise
        self._product = product
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hear_no_more()
        product, self._product = self._opened(), None
        with _translated(product):
            await product.close()

    @property
    def place(self) -> str:
        """Where it is, for messages; without a password."""
        return self._opened().place

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose statements all see the database as it was at the first of them.

        After something was written in `together`, it is the same connection, and sees that.
        """
        product, joined = self._opened(), self._joined()
        with _translated(product):
            if joined is not None and joined.connection is not None:
                yield joined.connection
            else:
                async with product.reading() as connection:
                    yield connection

    @asynccontextmanager
    async def reading_once(self) -> AsyncIterator[AsyncConnection]:
        """As `reading`, for one statement alone: without a transaction around it that takes a third of the time."""
        product, joined = self._opened(), self._joined()
        with _translated(product):
            if joined is not None and joined.connection is not None:
                yield joined.connection
            else:
                async with product.once(writes=False) as connection:
                    yield connection

    @asynccontextmanager
    async def writing(
        self, *, alone: bool = True, durable: bool = False, rings: str | None = None
    ) -> AsyncIterator[AsyncConnection]:
        """A connection whose statements all come true together at the end, or not at all.

        Within `together` they come true with the rest; where the block raises, nothing of it does.

        Args:
            alone: nobody else writes who is alone, as long as it takes. Whoever changes single rows in one statement
                each need not be, and keeps nobody waiting on PostgreSQL.
            durable: what was committed survives a power cut.
            rings: the bell that rings once it came true.
        """
        product, joined = self._opened(), self._joined()
        with _translated(product):
            if joined is None:
                async with self.together(), self.writing(alone=alone, durable=durable, rings=rings) as connection:
                    yield connection
                return
            async with joined.part(is_durable=durable) as connection:
                if alone:
                    await product.be_alone(connection)
                yield connection
                if rings is not None:
                    await product.announce(connection, rings)
                    joined.rings.add(rings)

    @asynccontextmanager
    async def writing_once(self) -> AsyncIterator[AsyncConnection]:
        """As `writing`, for one statement alone: without a transaction around it that takes a third of the time.

        Within `together` it comes true with the rest; where it fails, nothing does, though the error be caught.
        """
        product, joined = self._opened(), self._joined()
        with _translated(product):
            if joined is None:
                async with product.once(writes=True) as connection:
                    yield connection
            else:
                async with joined.statement() as connection:
                    yield connection

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        """Whatever this task writes in the block comes true at its end, all of it; nothing, if the block raises.

        What tasks write that are started in the block does not belong to it, and on SQLite waits until its end:
        whoever waits for them here (`gather`, `wait_for`), waits for ever.
        """
        if self._joined() is not None:
            yield
            return
        product, task = self._opened(), _this_task()
        transaction = self._transactions[task] = _Transaction(product)
        try:
            yield
        except BaseException as error:
            with _translated(product):
                await transaction.undo(error)
            raise
        else:
            with _translated(product):
                await transaction.come_true()
        finally:
            del self._transactions[task]
        self._bells.ring(transaction.rings)
        if transaction.purges:
            await self.purge()

    async def purge(self) -> None:
        """Leave as little of erased rows as the database can; within `together`, once that is done."""
        product, joined = self._opened(), self._joined()
        if joined is not None:
            joined.purges = True
            return
        with _translated(product):
            await product.purge()

    def bell(self, name: str) -> Bell:
        """A bell that rings when something came true that was written with its name.

        What other processes write is heard on PostgreSQL, as long as the connection holds: look from time to time, too.
        """
        if self._listening is None:
            self._listening = asyncio.create_task(self._opened().listen(self._bells))
        return self._bells.hang(name)

    def insert(self, table: Table) -> Insert:
        """An INSERT that can say what happens on conflict."""
        return self._opened().insert(table)

    def _opened(self) -> Product:
        if self._product is None:
            raise RuntimeError("the database is not open: use `async with`")
        return self._product

    def _joined(self) -> _Transaction | None:
        """What this task writes together at the moment."""
        return self._transactions.get(_this_task())

    async def _hear_no_more(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
            self._listening = None


class _Transaction:
    """What one task writes together, in parts; begun by the first of them."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._stack = AsyncExitStack()
        self._is_durable = False
        self._spoiled_by: SQLAlchemyError | None = None
        self.connection: AsyncConnection | None = None
        self.rings: set[str] = set()
        self.purges = False

    @asynccontextmanager
    async def part(self, *, is_durable: bool) -> AsyncIterator[AsyncConnection]:
        """One of several; where it raises, nothing of it comes true, and the others may nevertheless."""
        if self.connection is None:
            connection = await self._begin(is_durable=is_durable)
            try:
                yield connection
            except BaseException as error:
                await self.undo(error)
                raise
        elif is_durable and not self._is_durable:
            raise RuntimeError("what shall be durable has to be written first of what is written together")
        else:
            async with self.connection.begin_nested():
                yield self.connection

    @asynccontextmanager
    async def statement(self) -> AsyncIterator[AsyncConnection]:
        """A part of one statement. To guard it as the others are guarded would take two more."""
        connection = self.connection or await self._begin(is_durable=False)
        try:
            yield connection
        except SQLAlchemyError as error:
            self._spoiled_by = error
            raise

    async def undo(self, error: BaseException) -> None:
        self.connection = None
        await self._stack.__aexit__(type(error), error, error.__traceback__)

    async def come_true(self) -> None:
        if self._spoiled_by is not None:  # PostgreSQL would undo everything, and say nothing
            await self.undo(self._spoiled_by)
            raise self._spoiled_by
        await self._stack.aclose()

    async def _begin(self, *, is_durable: bool) -> AsyncConnection:
        connection = await self._stack.enter_async_context(self._product.writing(is_durable=is_durable))
        self.connection, self._is_durable = connection, is_durable
        return connection


def _product(url: str) -> Product:
    if product_of(url) == POSTGRESQL:
        from bot.storage.postgresql import Postgresql  # noqa: PLC0415 - its driver, which SQLite does without

        return Postgresql(url)
    from bot.storage.sqlite import Sqlite  # noqa: PLC0415 - the same the other way round

    return Sqlite(url)


def _this_task() -> asyncio.Task[object]:
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("a database is used by tasks")
    return task


@contextmanager
def _translated(product: Product) -> Iterator[None]:
    """Foreign errors of the body become ours. The foreign ones are not shown: they may hold what a person wrote."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise product.translated(error) from None
