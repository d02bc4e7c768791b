"""The gap queue in memory: every gap is kept as it came, and counted when it is asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.storage.grouping import folded, kept, shared_with_nearest
from handlers.gap_queue import GapGroup, GapState, Wording
from handlers.model import Gap, Reason
from knowledge.search.likeness import SAME, likeness, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime


@dataclass(slots=True)
class _Group:
    """Gaps that ask the same, in the order in which they came, and what was decided about them."""

    id: int
    entry: str | None
    gaps: list[Gap] = field(default_factory=list)
    state: GapState = GapState.OPEN
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def reason(self) -> Reason:
        return self.gaps[0].reason

    @property
    def folded(self) -> set[str]:
        return {folded(gap) for gap in self.gaps}


class MemoryGapQueue:
    """The ports `GapQueue` and `GapLog` in memory."""

    def __init__(self) -> None:
        self._groups: dict[int, _Group] = {}
        self._numbers = count(1)

    async def record(self, gap: Gap) -> int:
        gap = kept(gap)
        group = self._group_of(gap)
        if group is None:
            entry = gap.entry if gap.reason is Reason.DISLIKED else None
            group = _Group(next(self._numbers), entry)
            self._groups[group.id] = group
        group.gaps.append(gap)
        return group.id

    async def groups(
        self, *, states: Sequence[GapState] = (), limit: int = 50, offset: int = 0, fewest_askers: int = 1
    ) -> Sequence[GapGroup]:
        counted = [_counted(group, fewest_askers) for group in self._standing_in(states)]
        counted.sort(key=lambda group: (group.askers, group.last_day, group.id), reverse=True)
        return tuple(counted[offset : offset + limit])

    async def count(self, *, states: Sequence[GapState] = ()) -> int:
        return len(self._standing_in(states))

    async def group(self, group: int, *, fewest_askers: int = 1) -> GapGroup | None:
        return _counted(self._groups[group], fewest_askers) if group in self._groups else None

    async def wordings(self, group: int, *, fewest_askers: int = 1) -> Sequence[Wording]:
        found = self._groups.get(group)
        if found is None or _askers(found.gaps) < fewest_askers:
            return ()
        wordings = [alike for alike in _wordings(found.gaps) if alike[-1].text]
        return tuple(map(_wording, wordings, shared_with_nearest([alike[-1].terms for alike in wordings])))

    async def decide(self, group: int, state: GapState, *, by: str, at: datetime, entry: str | None = None) -> None:
        if (found := self._groups.get(group)) is not None:
            found.state, found.decided_by, found.decided_at = state, by, at
            if found.reason is not Reason.DISLIKED:
                found.entry = entry or (None if state is GapState.OPEN else found.entry)

    async def erase(self, day: date, pseudonym: str) -> int:
        return self._keep(lambda gap: (gap.day, gap.pseudonym) != (day, pseudonym))

    async def forget(self, *, before: date) -> int:
        return self._keep(lambda gap: gap.day >= before)

    def _keep(self, is_kept: Callable[[Gap], bool]) -> int:
        """Erase all other gaps; how many."""
        return sum([self._keep_of(group, is_kept) for group in list(self._groups.values())])

    def _keep_of(self, group: _Group, is_kept: Callable[[Gap], bool]) -> int:
        left = [gap for gap in group.gaps if is_kept(gap)]
        erased = len(group.gaps) - len(left)
        if not left:
            del self._groups[group.id]
        group.gaps = left
        return erased

    def _standing_in(self, states: Sequence[GapState]) -> list[_Group]:
        return [group for group in self._groups.values() if not states or group.state in states]

    def _group_of(self, gap: Gap) -> _Group | None:
        """The group that asks the same; there is none for what is asked for the first time."""
        groups = [group for group in self._groups.values() if group.reason is gap.reason]
        if gap.reason is Reason.DECLINED:
            return next((group for group in groups if group.gaps[0].language == gap.language), None)
        if gap.reason is Reason.DISLIKED:
            return next((group for group in groups if group.entry == gap.entry), None)
        worded_alike = (group for group in groups if folded(gap) in group.folded)
        return _nearest(groups, gap) or next(worded_alike, None)


class NoGaps:
    """The port `GapLog`, which keeps none: to compare each with all before it may take longer than to answer."""

    async def record(self, gap: Gap) -> None:
        pass

    async def erase(self, day: date, pseudonym: str) -> int:  # noqa: ARG002 - the port's
        return 0

    async def forget(self, *, before: date) -> int:  # noqa: ARG002 - the port's
        return 0


def _nearest(groups: Iterable[_Group], gap: Gap) -> _Group | None:
    compared = [
        (terms == gap.terms, likeness(gap.terms, terms), -group.id, group)
        for group in groups
        for terms in (alike[-1].terms for alike in _wordings(group.gaps))
        if not frozenset(telling(gap.terms)).isdisjoint(telling(terms))
    ]
    *_, most, _, group = max(compared, key=itemgetter(0, 1, 2), default=(False, 0.0, 0, None))
    return group if most >= SAME else None


def _counted(group: _Group, fewest_askers: int) -> GapGroup:
    gaps, shown = group.gaps, _wordings(group.gaps)[0][-1]
    return GapGroup(
        id=group.id,
        state=group.state,
        reason=group.reason,
        text=shown.text if _askers(gaps) >= fewest_askers else "",
        language=shown.language,
        times=len(gaps),
        askers=_askers(gaps),
        askers_by_language=dict(Counter(language for language, _ in {(gap.language, gap.pseudonym) for gap in gaps})),
        first_day=min(gap.day for gap in gaps),
        last_day=max(gap.day for gap in gaps),
        candidates=max(reversed(gaps), key=lambda gap: gap.day).candidates,
        entry=group.entry,
        decided_by=group.decided_by,
        decided_at=group.decided_at,
    )


def _wordings(gaps: Iterable[Gap]) -> list[list[Gap]]:
    """Gaps of the same folded text and language, by day: those of most askers first, then the latest asked."""
    wordings: dict[tuple[str, str], list[Gap]] = {}
    for gap in sorted(gaps, key=lambda gap: gap.day):
        key = folded(gap), gap.language
        wordings[key] = [*wordings.pop(key, []), gap]
    latest_first = [*reversed(wordings.values())]
    return sorted(latest_first, key=_askers, reverse=True)


def _askers(gaps: Iterable[Gap]) -> int:
    return len({gap.pseudonym for gap in gaps})


def _wording(alike: Sequence[Gap], why: tuple[str, ...]) -> Wording:
    latest = alike[-1]
    return Wording(latest.text, latest.language, len(alike), _askers(alike), latest.day, why)
