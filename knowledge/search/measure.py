"""The honest inner figure: each phrasing is left out, asked, and must find its entry; each near miss must not.

Nothing here looks at a question set: it measures how well the knowledge's own phrasings stand in for each other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from knowledge.cores import spread
from knowledge.schema import Variety
from knowledge.search.decide import ELSEWHERE, Verdict, decide

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from knowledge.schema import Phrasing
    from knowledge.search.evidence import Candidate
    from knowledge.search.finder import Finder

PARTS: Final = 8
"""Into which all questions are dealt for the classifier."""
LIKELIEST: Final = 3
"""Candidates among which an entry has to be so that it may still be offered."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A phrasing or a near miss with what is found for it as if nobody had written it."""

    target: str
    """The id under which it is written."""
    phrasing: Phrasing
    is_near_miss: bool
    candidates: tuple[Candidate, ...]
    """Likeliest first."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is a question that no entry answers."""
        return self.target.startswith(ELSEWHERE)

    @property
    def likeliest(self) -> tuple[str, ...]:
        """The ids of the likeliest three, of entries and of subjects elsewhere."""
        return tuple(candidate.id for candidate in self.candidates[:LIKELIEST])

    @property
    def answered_by(self) -> str | None:
        """The id of the entry that answers; None when there is no answer."""
        decision = decide(self.candidates)
        return decision.candidates[0].id if decision.verdict is Verdict.SURE else None


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


def leave_one_out(finder: Finder, limit: int = 5) -> Iterator[LeftOut]:
    """Ask every phrasing, of entries and of subjects elsewhere, then every near miss, each without itself.

    The classifier cannot unlearn one question. So it learns several times, each time without a part of all questions,
    and each question is put to the one that has not seen it. That is stricter than leaving out one.

    Args:
        finder: over the whole knowledge.
        limit: how many candidates at the most.
    """
    written = list(_written(finder))
    unseen = [finder.index.without(range(first, len(written), PARTS)) for first in range(min(PARTS, len(written)))]
    for number, (target, phrasing, is_near_miss) in enumerate(written):
        question = finder.reader.read(phrasing.text, is_arabizi=phrasing.variety is Variety.ARABIZI)
        candidates = finder.index.search(question, limit=limit, without=number, classifier=unseen[number % PARTS])
        yield LeftOut(target, phrasing, is_near_miss, tuple(candidates))


def leave_out(finder: Finder, targets: Collection[str], limit: int = LIKELIEST) -> list[LeftOut]:
    """Ask the phrasings of some targets, each without itself, and with the classifier that has seen it.

    That takes no learning, and so is quick. It is milder than `leave_one_out`: the classifier speaks for the target
    of each phrasing, so that a phrasing that only it would have led astray is not found.

    Args:
        finder: over the whole knowledge.
        targets: the ids of those whose phrasings are asked.
        limit: how many candidates at the most.
    """
    written = [
        (number, target, phrasing)
        for number, (target, phrasing, is_near_miss) in enumerate(_written(finder))
        if target in targets and not is_near_miss
    ]

    def ask(place: int) -> LeftOut:
        number, target, phrasing = written[place]
        question = finder.reader.read(phrasing.text, is_arabizi=phrasing.variety is Variety.ARABIZI)
        candidates = finder.index.search(question, limit=limit, without=number)
        return LeftOut(target, phrasing, is_near_miss=False, candidates=tuple(candidates))

    return spread(ask, range(len(written)))


def measure(outcomes: Iterable[LeftOut]) -> Measurement:
    """Count what became of all that was left out in turn."""
    result = Measurement()
    for left_out in outcomes:
        if left_out.is_near_miss:
            result.near_misses += 1
            result.near_misses_answered += left_out.answered_by == left_out.target
        elif left_out.is_elsewhere:
            result.elsewhere += 1
            result.elsewhere_answered += left_out.answered_by is not None
        else:
            _count(result, left_out)
    return result


def _written(finder: Finder) -> Iterator[tuple[str, Phrasing, bool]]:
    """In the index's own numbering: all phrasings of all targets, then all their near misses."""
    for target in finder.index.targets:
        yield from ((target.id, phrasing, False) for phrasing in target.phrasings)
    for target in finder.index.targets:
        yield from ((target.id, phrasing, True) for phrasing in target.unlike)


def _count(result: Measurement, left_out: LeftOut) -> None:
    variety, wanted, answered_by = left_out.phrasing.variety, left_out.target, left_out.answered_by
    result.asked[variety] += 1
    result.first[variety] += left_out.likeliest[:1] == (wanted,)
    result.offered[variety] += wanted in left_out.likeliest
    result.answered[variety] += answered_by == wanted
    result.wrong[variety] += answered_by not in {wanted, None}
