"""Entries of which much the same is asked: who leads them is told, what was paid for them is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search_floor.building import claim, entry, knowledge
from search_floor.words import LEXICON

from knowledge.search.asked_of import LEAST_SEEN
from knowledge.search.experience import LEAST_LEARNT_FROM

if TYPE_CHECKING:
    from knowledge.schema import Entry, Knowledge

SUBJECTS: Final = ("schools", "oil", "strikes")
EACH: Final = max(LEAST_SEEN, LEAST_LEARNT_FROM // len(SUBJECTS) + 1)


def lead(subject: str, *, near_misses: int = EACH) -> Entry:
    """An entry that tells who leads something."""
    asked = {"en": [f"who leads the {subject} in town{number}" for number in range(EACH)]}
    unlike = {"en": [f"who paid for the {subject} in town{number}" for number in range(near_misses)]}
    told = claim("2020", f"Brennan leads the {subject}.", "برينان.")
    return entry(subject, asked, [told], unlike=unlike, unanswered={"en": ["and what did it weigh?"]})


def leads(*, near_misses: int = EACH) -> Knowledge:
    """A knowledge of such entries."""
    return knowledge(LEXICON, [lead(subject, near_misses=near_misses) for subject in SUBJECTS])
