"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, BigInteger, Column, Date, Integer, MetaData, Table, Text

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SESSIONS: Final = Table(
    "sessions",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("language", Text),
    Column("turn", Text),
    # Microseconds since 1970 in UTC: SQLite has no moments with a zone, and a number compares alike everywhere.
    Column("saved_at", BigInteger, nullable=False),
)
"""One row a conversation; `turn` is what `bot.storage.turns` writes."""

GAPS: Final = Table(
    "gaps",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("language", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False, index=True),
    Column("pseudonym", Text, nullable=False),
    Column("candidates", JSON, nullable=False),
)
"""One row an unanswered question; `folded` is what equal questions have in common."""
