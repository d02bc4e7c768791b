"""Brings a database to the newest schema.

A new step: change `bot.storage.tables`, let `alembic.command.revision(configuration(), "what it does", rev_id="0003")`
write the file from `script.py.mako`, fill it in, and move `HEAD` in `versions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from bot.storage.errors import StorageError
from bot.storage.migrations.versions import HEAD

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection


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
    from alembic.config import Config  # noqa: PLC0415 - costs start-up time, and a current database needs none of it

    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    return config


def _to_head(connection: Connection, place: str) -> None:
    found = _revisions(connection)
    if found != {HEAD}:
        _upgrade(connection, found, place)


def _revisions(connection: Connection) -> set[str]:
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


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
