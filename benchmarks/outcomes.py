"""Questions as numbers, to fit the weights of the search to: what speaks for each candidate, and which is right.

Two kinds of question: every phrasing and near miss of the knowledge, asked as if nobody had written it; and what people
asked who had never seen a phrasing. The first are many and cover everything, the second are what it is all for.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import numpy as np

from bot.question_sets import read_sets
from handlers.judging import Expectation, holders
from knowledge.search import tuning
from knowledge.search.decide import ELSEWHERE
from knowledge.search.measure import leave_one_out
from knowledge.text.language import Detected

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from handlers.library import Library

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

CANDIDATES: Final = 10
"""Looked at for each question, at the most."""
FIXED: Final = (
    "near miss",
    "verbatim",
    "unexplained name",
    "unexplained attribute",
    "later date",
    "unexplained wanted",
    "no reason",
    "future",
)
"""The kinds of evidence whose weight is set by hand.

What is left out in turn cannot speak for or against its entry. And what makes another question of the same words is
held to be stronger than a fit makes it, in favour of no answer.
"""
FITTED: Final = tuple(name for name in tuning.WEIGHTS if name not in FIXED)
FITTED_REVIEWED: Final = tuple(name for name in tuning.WEIGHTS_REVIEWED if name not in FIXED)
FIXED_WEIGHTS: Final = {name: tuning.WEIGHTS[name] for name in FIXED}
LEFT_OUT_COUNTS: Final = 0.03
"""What a phrasing that was left out counts beside a question of somebody who never saw one."""
UNANSWERED_COUNTS: Final = 3.0
"""How much more a question counts that nothing answers: a wrong answer is worse than none."""
UNANSWERED_COUNTS_REVIEWED: Final = 8.0
"""The same at the second look, where few are left that are likely and not answered."""


class Weighable(Protocol):
    """Kinds of evidence, each as a number."""

    @property
    def parts(self) -> Mapping[str, float]: ...


class Weighed(Protocol):
    """A candidate with what speaks for it."""

    @property
    def id(self) -> str: ...
    @property
    def evidence(self) -> Weighable: ...


class Asked(NamedTuple):
    """A question with its candidates, those of them that are right, and what it counts."""

    candidates: Sequence[Weighed]
    right: Collection[str]
    """Ids; none for a question that nothing answers."""
    counts: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Questions in rows, their candidates in columns."""

    parts: Floats
    """Each candidate's evidence, in the order of what is fitted."""
    offsets: Floats
    """What the fixed weights add to each candidate's strength."""
    is_candidate: Flags
    """Whether there is such a candidate; some rows have fewer than others."""
    is_own: Flags
    """Whether it is a right one."""
    is_elsewhere: Flags
    """Whether it is a subject elsewhere, which answers as little as no candidate does."""
    is_unanswered: Flags
    """For each row, whether nothing should answer it."""
    counts: Floats
    """For each row."""

    @classmethod
    def of(
        cls,
        asked: Sequence[Asked],
        fitted: Sequence[str] = FITTED,
        fixed: Mapping[str, float] = FIXED_WEIGHTS,
        unanswered_counts: float = UNANSWERED_COUNTS,
    ) -> Outcomes:
        """Lay questions out.

        Args:
            asked: the questions.
            fitted: the kinds of evidence whose weights are looked for.
            fixed: the weights of the others.
            unanswered_counts: how much more a question counts that nothing answers.
        """
        shape = len(asked), max((len(one.candidates) for one in asked), default=0)
        outcomes = cls(
            parts=np.zeros((*shape, len(fitted))),
            offsets=np.zeros(shape),
            is_candidate=np.zeros(shape, dtype=np.bool_),
            is_own=np.zeros(shape, dtype=np.bool_),
            is_elsewhere=np.zeros(shape, dtype=np.bool_),
            is_unanswered=np.array([not one.right for one in asked], dtype=np.bool_),
            counts=np.array([one.counts * (1.0 if one.right else unanswered_counts) for one in asked]),
        )
        for row, one in enumerate(asked):
            outcomes._fill(row, one, fitted, fixed)
        return outcomes

    def _fill(self, row: int, asked: Asked, fitted: Sequence[str], fixed: Mapping[str, float]) -> None:
        for column, candidate in enumerate(asked.candidates):
            parts = candidate.evidence.parts
            self.parts[row, column] = [parts[name] for name in fitted]
            self.offsets[row, column] = sum(weight * parts[name] for name, weight in fixed.items())
            self.is_candidate[row, column] = True
            self.is_own[row, column] = candidate.id in asked.right
            self.is_elsewhere[row, column] = candidate.id.startswith(ELSEWHERE)


def left_out(library: Library) -> Iterator[Asked]:
    """Every phrasing and every near miss of the knowledge, each as if it had not been written."""
    for one in leave_one_out(library.finder, limit=CANDIDATES):
        is_answered = not (one.is_near_miss or one.is_elsewhere)
        yield Asked(one.candidates, {one.target} if is_answered else (), LEFT_OUT_COUNTS)


def independent(library: Library, sets: Sequence[Path], *, is_reviewed: bool = False) -> Iterator[Asked]:
    """The questions of people who had not seen the phrasings, without follow-ups, small talk and other languages.

    An entry is right for one if a claim of it holds the facts that are expected.

    Args:
        library: what is asked.
        sets: files of questions.
        is_reviewed: whether the candidates are those of a second look; questions that leave no doubt are left out then.
    """
    for row in chain.from_iterable(read_sets(sets, library.knowledge.entries)):
        expected, detected = row.expected, library.detector.detect(row.text)
        right = set(holders(expected.facts, library)) if expected.expectation is Expectation.ANSWER else set()
        is_counted = right or expected.expectation is Expectation.GAP
        if is_counted and row.turn == 1 and detected is not Detected.OTHER:
            question = library.finder.find(row.text, is_arabizi=detected is Detected.ARABIZI).question
            finder = library.finder
            if not is_reviewed:
                yield Asked(finder.index.search(question, limit=CANDIDATES), right, 1.0)
            elif reviewed := [one for one in finder.candidates(question) if one.evidence.review is not None]:
                yield Asked(reviewed, right, 1.0)
