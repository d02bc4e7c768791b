"""Which questions ask the same thing, across spelling, dialect and language.

A question is compared by its terms: the concepts of the lexicon, which are the same in every language, what sort of
thing is asked, the dates, and the sound of words that the lexicon does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from knowledge.search.question import Question

SAME: Final = 0.7
"""Likeness from which two questions ask the same."""


def terms_of(question: Question) -> tuple[str, ...]:
    """What a question asks, as short texts that can be stored and looked up."""
    raise NotImplementedError


def likeness(one: Collection[str], other: Collection[str]) -> float:
    """How alike two questions are by their terms, from 0 to 1; symmetric."""
    raise NotImplementedError


def telling(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms by which likely groups are looked up, the most telling first: any group that is the same shares one."""
    raise NotImplementedError
