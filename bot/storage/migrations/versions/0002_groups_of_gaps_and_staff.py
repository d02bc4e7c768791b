"""Groups of gaps, votes, tallies, releases, drafts and staff."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Gap = sa.Row[tuple[Any, ...]]

revision = "0002"
down_revision = "0001"

_COMPARED: Final = sa.JSON().with_variant(JSONB(), "postgresql")
_AUDIT_TRIGGERS: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": [
        f"CREATE TRIGGER {trigger} BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END"
        for trigger in (
            "deeds_stay_as_they_are BEFORE UPDATE ON deeds",
            "deeds_stay BEFORE DELETE ON deeds",
            "deeds_are_not_replaced BEFORE INSERT ON deeds WHEN NEW.number IN (SELECT number FROM deeds)",
        )
    ],
    "postgresql": [
        """
        CREATE FUNCTION keep_deeds() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE 'the audit log cannot be changed'; END $$
        """,
        "CREATE TRIGGER deeds_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON deeds EXECUTE FUNCTION keep_deeds()",
    ],
}
_UNGROUPED: Final = sa.table(
    "gaps",
    *(sa.column(name, sa.Text()) for name in ("language", "reason", "text", "folded", "pseudonym")),
    *(sa.column("id", sa.Integer()), sa.column("day", sa.Date()), sa.column("candidates", sa.JSON())),
)


def upgrade() -> None:
    """Create the tables, and put the gaps that there are into groups of the same folded text.

    There are none on PostgreSQL, which the version before this step did not know.
    """
    gaps = op.get_bind().execute(sa.select(_UNGROUPED).order_by(_UNGROUPED.c.day, _UNGROUPED.c.id)).all()
    op.drop_table("gaps")
    _fill(gaps, _create_groups(), _create_wordings(), _create_gaps())
    _create_terms()
    _create_feedback()
    _create_releases()
    _create_staff()
    _create_audit_log()
    _create_link_checks()


def _fill(ungrouped: Iterable[Gap], groups: sa.Table, wordings: sa.Table, gaps: sa.Table) -> None:
    together = list(enumerate(_gathered(ungrouped, _question).values(), start=1))
    alike = [(number, same) for number, group in together for same in _gathered(group, _wording).values()]
    placed = [(place, number, same) for place, (number, same) in enumerate(alike, start=1)]
    op.bulk_insert(groups, [_group(number, group) for number, group in together])
    op.bulk_insert(wordings, [{"id": place, "group_id": number, **_counted(same)} for place, number, same in placed])
    op.bulk_insert(gaps, [_gap(gap, number, place) for place, number, same in placed for gap in same])


def _gathered(gaps: Iterable[Gap], key: Callable[[Gap], tuple[str, ...]]) -> Mapping[tuple[str, ...], list[Gap]]:
    gathered: defaultdict[tuple[str, ...], list[Gap]] = defaultdict(list)
    for gap in gaps:
        gathered[key(gap)].append(gap)
    return gathered


def _question(gap: Gap) -> tuple[str, ...]:
    """What equal questions have in common; declined requests have no text, and are told apart by their language."""
    return (gap.folded, gap.reason, gap.language if gap.reason == "declined" else "")


def _wording(gap: Gap) -> tuple[str, ...]:
    return (gap.folded, gap.language)


def _group(number: int, gaps: Sequence[Gap]) -> dict[str, Any]:
    wordings = _gathered(gaps, _wording).values()
    shown = max(wordings, key=lambda alike: (_askers(alike), alike[-1].day, alike[-1].id))[-1]
    languages = _gathered(gaps, lambda gap: (gap.language,))
    return {
        "id": number,
        "state": "open",
        "reason": shown.reason,
        "text": shown.text,
        "language": shown.language,
        "times": len(gaps),
        "askers": _askers(gaps),
        "askers_by_language": {language: _askers(spoken) for (language,), spoken in languages.items()},
        "first_day": gaps[0].day,
        "last_day": gaps[-1].day,
        "candidates": gaps[-1].candidates,
    }


def _counted(gaps: Sequence[Gap]) -> dict[str, Any]:
    latest = gaps[-1]
    return {
        "folded": latest.folded,
        "language": latest.language,
        "text": latest.text,
        "terms": [],
        "times": len(gaps),
        "askers": _askers(gaps),
        "last_day": latest.day,
        "last_gap": latest.id,
    }


def _gap(gap: Gap, group: int, wording: int) -> dict[str, Any]:
    return {"id": gap.id, "group_id": group, "wording_id": wording, "day": gap.day, "pseudonym": gap.pseudonym}


def _askers(gaps: Iterable[Gap]) -> int:
    return len({gap.pseudonym for gap in gaps})


def _create_groups() -> sa.Table:
    table = op.create_table(
        "gap_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("askers", sa.Integer(), nullable=False),
        sa.Column("askers_by_language", sa.JSON(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_groups")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_gap_groups_askers_last_day_id"), "gap_groups", ["askers", "last_day", "id"], unique=False)
    op.create_index(op.f("ix_gap_groups_reason_entry"), "gap_groups", ["reason", "entry"], unique=False)
    op.create_index(
        op.f("ix_gap_groups_state_askers_last_day_id"),
        "gap_groups",
        ["state", "askers", "last_day", "id"],
        unique=False,
    )
    return table


def _create_wordings() -> sa.Table:
    table = op.create_table(
        "gap_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("terms", _COMPARED, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("askers", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("last_gap", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_wordings")),
        sa.UniqueConstraint("group_id", "folded", "language", name=op.f("uq_gap_wordings_group_id_folded_language")),
        sa.ForeignKeyConstraint(["group_id"], ["gap_groups.id"], name=op.f("fk_gap_wordings_group_id_gap_groups")),
    )
    op.create_index(op.f("ix_gap_wordings_folded"), "gap_wordings", ["folded"], unique=False)
    op.create_index(
        op.f("ix_gap_wordings_group_id_askers_last_day_last_gap"),
        "gap_wordings",
        ["group_id", "askers", "last_day", "last_gap"],
        unique=False,
    )
    op.create_index(op.f("ix_gap_wordings_terms"), "gap_wordings", ["terms"], unique=False, postgresql_using="hash")
    return table


def _create_terms() -> None:
    op.create_table(
        "gap_terms",
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["gap_wordings.id"], name=op.f("fk_gap_terms_wording_id_gap_wordings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("term", "wording_id", name=op.f("pk_gap_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_gap_terms_wording_id"), "gap_terms", ["wording_id"], unique=False)


def _create_gaps() -> sa.Table:
    table = op.create_table(
        "gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["gap_groups.id"], name=op.f("fk_gaps_group_id_gap_groups")),
        sa.ForeignKeyConstraint(["wording_id"], ["gap_wordings.id"], name=op.f("fk_gaps_wording_id_gap_wordings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
    )
    op.create_index(op.f("ix_gaps_day"), "gaps", ["day"], unique=False)
    op.create_index(
        op.f("ix_gaps_group_id_pseudonym_wording_id"), "gaps", ["group_id", "pseudonym", "wording_id"], unique=False
    )
    op.create_index(op.f("ix_gaps_wording_id_pseudonym"), "gaps", ["wording_id", "pseudonym"], unique=False)
    return table


def _create_feedback() -> None:
    op.create_table(
        "votes",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("claims", _COMPARED, nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", "pseudonym", "entry", "claims", name=op.f("pk_votes")),
    )
    op.create_table(
        "vote_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("claims", _COMPARED, nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "entry", "claims", "opinion", "language", "complaint", name=op.f("pk_vote_counts")
        ),
    )
    op.create_table(
        "tallies",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "language", "kind", name=op.f("pk_tallies")),
    )


def _create_releases() -> None:
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("is_forced", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_releases")),
    )
    op.create_table(
        "release_trees",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["releases.number"], name=op.f("fk_release_trees_number_releases")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_release_trees")),
    )
    op.create_table(
        "draft_changes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_draft_changes")),
        sqlite_autoincrement=True,
    )


def _create_staff() -> None:
    op.create_table(
        "memberships",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("wants_digest", sa.Boolean(), nullable=False),
        sa.Column("digest_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_memberships")),
        sa.UniqueConstraint("id", name=op.f("uq_memberships_id")),
    )
    op.create_table(
        "links",
        sa.Column("hashed", sa.Text(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hashed", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_staff"), "links", ["staff"], unique=False)
    op.create_index(op.f("ix_links_until"), "links", ["until"], unique=False)
    op.create_table(
        "console_sessions",
        sa.Column("hashed", sa.Text(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hashed", name=op.f("pk_console_sessions")),
    )
    op.create_index(op.f("ix_console_sessions_staff"), "console_sessions", ["staff"], unique=False)
    op.create_index(op.f("ix_console_sessions_until"), "console_sessions", ["until"], unique=False)


def _create_audit_log() -> None:
    op.create_table(
        "deeds",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_deeds")),
        sqlite_autoincrement=True,
    )
    for statement in _AUDIT_TRIGGERS[op.get_context().dialect.name]:
        op.execute(statement)


def _create_link_checks() -> None:
    op.create_table(
        "link_checks",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_dead", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_link_checks")),
    )
