"""Votes in the database.

A vote is tied to the day's pseudonym of its caster as long as they may change it. Then it becomes one of a number: how
many votes of a day were alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select, true, union_all

from bot.storage import traces
from bot.storage.tables import VOTE_COUNTS, VOTES
from handlers.feedback import Opinion, Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Row, Select, Table

    from bot.storage.database import Database
    from handlers.feedback import Vote

_ALIKE = ("day", "entry", "claims", "opinion", "language", "complaint")


class SqlVotes:
    """The port `Votes` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def cast(self, vote: Vote) -> bool:
        said = {"opinion": vote.opinion, "language": vote.language, "complaint": vote.complaint or ""}
        of_whom = {"day": vote.day, "pseudonym": vote.pseudonym, "entry": vote.entry, "claims": vote.claims}
        new = self._database.insert(VOTES).values(**of_whom, **said)
        is_news = or_(*(VOTES.c[name] != new.excluded[name] for name in said))
        statement = new.on_conflict_do_update(index_elements=VOTES.primary_key, set_=said, where=is_news)
        async with self._database.writing_once() as connection:
            return (await connection.execute(statement)).rowcount > 0

    async def shares(self, *, since: date | None = None) -> Sequence[Share]:
        query = union_all(
            _counted(VOTES, func.count(), since), _counted(VOTE_COUNTS, func.sum(VOTE_COUNTS.c.votes), since)
        )
        async with self._database.reading_once() as connection:
            rows = (await connection.execute(query)).all()
        return _shares(rows)

    async def erase(self, day: date, pseudonym: str) -> int:
        is_theirs = VOTES.c.day == day, VOTES.c.pseudonym == pseudonym
        async with self._database.writing(alone=False) as connection:
            erased = (await connection.execute(delete(VOTES).where(*is_theirs))).rowcount
            if erased:
                await traces.leave(self._database, connection)
        return erased

    async def forget(self, *, before: date) -> int:
        is_old = VOTES.c.day < before
        alike = [VOTES.c[name] for name in _ALIKE]
        counted = select(*alike, func.count()).where(is_old).group_by(*alike)
        new = self._database.insert(VOTE_COUNTS).from_select([*_ALIKE, "votes"], counted)
        more = {"votes": VOTE_COUNTS.c.votes + new.excluded.votes}
        async with self._database.writing() as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=VOTE_COUNTS.primary_key, set_=more))
            erased = (await connection.execute(delete(VOTES).where(is_old))).rowcount
        if erased:
            await self._database.purge()
        return erased


def _counted(table: Table, votes: ColumnElement[int], since: date | None) -> Select[*tuple[Any, ...]]:
    columns = [table.c[name] for name in ("entry", "claims", "opinion", "complaint")]
    is_wanted = true() if since is None else table.c.day >= since
    return select(*columns, votes.label("votes")).where(is_wanted).group_by(*columns)


def _shares(rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[Share, ...]:
    """The rows of each answer together, most voted down first."""
    opinions: defaultdict[tuple[str, tuple[int, ...]], Counter[str]] = defaultdict(Counter)
    complaints: defaultdict[tuple[str, tuple[int, ...]], Counter[str]] = defaultdict(Counter)
    for entry, claims, opinion, complaint, votes in rows:
        opinions[entry, tuple(claims)][opinion] += votes
        if complaint:
            complaints[entry, tuple(claims)][complaint] += votes
    shares = (
        Share(entry, claims, counts[Opinion.UP], counts[Opinion.DOWN], dict(complaints[entry, claims]))
        for (entry, claims), counts in opinions.items()
    )
    return tuple(sorted(shares, key=lambda share: (-share.down, -share.up, share.entry, share.claims)))
