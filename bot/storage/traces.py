"""What is left of erased rows in the files of a database, until they are written anew.

That takes a moment in which nobody else can write, and much longer than erasing: what people ask to be erased is
erased at once, and the traces of all that are wiped together, a few minutes later. What merely expires goes all day
long: its traces are wiped once an hour.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, tuple_

from bot.storage.tables import INSTALLATION

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Database

ASKED: Final = "traces"
"""The note that traces are left of what somebody asked to be erased."""
EXPIRED: Final = "traces of what expired"
"""The same of what was kept as long as it may be."""


async def leave(database: Database, connection: AsyncConnection, name: str = ASKED) -> None:
    """Note with the rows that are erased that traces of them are left, so that whichever process is up wipes them."""
    note = {"value": secrets.token_hex()}
    new = database.insert(INSTALLATION).values(name=name, **note)
    await connection.execute(new.on_conflict_do_update(index_elements=INSTALLATION.primary_key, set_=note))


async def wipe(database: Database, name: str = ASKED) -> bool:
    """Wipe all traces if some are noted under a name; whether they are."""
    note = tuple_(INSTALLATION.c.name, INSTALLATION.c.value)
    query = select(INSTALLATION.c.name, INSTALLATION.c.value).where(INSTALLATION.c.name.in_((ASKED, EXPIRED)))
    async with database.reading() as connection:
        notes = [(row.name, row.value) for row in await connection.execute(query)]
    if name not in dict(notes):
        return False
    await database.purge()
    # The notes go only now, or a process that dies meanwhile would leave them; later ones are about others.
    wiped = delete(INSTALLATION).where(note.in_(notes))
    async with database.writing(alone=False) as connection:
        await connection.execute(wiped)
    return True
