"""Brings a database to the newest schema: an empty one at once, an older one step by step.

A new step: change `bot.storage.tables`, let `alembic.command.revision(configuration(), "what it does", rev_id="0003")`
write the file from `script.py.mako`, fill it in, and move `HEAD` in `versions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, select

from bot.storage.errors import StorageError
from bot.storage.migrations.versions import HEAD
from bot.storage.tables import METADATA

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection

_REVISIONS: Final = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, as it makes it; it is no part of the schema."""


async def migrate(connection: AsyncConnection, place: str) -> None:
    """Bring the database to `HEAD`, in the transaction of the connection.

    Args:
        connection: to the database, while nobody else changes its schema.
        place: where the database is, for messages.

    Raises:
        StorageError: the database was written by a newer version of this program.
    """
    await connection.run_sync(_to_head, place)


def revision(connection: Connection) -> str | None:
    """The step at which the database stands; None of one that has no tables of ours."""
    return ", ".join(sorted(_revisions(connection))) or None


def configuration() -> Config:
    """Alembic's configuration; there is no alembic.ini."""
    from alembic.config import Config  # noqa: PLC0415 - takes time and memory, and only an older database needs it

    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    return config


def _to_head(connection: Connection, place: str) -> None:
    found = _revisions(connection)
    if not found:
        _create(connection)
    elif found != {HEAD}:
        _upgrade(connection, found, place)


def _create(connection: Connection) -> None:
    """Make the tables as they are now, which is what all steps together come to."""
    METADATA.create_all(connection, checkfirst=False)  # of a table that is in the way, the database says so
    _REVISIONS.create(connection, checkfirst=True)
    connection.execute(insert(_REVISIONS).values(version_num=HEAD))


def _revisions(connection: Connection) -> set[str]:
    if not inspect(connection).has_table(_REVISIONS.name):
        return set()
    return set(connection.scalars(select(_REVISIONS.c.version_num)))


def _upgrade(connection: Connection, found: set[str], place: str) -> None:
    from alembic import command  # noqa: PLC0415 - see `configuration`
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - the same

    config = configuration()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if unknown := found - known:
        raise StorageError(
            f"{place}: the schema {', '.join(sorted(unknown))} is newer than this Sanad "
            f"(it knows up to {HEAD}): install the Sanad that wrote it, or restore an older backup."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
