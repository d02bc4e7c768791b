"""What a gap is kept as, and what of it tells which gaps ask the same: for the store and its twin alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.storage.texts import storable
from handlers.model import Gap, Reason

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

MOST_SHARED: Final = 8
"""Terms that are shown of why a wording is in its group."""
_WORDLESS: Final = frozenset({Reason.DECLINED, Reason.DISLIKED})
"""Of a declined request no word is kept; an answer that is voted down is grouped by its entry."""


def kept(gap: Gap) -> Gap:
    """The gap as it is stored: without what a database cannot hold, and without words where there shall be none."""
    if gap.reason in _WORDLESS:
        return replace(gap, text="", terms=())
    return replace(gap, text=storable(gap.text), terms=tuple(storable(term) for term in gap.terms))


def group_terms(terms: Iterable[str]) -> list[str]:
    """The terms in one order, so that equal ones can be found as a whole."""
    return sorted(set(terms))


def shared(terms: Iterable[str], of_group: Container[str]) -> tuple[str, ...]:
    """What a wording shares with its group, without the prefixes: `members` of `concept:members`."""
    return tuple(term.rpartition(":")[2] for term in terms if term in of_group)[:MOST_SHARED]
