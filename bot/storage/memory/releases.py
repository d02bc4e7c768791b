"""Releases and drafts in memory."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from bot.storage.conflicts import outdated, overtaken
from bot.storage.texts import storable
from handlers.releases import DraftChange, Release, ReleaseState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from knowledge.editing import Change
    from knowledge.tree import Tree


class MemoryReleases:
    """The port `Releases` in memory."""

    def __init__(self) -> None:
        self._releases: dict[int, Release] = {}
        self._trees: dict[int, Tree] = {}

    async def add(self, release: Release, tree: Tree) -> Release:
        number = len(self._releases) + 1
        self._trees[number] = tree
        return self._keep(replace(release, number=number, note=storable(release.note)))

    async def move(self, number: int, state: ReleaseState, *, reasons: Sequence[str] = ()) -> Release:
        return self._keep(replace(self._waiting(number), state=state, reasons=tuple(reasons)))

    async def publish(self, number: int, *, at: datetime, is_forced: bool = False) -> Release:
        release, served = self._waiting(number), await self.served()
        if release.base != (served.number if served is not None else 0):
            raise outdated(number)
        return self._keep(replace(release, state=ReleaseState.PUBLISHED, published_at=at, is_forced=is_forced))

    async def served(self) -> Release | None:
        published = [
            (release.published_at, number) for number, release in self._releases.items() if release.published_at
        ]
        return self._releases[max(published)[1]] if published else None

    async def get(self, number: int) -> Release | None:
        return self._releases.get(number)

    async def tree(self, number: int) -> Tree:
        return self._trees[number]

    async def history(self, *, limit: int = 50, states: Sequence[ReleaseState] = ()) -> Sequence[Release]:
        wanted = [release for release in self._releases.values() if not states or release.state in states]
        return tuple(wanted[::-1][:limit])

    def _waiting(self, number: int) -> Release:
        release = self._releases[number]
        if release.state is ReleaseState.PUBLISHED:
            raise outdated(number)
        return release

    def _keep(self, release: Release) -> Release:
        self._releases[release.number] = release
        return release


class MemoryDrafts:
    """The port `Drafts` in memory."""

    def __init__(self) -> None:
        self._changes: dict[int, DraftChange] = {}
        self._numbers = count(1)

    async def changes(self) -> Sequence[DraftChange]:
        return tuple(self._changes.values())

    async def add(
        self, change: Change, *, author: str, at: datetime, group: int | None = None, expected: int
    ) -> DraftChange:
        if max(self._changes, default=0) != expected:
            raise overtaken()
        kept = DraftChange(next(self._numbers), change, author, at, group)
        self._changes[kept.number] = kept
        return kept

    async def drop(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self._changes.pop(number, None)
