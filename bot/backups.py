"""`sanad backup` and `sanad restore`: the whole database in one file, from either engine and into either.

What must not outlive its day, or the process that it belongs to, is in no backup: what waits for an answer, the keys of
the days, who is signed in, the last turn of each conversation. The secret is in it only where that was asked for.
"""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from sqlalchemy import null, or_, select

from bot.archives import ArchiveError, Manifest, pack, unpack
from bot.clock import SystemClock
from bot.progress import advancing
from bot.retention import forget_in
from bot.storage import copying
from bot.storage.contents import TABLES
from bot.storage.database import Database
from bot.storage.migrations import only_newest
from bot.storage.migrations.versions import HEAD
from bot.storage.stores import Stores
from bot.storage.tables import CONSOLE_SESSIONS, DAY_KEYS, DUTIES, EVENTS_SEEN, INBOX, INSTALLATION, LEASES, LINKS, SESSIONS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.settings import Settings
    from bot.storage.contents import Query

_PASSING: Final = (INBOX, EVENTS_SEEN, LEASES, DUTIES, DAY_KEYS, LINKS, CONSOLE_SESSIONS, INSTALLATION)
"""Tables that are in no backup."""


def lasting(table: Table) -> Query | None:
    """What of a table is in a backup: of a conversation, what its reader chose, and never what it was about."""
    if table in _PASSING:
        return None
    if table is not SESSIONS:
        return select(table)
    columns = (null().label(column.name) if column is SESSIONS.c.turn else column for column in table.columns)
    return select(*columns).where(or_(SESSIONS.c.language.is_not(None), SESSIONS.c.is_quiet))
