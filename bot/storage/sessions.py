"""Sessions in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from bot.storage import turns
from bot.storage.tables import SESSIONS
from handlers.model import Session
from knowledge.schema import Language

if TYPE_CHECKING:
    from datetime import datetime

    from bot.storage.database import Database


class SqlSessions:
    """The port `Sessions` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, key: str, *, turn_since: datetime) -> Session:
        query = select(SESSIONS.c.language, SESSIONS.c.turn, SESSIONS.c.saved_at).where(SESSIONS.c.key == key)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return Session()
        is_remembered = row.turn is not None and row.saved_at >= turn_since
        return Session(_language(row.language), turns.from_json(row.turn) if is_remembered else None)

    async def save(self, key: str, session: Session, *, at: datetime) -> None:
        row = {
            "language": session.language,
            "turn": None if session.turn is None else turns.to_json(session.turn),
            "saved_at": at,
        }
        new = self._database.insert(SESSIONS).values(key=key, **row)
        async with self._database.writing(alone=False) as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=SESSIONS.primary_key, set_=row))

    async def erase(self, key: str) -> bool:
        async with self._database.writing(alone=False) as connection:
            return (await connection.execute(delete(SESSIONS).where(SESSIONS.c.key == key))).rowcount > 0

    async def forget(self, *, turns_before: datetime, sessions_before: datetime) -> int:
        saved_at = SESSIONS.c.saved_at
        old_sessions = delete(SESSIONS).where(saved_at < sessions_before)
        old_turns = update(SESSIONS).where(saved_at < turns_before, SESSIONS.c.turn.is_not(None))
        async with self._database.writing(alone=False) as connection:
            erased = await connection.execute(old_sessions)
            emptied = await connection.execute(old_turns.values(turn=None))
        return erased.rowcount + emptied.rowcount


def _language(code: str | None) -> Language | None:
    """None as well for a language that this version does not speak."""
    return Language(code) if code in set(Language) else None
