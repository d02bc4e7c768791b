"""What differs between the databases that Sanad can be kept in: SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from sqlalchemy import Table
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.bells import Bells
    from bot.storage.errors import StorageError
    from bot.storage.openings import Opening

    Insert: TypeAlias = postgresql.Insert | sqlite.Insert
    """One that knows what to do on conflict."""


class Product(Protocol):
    """A database of one kind, behind `bot.storage.database`."""

    @property
    def place(self) -> str:
        """Where it is, for messages; without a password."""
        ...

    async def open(self, opening: Opening) -> None:
        """Reach it, and see that it is in the state that is asked for."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that sees one moment."""
        ...

    def writing(self, *, is_durable: bool) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction; a durable one survives a power cut from its end on, whatever the others may do."""
        ...

    def once(self, *, writes: bool) -> AbstractAsyncContextManager[AsyncConnection]:
        """For one statement, which is a transaction by itself."""
        ...

    async def be_alone(self, connection: AsyncConnection) -> None:
        """Wait until no other transaction is alone, and keep the others waiting until this one ends."""
        ...

    async def purge(self) -> None:
        """Leave as little as possible of erased rows."""
        ...

    async def announce(self, connection: AsyncConnection, bell: str) -> None:
        """Let a bell ring in all processes, once the transaction comes true."""
        ...

    async def listen(self, bells: Bells) -> None:
        """Ring the bells that other processes announce, until cancelled."""
        ...

    def insert(self, table: Table) -> Insert:
        """The statement in the words of this product."""
        ...

    def translated(self, error: Exception) -> StorageError:
        """A foreign error as ours, with what to do about it."""
        ...
