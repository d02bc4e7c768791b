"""Sessions in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from bot.storage import traces, turns
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
        query = select(SESSIONS).where(SESSIONS.c.key == key)
        async with self._database.reading_once() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return Session()
        is_remembered = row.turn is not None and row.saved_at >= turn_since
        turn = turns.from_json(row.turn) if is_remembered else None
        return Session(_language(row.language), turn, row.is_quiet)

    async def save(self, key: str, session: Session, *, at: datetime) -> None:
        if session == Session():
            async with self._database.writing_once() as connection:
                await connection.execute(delete(SESSIONS).where(SESSIONS.c.key == key))
            return
        row = {
            "language": session.language,
            "turn": None if session.turn is None else turns.to_json(session.turn),
            "saved_at": at,
            "is_quiet": session.is_quiet,
        }
        new = self._database.insert(SESSIONS).values(key=key, **row)
        async with self._database.writing_once() as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=SESSIONS.primary_key, set_=row))

    async def erase(self, key: str) -> bool:
        async with self._database.writing(alone=False) as connection:
            erased = (await connection.execute(delete(SESSIONS).where(SESSIONS.c.key == key))).rowcount > 0
            if erased:
                await traces.leave(self._database, connection)
        return erased

    async def forget(self, *, turns_before: datetime, sessions_before: datetime) -> int:
        saved_at = SESSIONS.c.saved_at
        old_sessions = delete(SESSIONS).where(saved_at < sessions_before)
        has_old_turn = saved_at < turns_before, SESSIONS.c.turn.is_not(None)
        nothing_else = delete(SESSIONS).where(*has_old_turn, SESSIONS.c.language.is_(None), ~SESSIONS.c.is_quiet)
        old_turns = update(SESSIONS).where(*has_old_turn).values(turn=None)
        async with self._database.writing(alone=False) as connection:
            touched = [await connection.execute(each) for each in (old_sessions, nothing_else, old_turns)]
            count = sum(result.rowcount for result in touched)
            if count:
                await traces.leave(self._database, connection, traces.EXPIRED)
        return count


def _language(code: str | None) -> Language | None:
    """None as well for a language that this version does not speak."""
    return Language(code) if code in set(Language) else None
