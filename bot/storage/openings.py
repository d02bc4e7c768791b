"""In what state a database is used: brought up to date, at the newest schema already, or whatever it is.

Each is asked once, when the database is opened, on a connection of its own and before anybody else has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Column, MetaData, Table, Text, inspect, select

from bot.storage.errors import OtherSchemaError, StorageError
from bot.storage.migrations import migrate, revision
from bot.storage.migrations.versions import HEAD

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection

    Opening = Callable[[AsyncConnection, str], Awaitable[None]]
    """Is told where the database is, for messages."""

MARK: Final = Table("unfinished_copy", MetaData(), Column("source", Text, primary_key=True))
"""Stands in a database while another one is copied into it, and says which; it is no part of the schema."""


async def up_to_date(connection: AsyncConnection, place: str) -> None:
    """Bring the database to the newest schema.

    Raises:
        StorageError: a newer Sanad wrote it, or it is a copy that is not whole.
    """
    await migrate(connection, place)
    await _refuse_half_copied(connection, place)


async def only_newest(connection: AsyncConnection, place: str) -> None:
    """Change nothing.

    Raises:
        OtherSchemaError: its schema is not the newest.
        StorageError: it is a copy that is not whole.
    """
    found = await connection.run_sync(revision)
    if found != HEAD:
        raise OtherSchemaError(
            f"{place}: its schema is {found or 'missing'}, and this Sanad's is {HEAD}: "
            "use the Sanad that wrote it, or bring it up to date with `sanad database migrate`."
        )
    await _refuse_half_copied(connection, place)


async def as_it_is(connection: AsyncConnection, place: str) -> None:
    """Change nothing, and ask for nothing."""


def half_copied(connection: Connection) -> str | None:
    """Of what the database is a copy that is not whole yet; None of any other."""
    return connection.scalar(select(MARK.c.source)) if inspect(connection).has_table(MARK.name) else None


async def _refuse_half_copied(connection: AsyncConnection, place: str) -> None:
    source = await connection.run_sync(half_copied)
    if source is not None:
        raise StorageError(
            f"{place}: a copy of {source} that is not whole: "
            "finish it with `sanad database copy`, which goes on where it stood."
        )
