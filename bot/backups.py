"""`sanad backup` and `sanad restore`: the whole database in one file, from either engine and into either.

What must not outlive its day, or the process that it belongs to, is in no backup: what waits for an answer, the keys of
the days, who is signed in, the last turn of each conversation. The secret is in it only where that was asked for.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from sqlalchemy import null, or_, select

from bot.archives import CONTENT, ArchiveError, Manifest, pack, unpack
from bot.clock import SystemClock
from bot.databases import refuse_missing
from bot.progress import advancing
from bot.retention import RETENTION
from bot.storage.copying import empty, fill, number_of_all, refuse_occupied, refuse_used
from bot.storage.database import Database
from bot.storage.gaps import SqlGapQueue
from bot.storage.migrations.versions import HEAD
from bot.storage.openings import only_newest
from bot.storage.sessions import SqlSessions
from bot.storage.tables import (
    CONSOLE_SESSIONS,
    DAY_KEYS,
    DUTIES,
    EVENTS_SEEN,
    INBOX,
    INSTALLATION,
    LEASES,
    LINKS,
    SESSIONS,
)
from bot.storage.votes import SqlVotes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Table

    from bot.settings import Settings
    from bot.storage.contents import Query

PASSING: Final = (INBOX, EVENTS_SEEN, LEASES, DUTIES, DAY_KEYS, LINKS, CONSOLE_SESSIONS, INSTALLATION)
"""Tables that are in no backup."""
_WHETHER_SECRET: Final = {True: "with the secret", False: "without the secret"}


def lasting(table: Table) -> Query | None:
    """What of a table is in a backup: of a conversation, what its reader chose, and never what it was about."""
    if table in PASSING:
        return None
    if table is not SESSIONS:
        return select(table)
    columns = (null().label(column.name) if column is SESSIONS.c.turn else column for column in table.columns)
    return select(*columns).where(or_(SESSIONS.c.language.is_not(None), SESSIONS.c.is_quiet))


async def backup(settings: Settings, target: Path, *, with_secret: bool) -> int:
    """Write all that lasts into one file, as it is at this moment, also while Sanad runs.

    Raises:
        ArchiveError: the file is there already, or cannot be written.
        StorageError: the database cannot be read, or is not at the newest schema.
    """
    refuse_missing(settings.database)
    made_at = SystemClock().now().isoformat(timespec="seconds")
    with _folder(target.parent) as folder:
        content = folder / CONTENT
        rows = await _written(settings.database, content)
        left_out = [table.name for table in PASSING]
        manifest = Manifest.of(
            content, version=version("sanad"), schema=HEAD, made_at=made_at, rows=rows, left_out=left_out
        )
        size = pack(target, manifest, content, settings.secret.reveal() if with_secret else None)
    print(f"{target}: {sum(rows.values())} rows, {size} bytes, {_WHETHER_SECRET[with_secret]}")
    return 0


async def restore(settings: Settings, source: Path, *, replace: bool) -> int:
    """Put a backup into the database, all of it or nothing; what is too old by now is left out.

    Raises:
        ArchiveError: it is no backup, or was changed since it was made.
        StorageError: the database is in use, or holds something and is not to be replaced.
    """
    with _folder(settings.data_folder) as folder:
        manifest, secret = unpack(source, folder / CONTENT)
        async with Database(_at(folder / CONTENT)) as content:
            await _forget(content, SystemClock().now())
            rows = await _restored(settings.database, content, replace=replace)
    print(f"{source}: {rows} rows restored, as they were on {manifest.made_at}")
    if secret is not None:
        print(_kept(secret, settings))
    return 0


async def _written(url: str, file: Path) -> Mapping[str, int]:
    """The rows of each table that were written into a new file."""
    opened = Database(url, opening=only_newest), Database(_at(file))
    async with opened[0] as database, opened[1] as copy, database.reading() as source, copy.writing() as target:
        with advancing("Backing up", await number_of_all(source, lasting)) as advance:
            contents = await fill(source, target, lasting, advance)
    return {name: content.rows for name, content in contents.items()}


async def _restored(url: str, content: Database, *, replace: bool) -> int:
    """How many rows were restored."""
    async with Database(url) as database:
        async with content.reading() as source, database.writing() as target:
            await refuse_used(target, SystemClock().now())
            if replace:
                await target.run_sync(empty)
            await refuse_occupied(target)
            with advancing("Restoring", await number_of_all(source, lasting)) as advance:
                contents = await fill(source, target, lasting, advance)
        await database.purge()  # of what was replaced
    return sum(content.rows for content in contents.values())


async def _forget(content: Database, now: datetime) -> None:
    """Erase what is past its days: a backup may be old."""
    await SqlGapQueue(content).forget(before=now.date() - RETENTION)
    await SqlVotes(content).forget(before=now.date())
    await SqlSessions(content).forget(turns_before=now, sessions_before=now - RETENTION)


def _kept(secret: str, settings: Settings) -> str:
    """Keep the secret of a backup beside the database; what that means, in a sentence."""
    file = settings.secret_file
    file.touch(mode=0o600)
    file.write_text(secret + "\n", encoding="utf-8")
    return f"the secret lies in {file}; SANAD_SECRET wins over it where it is set"


@contextmanager
def _folder(beside: Path) -> Iterator[Path]:
    """A folder for a while, for this user alone, on the disk that has to hold as much anyway."""
    try:
        beside.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".sanad-", dir=beside) as folder:
            yield Path(folder)
    except OSError as error:
        raise ArchiveError(f"{beside} cannot be written: {error.strerror}") from error


def _at(file: Path) -> str:
    return f"sqlite:///{file}"
