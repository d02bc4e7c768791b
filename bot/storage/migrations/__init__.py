"""Brings a database to the newest schema.

A new step: change `bot.storage.tables`, let `alembic.command.revision(configuration(), "what it does", rev_id="0004")`
write the file from `script.py.mako`, fill it in, and move `HEAD` in `versions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Column, MetaData, Table, Text, inspect, select, text

from bot.storage.errors import StorageError
from bot.storage.migrations.versions import HEAD

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncEngine

MARK: Final = Table("unfinished_copy", MetaData(), Column("source", Text, primary_key=True))
"""Stands in a database while another one is copied into it, and says which; it is no part of the schema."""


async def migrate(engine: AsyncEngine, *, even_half_copied: bool = False) -> None:
    """Bring the database to `HEAD`, whole or not at all.

    Raises:
        StorageError: the database was written by a newer version of this program, or is a copy that is not whole, which
            only whoever copies may open.
    """
    async with engine.begin() as connection:
        await connection.run_sync(_to_head)
        if not even_half_copied:
            await connection.run_sync(_refuse_half_copied)


async def only_newest(engine: AsyncEngine) -> None:
    """Leave the database as it is.

    Raises:
        StorageError: it is not at `HEAD`, or is a copy that is not whole.
    """
    async with engine.connect() as connection:
        found = await connection.run_sync(revision)
        if found != HEAD:
            raise StorageError(
                f"{engine.url.database}: its schema is {found or 'missing'}, and this Sanad's {HEAD}: "
                "use the Sanad that wrote it, or bring it up to date with `sanad database migrate`."
            )
        await connection.run_sync(_refuse_half_copied)


async def as_it_is(engine: AsyncEngine) -> None:
    """Leave the database as it is, whatever that is; it has to be there."""
    async with engine.connect():
        pass


def revision(connection: Connection) -> str | None:
    """The step that the database stands at; None of one that has no tables of ours."""
    return ", ".join(sorted(_revisions(connection))) or None


def half_copied(connection: Connection) -> str | None:
    """Of what the database is a copy that is not whole yet; None of any other."""
    return connection.scalar(select(MARK.c.source)) if inspect(connection).has_table(MARK.name) else None


def _refuse_half_copied(connection: Connection) -> None:
    source = half_copied(connection)
    if source is not None:
        raise StorageError(
            f"{connection.engine.url.database}: a copy of {source} that is not whole: "
            "finish it with `sanad database copy`, which goes on where it stood."
        )


def configuration() -> Config:
    """Alembic's configuration; there is no alembic.ini."""
    from alembic.config import Config  # noqa: PLC0415 - costs start-up time, and a current database needs none of it

    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    return config


def _to_head(connection: Connection) -> None:
    found = _revisions(connection)
    if found != {HEAD}:
        _upgrade(connection, found)


def _revisions(connection: Connection) -> set[str]:
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def _upgrade(connection: Connection, found: set[str]) -> None:
    from alembic import command  # noqa: PLC0415 - see `configuration`
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - the same

    config = configuration()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if unknown := found - known:
        raise StorageError(
            f"{connection.engine.url.database}: the schema {', '.join(sorted(unknown))} is newer than this Sanad "
            f"(it knows up to {HEAD}): install the Sanad that wrote it, or restore an older backup."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
