"""What a gap is kept as, and what of it tells which gaps ask the same: for the store and its twin alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.storage.texts import storable
from handlers.model import Gap, Reason
from knowledge.search.likeness import likeness
from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SEARCHED: Final = 20
"""Wordings of a group, those of most askers, among which the nearest to another is sought: each pair takes time."""
MOST_SHARED: Final = 8
"""Terms that are shown of why a wording is in its group."""
LONGEST_FOLDED: Final = 600
"""Characters of a folded text by which a wording is found: an index of PostgreSQL takes 2704 bytes, and a text may
become eighteen times as long when it is folded."""
LONGEST_TERM: Final = 200
"""Characters of a term; for the same reason."""
_WORDLESS: Final = frozenset({Reason.DECLINED, Reason.DISLIKED})
"""Of a declined request no word is kept; an answer that is voted down is grouped by its entry."""


def kept(gap: Gap) -> Gap:
    """The gap as it is stored: without what a database cannot hold, and without words where there shall be none.

    Its terms are in one order, each once, so that equal ones can be found as a whole.
    """
    if gap.reason in _WORDLESS:
        return replace(gap, text="", terms=())
    return replace(
        gap, text=storable(gap.text), terms=tuple(sorted({storable(term)[:LONGEST_TERM] for term in gap.terms}))
    )


def folded(gap: Gap) -> str:
    """What the spellings of a wording have in common."""
    return fold(gap.text)[:LONGEST_FOLDED]


def shared_with_nearest(wordings: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """What each wording of a group shares with the nearest of the others, or has alone, by the terms of all of them."""
    return [_shared(terms, _nearest(place, wordings)) for place, terms in enumerate(wordings)]


def _nearest(place: int, wordings: Sequence[Sequence[str]]) -> Sequence[str]:
    terms = wordings[place]
    others = (other for at, other in enumerate(wordings[:MOST_SEARCHED]) if at != place)
    return max(others, key=lambda other: likeness(terms, other), default=terms)


def _shared(terms: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The terms of both, without their prefixes: `members` of `concept:members`."""
    return tuple(term.rpartition(":")[2] for term in terms if term in other)[:MOST_SHARED]
