from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from hypothesis import given, settings
from hypothesis import strategies as st
from storage.one_file_each import url_of_a_copy

from bot.storage.database import Database
from bot.storage.memory import MemoryVotes
from bot.storage.votes import SqlVotes
from handlers.feedback import Complaint, Opinion, Share, Vote

if TYPE_CHECKING:
    from pathlib import Path

    from handlers.staff_ports import Votes

MONDAY: Final = date(2019, 3, 18)
TUESDAY: Final = date(2019, 3, 19)
VOTE: Final = Vote(MONDAY, "p1", "founding", (0, 2), Opinion.DOWN, "en", Complaint.OUTDATED)


class TestVotes:
    """What every implementation of the port keeps to."""

    async def test_a_vote_is_counted(self, votes: Votes) -> None:
        """With the claims that were shown, and the reason that was given."""
        is_news = await votes.cast(VOTE)

        assert is_news
        assert list(await votes.shares()) == [Share("founding", (0, 2), 0, 1, {"outdated": 1})]

    async def test_a_vote_counts_once(self, votes: Votes) -> None:
        """A button that is pressed twice is no second vote."""
        await votes.cast(VOTE)

        assert not await votes.cast(VOTE)
        assert [share.down for share in await votes.shares()] == [1]

    async def test_somebody_may_think_again(self, votes: Votes) -> None:
        """The later vote of a day takes the place of the earlier, with its reason."""
        await votes.cast(VOTE)

        assert await votes.cast(replace(VOTE, opinion=Opinion.UP, complaint=None))
        assert list(await votes.shares()) == [Share("founding", (0, 2), 1, 0, {})]

    async def test_a_reason_may_follow(self, votes: Votes) -> None:
        """Saying why is news, and no second vote."""
        await votes.cast(replace(VOTE, complaint=None))

        assert await votes.cast(VOTE)
        assert list(await votes.shares()) == [Share("founding", (0, 2), 0, 1, {"outdated": 1})]

    async def test_somebody_s_votes_of_a_day_are_erased(self, votes: Votes) -> None:
        """And nobody else's, nor those of another day; they may vote again."""
        others = (replace(VOTE, pseudonym="p2"), replace(VOTE, day=TUESDAY))
        for vote in (VOTE, replace(VOTE, entry="members"), *others):
            await votes.cast(vote)

        assert await votes.erase(MONDAY, "p1") == 2
        assert await votes.erase(MONDAY, "p1") == 0
        assert [(share.entry, share.down) for share in await votes.shares()] == [("founding", 2)]
        assert await votes.cast(VOTE)

    async def test_other_claims_are_another_answer(self, votes: Votes) -> None:
        """What an entry says of another time is voted on apart."""
        await votes.cast(VOTE)
        await votes.cast(replace(VOTE, claims=(1,)))

        assert [share.claims for share in await votes.shares()] == [(0, 2), (1,)]

    async def test_the_most_disliked_come_first(self, votes: Votes) -> None:
        """Then those of most votes, then by name."""
        for entry, opinions in {"a": "u", "b": "uu", "c": "ud", "d": "dd", "e": "u"}.items():
            for place, opinion in enumerate(opinions):
                said = Opinion.UP if opinion == "u" else Opinion.DOWN
                await votes.cast(Vote(MONDAY, f"p{place}", entry, (0,), said, "en"))

        assert [share.entry for share in await votes.shares()] == ["d", "c", "b", "a", "e"]

    async def test_since_a_day_counts_that_day(self, votes: Votes) -> None:
        """Earlier votes are left out, with or without their casters."""
        for day in (MONDAY, TUESDAY):
            await votes.cast(replace(VOTE, day=day))
        before = await votes.shares(since=TUESDAY)
        await votes.forget(before=TUESDAY)

        assert [share.down for share in before] == [1]
        assert await votes.shares(since=TUESDAY) == before

    async def test_forgetting_keeps_the_counts(self, votes: Votes) -> None:
        """Who cast old votes is forgotten, and how many there were is not; also where it happens again and again."""
        for day in (MONDAY, TUESDAY):
            for pseudonym in ("p1", "p2"):
                await votes.cast(replace(VOTE, day=day, pseudonym=pseudonym))
        before = await votes.shares()

        forgotten = [await votes.forget(before=day) for day in (MONDAY, TUESDAY, TUESDAY)]
        await votes.cast(replace(VOTE, pseudonym="p3"))
        forgotten.append(await votes.forget(before=TUESDAY))

        assert forgotten == [0, 2, 0, 1]
        assert [share.down for share in before] == [4]
        assert [share.down for share in await votes.shares()] == [5]


async def test_a_pseudonym_that_is_forgotten_is_in_no_file(database: Database, path: Path) -> None:
    """Neither in the file nor in its log."""
    votes = SqlVotes(database)
    await votes.cast(replace(VOTE, pseudonym="0123456789abcdef"))
    await votes.forget(before=TUESDAY)

    assert b"0123456789abcdef" not in b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


CAST: Final = st.builds(
    Vote,
    day=st.integers(0, 2).map(lambda days: MONDAY + timedelta(days=days)),
    pseudonym=st.sampled_from(["p1", "p2"]),
    entry=st.sampled_from("xy"),
    claims=st.sampled_from([(0,), (0, 2)]),
    opinion=st.sampled_from(Opinion),
    language=st.sampled_from(["en", "ar"]),
    complaint=st.none() | st.sampled_from(Complaint),
)


@settings(max_examples=30)
@given(st.lists(CAST | st.integers(0, 3), max_size=20))
def test_the_database_counts_like_its_twin(migrated: Path, deeds: list[Vote | int]) -> None:
    """Votes cast, and forgotten before the day of a number, in any order."""
    with url_of_a_copy(migrated) as url:
        expected, counted = asyncio.run(told_by_both(url, deeds))

    assert counted == expected


async def told_by_both(url: str, deeds: list[Vote | int]) -> tuple[object, object]:
    """The same done in memory and in a database, and what each tells about it."""
    async with Database(url) as database:
        return await told(MemoryVotes(), deeds), await told(SqlVotes(database), deeds)


async def told(votes: Votes, deeds: list[Vote | int]) -> object:
    """What was returned, then the shares."""
    returned = [
        await (votes.cast(deed) if isinstance(deed, Vote) else votes.forget(before=MONDAY + timedelta(days=deed)))
        for deed in deeds
    ]
    return returned, await votes.shares(), await votes.shares(since=TUESDAY)
