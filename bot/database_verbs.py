"""`sanad database …`, `backup` and `restore` on the command line; what they do lives in the modules they name."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse

    from bot.settings import Settings

    _Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse has no public name for it

_REPLACE: Final = "erase what is there"

# Each verb imports what it needs when it runs: see `bot.cli`.
# ruff: noqa: PLC0415


def add_database(verbs: _Verbs) -> None:
    """Add `database` with its own verbs, `backup` and `restore`."""
    database = verbs.add_parser("database", help="bring the database up to date, check it, or copy it into another")
    own = database.add_subparsers(required=True, metavar="VERB")
    own.add_parser("migrate", help="bring it to the newest schema").set_defaults(verb=_migrate)
    own.add_parser("check", help="whether it is sound, and what is in it").set_defaults(verb=_check)
    copy = own.add_parser("copy", help="copy one database into another, on whatever engines; goes on where it stood")
    copy.add_argument("source", metavar="FROM", help="an address as in SANAD_DATABASE")
    copy.add_argument("target", metavar="TO", help="another one")
    copy.add_argument("--replace", action="store_true", help=f"{_REPLACE} in TO")
    copy.set_defaults(verb=_copy)
    _add_backups(verbs)


def _add_backups(verbs: _Verbs) -> None:
    backup = verbs.add_parser("backup", help="write the whole database into one file, also while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="such as sanad.tar.gz; there must be none yet")
    backup.add_argument("--with-secret", action="store_true", help="with the secret that keys the pseudonyms")
    backup.set_defaults(verb=_backup)
    restore = verbs.add_parser("restore", help="put a backup into the database, of whichever engine")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--replace", action="store_true", help=f"{_REPLACE} in the database")
    restore.set_defaults(verb=_restore)


def _migrate(_: argparse.Namespace, settings: Settings) -> int:
    from bot import databases

    return asyncio.run(databases.bring_up_to_date(settings))


def _check(_: argparse.Namespace, settings: Settings) -> int:
    from bot import checkup

    return asyncio.run(checkup.check(settings))


def _copy(parsed: argparse.Namespace, _: Settings) -> int:
    from bot import databases

    return asyncio.run(databases.copy(parsed.source, parsed.target, replace=parsed.replace))


def _backup(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import backups

    return asyncio.run(backups.backup(settings, parsed.file.absolute(), with_secret=parsed.with_secret))


def _restore(parsed: argparse.Namespace, settings: Settings) -> int:
    from bot import backups

    return asyncio.run(backups.restore(settings, parsed.file, replace=parsed.replace))
