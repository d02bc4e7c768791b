"""What is left of erased rows in the files of a database, until they are written anew.

That takes a moment in which nobody else can write, and much longer than erasing: what people ask to be erased is
erased at once, and the traces of all that are wiped together, a few minutes later.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from bot.storage.tables import INSTALLATION

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.storage.database import Database

_LEFT: Final = "traces"


async def leave(database: Database, connection: AsyncConnection) -> None:
    """Note with the rows that are erased that traces of them are left, so that whichever process is up wipes them."""
    note = {"value": secrets.token_hex()}
    new = database.insert(INSTALLATION).values(name=_LEFT, **note)
    await connection.execute(new.on_conflict_do_update(index_elements=INSTALLATION.primary_key, set_=note))


async def wipe(database: Database) -> bool:
    """Wipe the traces that are left; whether there were any."""
    async with database.reading() as connection:
        note = await connection.scalar(select(INSTALLATION.c.value).where(INSTALLATION.c.name == _LEFT))
    if note is None:
        return False
    await database.purge()
    # The note goes only now, or a process that dies meanwhile would leave them; a later one is about others.
    wiped = delete(INSTALLATION).where(INSTALLATION.c.name == _LEFT, INSTALLATION.c.value == note)
    async with database.writing(alone=False) as connection:
        await connection.execute(wiped)
    return True
