"""The honest inner figure: each phrasing is left out, asked, and must find its entry; each near miss must not.

Nothing here looks at a question set: it measures how well the knowledge's own phrasings stand in for each other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge.schema import Variety
from knowledge.search.decide import ELSEWHERE, Verdict, decide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.schema import Phrasing
    from knowledge.search.evidence import Candidate
    from knowledge.search.finder import Finder


@dataclass(slots=True)
class Measurement:
    """Counts for each variety."""

    asked: Counter[Variety] = field(default_factory=Counter)
    first: Counter[Variety] = field(default_factory=Counter)
    """The right entry is the likeliest."""
    offered: Counter[Variety] = field(default_factory=Counter)
    """The right entry is among the likeliest three."""
    answered: Counter[Variety] = field(default_factory=Counter)
    """The right entry answers."""
    wrong: Counter[Variety] = field(default_factory=Counter)
    """Another entry answers."""
    near_misses: int = 0
    near_misses_answered: int = 0
    """By the entry that they are unlike."""
    elsewhere: int = 0
    elsewhere_answered: int = 0
    """By any entry."""

    def lines(self) -> Iterator[str]:
        """A table, one variety a line."""
        yield f"{'':10} {'asked':>6} {'first':>7} {'top 3':>7} {'right':>7} {'wrong':>7}"
        for variety in Variety:
            if self.asked[variety]:
                yield self._line(str(variety), [variety])
        yield self._line("all", list(Variety))
        share = 100 * self.near_misses_answered / max(1, self.near_misses)
        yield f"near misses, left out in turn: {self.near_misses}, answered by the entry they are unlike: {share:.1f} %"
        share = 100 * self.elsewhere_answered / max(1, self.elsewhere)
        yield f"questions that belong elsewhere, left out in turn: {self.elsewhere}, answered: {share:.1f} %"

    def _line(self, name: str, varieties: list[Variety]) -> str:
        total = sum(self.asked[variety] for variety in varieties)
        columns = (self.first, self.offered, self.answered, self.wrong)
        shares = (100 * sum(column[variety] for variety in varieties) / total for column in columns)
        return f"{name:10} {total:6} " + " ".join(f"{share:6.1f}%" for share in shares)


def measure(finder: Finder) -> Measurement:
    """Leave every phrasing and every near miss out in turn."""
    result, number = Measurement(), 0
    for target in finder.index.targets:
        for phrasing in target.phrasings:
            candidates = _ask(finder, phrasing, number)
            if target.id.startswith(ELSEWHERE):
                result.elsewhere += 1
                result.elsewhere_answered += decide(candidates).verdict is Verdict.SURE
            else:
                _count(result, phrasing.variety, target.id, candidates)
            number += 1
    for target in finder.index.targets:
        for phrasing in target.unlike:
            decision = decide(_ask(finder, phrasing, number))
            result.near_misses += 1
            result.near_misses_answered += decision.verdict is Verdict.SURE and decision.candidates[0].id == target.id
            number += 1
    return result


def _ask(finder: Finder, phrasing: Phrasing, number: int) -> list[Candidate]:
    question = finder.reader.read(phrasing.text, is_arabizi=phrasing.variety is Variety.ARABIZI)
    return finder.index.search(question, without=number)


def _count(result: Measurement, variety: Variety, wanted: str, candidates: list[Candidate]) -> None:
    ids = [candidate.id for candidate in candidates[:3]]
    decision = decide(candidates)
    result.asked[variety] += 1
    result.first[variety] += ids[:1] == [wanted]
    result.offered[variety] += wanted in ids
    if decision.verdict is Verdict.SURE:
        result.answered[variety] += decision.candidates[0].id == wanted
        result.wrong[variety] += decision.candidates[0].id != wanted
