"""Leave-one-out as numbers: the evidence for each candidate when a phrasing was asked as if nobody had written it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from knowledge.schema import Variety
from knowledge.search import tuning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from knowledge.schema import Phrasing
    from knowledge.search.evidence import Candidate
    from knowledge.search.finder import Finder

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]

CANDIDATES: Final = 14
"""Looked at for each question."""
FIXED: Final = ("near miss", "verbatim")
"""The kinds of evidence whose weight is set by hand: what is left out in turn cannot speak for or against its entry."""
FITTED: Final = tuple(name for name in tuning.WEIGHTS if name not in FIXED)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Questions in rows, their candidates in columns."""

    parts: Floats
    """Each candidate's evidence, in the order of `FITTED`."""
    offsets: Floats
    """What the fixed weights add to each candidate's strength."""
    is_candidate: Flags
    """Whether there is such a candidate; rows may have fewer than `CANDIDATES`."""
    is_own: Flags
    """Whether it is the entry under which the question is written."""
    is_near_miss: Flags
    """For each row, whether it is written there as something that the entry does not answer."""


def leave_one_out(finder: Finder) -> Outcomes:
    """Ask every phrasing and every near miss of the knowledge, each as if it had not been written."""
    asked = list(_asked(finder))
    shape = len(asked), CANDIDATES
    outcomes = Outcomes(
        np.zeros((*shape, len(FITTED))),
        np.zeros(shape),
        np.zeros(shape, dtype=np.bool_),
        np.zeros(shape, dtype=np.bool_),
        np.array([is_near_miss for *_, is_near_miss in asked], dtype=np.bool_),
    )
    for number, (owner, phrasing, _) in enumerate(asked):
        question = finder.reader.read(phrasing.text, is_arabizi=phrasing.variety is Variety.ARABIZI)
        _fill(outcomes, number, owner, finder.index.search(question, without=number, limit=CANDIDATES))
    return outcomes


def _asked(finder: Finder) -> Iterator[tuple[str, Phrasing, bool]]:
    """In the index's own numbering: all phrasings of all entries, then all their near misses."""
    for target in finder.index.targets:
        yield from ((target.id, phrasing, False) for phrasing in target.phrasings)
    for target in finder.index.targets:
        yield from ((target.id, phrasing, True) for phrasing in target.unlike)


def _fill(outcomes: Outcomes, number: int, owner: str, candidates: Sequence[Candidate]) -> None:
    for column, candidate in enumerate(candidates):
        parts = candidate.evidence.parts
        outcomes.parts[number, column] = [parts[name] for name in FITTED]
        outcomes.offsets[number, column] = sum(tuning.WEIGHTS[name] * parts[name] for name in FIXED)
        outcomes.is_candidate[number, column] = True
        outcomes.is_own[number, column] = candidate.id == owner
