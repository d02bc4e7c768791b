"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.storage.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMPARED: Final = JSON().with_variant(JSONB(), "postgresql")
"""JSON that is compared as a whole: PostgreSQL compares its own form of it alone, which knows no NUL and no half of a
surrogate pair."""

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_HAS_TURN: Final = text("turn IS NOT NULL")

SESSIONS: Final = Table(
    "sessions",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("language", Text),
    Column("turn", Text),
    Column("saved_at", Moment, nullable=False, index=True),
    Column("is_quiet", Boolean, nullable=False, server_default=false()),
    Index("ix_sessions_turns", "saved_at", sqlite_where=_HAS_TURN, postgresql_where=_HAS_TURN),
)
"""One row a conversation; `turn` is what `bot.storage.turns` writes.

Most rows that are old hold a language choice alone, for months: turns that are old are found without passing them.
"""

GROUPS: Final = Table(
    "gap_groups",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("askers", Integer, nullable=False),
    Column("askers_by_language", JSON, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("candidates", JSON, nullable=False),
    Column("entry", Text),
    Column("decided_by", Text),
    Column("decided_at", Moment),
    Index(None, "state", "askers", "last_day", "id"),
    Index(None, "askers", "last_day", "id"),
    Index(None, "reason", "entry"),
    sqlite_autoincrement=True,  # what was written about a group that is gone must not seem to be about another
)
"""Gaps that ask the same, with their counters."""

WORDINGS: Final = Table(
    "gap_wordings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey(GROUPS.c.id), nullable=False),
    Column("folded", Text, nullable=False, index=True),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("terms", COMPARED, nullable=False),
    Column("times", Integer, nullable=False),
    Column("askers", Integer, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("last_gap", Integer, nullable=False),
    UniqueConstraint("group_id", "folded", "language"),
    Index(None, "group_id", "askers", "last_day", "last_gap"),
    Index(None, "terms", postgresql_using="hash"),  # which takes terms of any length
)
"""One way in which a group was asked: `folded` is what its spellings have in common.

`text` and `terms` are those of its latest gap; the terms are in one order, to be found whole.
"""

TERMS: Final = Table(
    "gap_terms",
    METADATA,
    Column("term", Text, primary_key=True),
    Column("wording_id", ForeignKey(WORDINGS.c.id, ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Which wordings have a term among their telling ones."""

GAPS: Final = Table(
    "gaps",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("group_id", ForeignKey(GROUPS.c.id), nullable=False),
    Column("wording_id", ForeignKey(WORDINGS.c.id), nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("pseudonym", Text, nullable=False),
    Index(None, "group_id", "pseudonym", "wording_id"),
    Index(None, "wording_id", "pseudonym"),
)
"""One row an unanswered question; its words stand in its wording."""

VOTES: Final = Table(
    "votes",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("pseudonym", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("claims", COMPARED, primary_key=True),
    Column("opinion", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("complaint", Text, nullable=False),
)
"""Votes whose casters may still change them; `complaint` is empty where none was made."""

VOTE_COUNTS: Final = Table(
    "vote_counts",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("claims", COMPARED, primary_key=True),
    Column("opinion", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("complaint", Text, primary_key=True),
    Column("votes", Integer, nullable=False),
)
"""What is left of older votes: how many were alike on a day."""

TALLIES: Final = Table(
    "tallies",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("replies", Integer, nullable=False),
)
"""How many replies of a kind there were on a day."""

RELEASES: Final = Table(
    "releases",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("note", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("base", Integer, nullable=False),
    Column("is_forced", Boolean, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("restores", Integer),
    Column("published_at", Moment),
)
"""One row a release, without its content."""

RELEASE_TREES: Final = Table(
    "release_trees",
    METADATA,
    Column("number", ForeignKey(RELEASES.c.number), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""The files of each release, as `bot.storage.trees` packs them: megabytes, which a list of releases need not read."""

DRAFT_CHANGES: Final = Table(
    "draft_changes",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("change", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("group_id", Integer),  # no foreign key: a group may be forgotten before its answer is published
    sqlite_autoincrement=True,  # a number that came again would hide from a curator that the draft has changed
)
"""Changes that wait; `change` is what `bot.storage.changes` writes."""

MEMBERSHIPS: Final = Table(
    "memberships",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("granted_by", Text, nullable=False),
    Column("granted_at", Moment),
    Column("language", Text, nullable=False),
    Column("wants_digest", Boolean, nullable=False),
    Column("digest_day", Date),
    UniqueConstraint("id"),
)
"""Staff; `number` is the order in which they came."""

DEEDS: Final = Table(
    "deeds",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    sqlite_autoincrement=True,
)
"""The audit log. Triggers keep everybody from changing it who does not change the tables themselves."""

AUDIT_TRIGGERS: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": [
        f"CREATE TRIGGER {trigger} BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END"
        for trigger in (
            "deeds_stay_as_they_are BEFORE UPDATE ON deeds",
            "deeds_stay BEFORE DELETE ON deeds",
            # INSERT OR REPLACE takes the older row away without asking the trigger above.
            "deeds_are_not_replaced BEFORE INSERT ON deeds WHEN NEW.number IN (SELECT number FROM deeds)",
        )
    ],
    "postgresql": [
        """
        CREATE OR REPLACE FUNCTION keep_deeds() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE 'the audit log cannot be changed'; END $$
        """,
        "CREATE TRIGGER deeds_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON deeds EXECUTE FUNCTION keep_deeds()",
    ],
}
"""What each product is told to keep the audit log as it is."""
for _product, _statements in AUDIT_TRIGGERS.items():
    for _statement in _statements:
        _keeping = DDL(_statement).execute_if(dialect=_product)  # type: ignore[no-untyped-call] # without types there
        event.listen(DEEDS, "after_create", _keeping)

LINKS: Final = Table(
    "links",
    METADATA,
    Column("hashed", Text, primary_key=True),
    Column("staff", Text, nullable=False, index=True),
    Column("until", Moment, nullable=False, index=True),
)
"""One-time links that were not used yet."""

CONSOLE_SESSIONS: Final = Table(
    "console_sessions",
    METADATA,
    Column("hashed", Text, primary_key=True),
    Column("staff", Text, nullable=False, index=True),
    Column("until", Moment, nullable=False, index=True),
)
"""Who is signed in to the console."""

LINK_CHECKS: Final = Table(
    "link_checks",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("is_dead", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What a curator last found behind the link of a source."""

INBOX: Final = Table(
    "inbox",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("conversation", BigInteger, nullable=False),
    Column("sender", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("is_flood", Boolean, nullable=False),
    Column("holder", Text),
    Column("tries", Integer, nullable=False),
    Column("reply", LargeBinary),
    Column("sent", Integer, nullable=False),
    Column("is_uncertain", Boolean, nullable=False),
    Index(None, "conversation", "id"),
    Index(None, "sender"),
    sqlite_autoincrement=True,  # a holder that was given up must not mistake another event for the one it held
)
"""What waits, and nothing else. `conversation` and `sender` are marks that tell them apart; all else is sealed."""

EVENTS_SEEN: Final = Table(
    "events_seen",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("received_at", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""The numbers of all events that were received lately, to know one that comes again."""

LEASES: Final = Table(
    "leases",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Moment, nullable=False),
)
"""What one process holds; each holds one on its own name, too, as long as it lives."""

DUTIES: Final = Table(
    "duties",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("taken_at", Moment, nullable=False),
)
"""When what is done again and again was last done; while somebody does it, a moment from which it is soon due."""

DAY_KEYS: Final = Table(
    "day_keys",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""The key of each day's pseudonyms."""

INSTALLATION: Final = Table(
    "installation",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What is remembered about the installation itself."""
