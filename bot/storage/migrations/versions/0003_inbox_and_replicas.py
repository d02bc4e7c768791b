"""The inbox, what processes agree about, keys of days, and quiet conversations."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_HAS_TURN: Final = sa.text("turn IS NOT NULL")


def upgrade() -> None:
    """Create the tables; conversations that there are already are not quiet."""
    _let_sessions_be_quiet()
    _create_inbox()
    _create_replicas()
    _create_installation()


def _let_sessions_be_quiet() -> None:
    # SQLite would write the new column behind the constraints; rebuilt, the table is as if it had always had it.
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("sessions", recreate="always" if is_sqlite else "never") as sessions:
        sessions.add_column(sa.Column("is_quiet", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(op.f("ix_sessions_saved_at"), "sessions", ["saved_at"], unique=False)
    op.create_index(
        "ix_sessions_turns", "sessions", ["saved_at"], sqlite_where=_HAS_TURN, postgresql_where=_HAS_TURN, unique=False
    )


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("conversation", sa.BigInteger(), nullable=False),
        sa.Column("sender", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("is_flood", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("is_uncertain", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_inbox_conversation_id"), "inbox", ["conversation", "id"], unique=False)
    op.create_index(op.f("ix_inbox_sender"), "inbox", ["sender"], unique=False)
    op.create_table(
        "events_seen",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "number", name=op.f("pk_events_seen")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_events_seen_received_at"), "events_seen", ["received_at"], unique=False)


def _create_replicas() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "duties",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_duties")),
    )


def _create_installation() -> None:
    op.create_table(
        "day_keys",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_keys")),
    )
    op.create_table(
        "installation",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
    )
