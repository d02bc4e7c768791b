"""Votes and counts of replies in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.feedback import Opinion, Share, Vote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


class MemoryVotes:
    """The port `Votes` in memory."""

    def __init__(self) -> None:
        self._votes: dict[tuple[date, str, str, tuple[int, ...]], Vote] = {}
        self._nameless: list[Vote] = []

    async def cast(self, vote: Vote) -> bool:
        key = vote.day, vote.pseudonym, vote.entry, vote.claims
        before, self._votes[key] = self._votes.get(key), vote
        return before != vote

    async def shares(self, *, since: date | None = None) -> Sequence[Share]:
        answers: defaultdict[tuple[str, tuple[int, ...]], list[Vote]] = defaultdict(list)
        for vote in (*self._nameless, *self._votes.values()):
            if since is None or vote.day >= since:
                answers[vote.entry, vote.claims].append(vote)
        shares = (_share(entry, claims, votes) for (entry, claims), votes in answers.items())
        return tuple(sorted(shares, key=lambda share: (-share.down, -share.up, share.entry, share.claims)))

    async def erase(self, day: date, pseudonym: str) -> int:
        cast = [key for key in self._votes if key[:2] == (day, pseudonym)]
        for key in cast:
            del self._votes[key]
        return len(cast)

    async def forget(self, *, before: date) -> int:
        old = [key for key, vote in self._votes.items() if vote.day < before]
        self._nameless.extend(replace(self._votes.pop(key), pseudonym="") for key in old)
        return len(old)


class MemoryTallies:
    """The port `Tallies` in memory."""

    def __init__(self) -> None:
        self._replies: Counter[tuple[date, str, str]] = Counter()

    async def add(self, day: date, language: str, kind: str) -> None:
        self._replies[day, language, kind] += 1

    async def between(self, first: date, last: date) -> Mapping[tuple[date, str, str], int]:
        return {key: replies for key, replies in self._replies.items() if first <= key[0] <= last}


def _share(entry: str, claims: tuple[int, ...], votes: Sequence[Vote]) -> Share:
    opinions = Counter(vote.opinion for vote in votes)
    complaints = Counter(str(vote.complaint) for vote in votes if vote.complaint is not None)
    return Share(entry, claims, opinions[Opinion.UP], opinions[Opinion.DOWN], dict(complaints))
