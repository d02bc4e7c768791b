from __future__ import annotations

from typing import TYPE_CHECKING

from search_floor.building import concept, lexicon

from handlers.public_names import PublicNames
from knowledge.schema import ConceptClass

if TYPE_CHECKING:
    from handlers.library import Library

PUBLIC = PublicNames.of(
    lexicon(
        [
            concept("abadi", {"en": ["Haider al-Abadi"], "ar": ["عبادي"]}, ConceptClass.PERSON),
            concept("qurashi", {"ar": ["أبو الحسن", "أبو الحسن القرشي"]}, ConceptClass.PERSON),
            concept("mosul", {"en": ["Mosul"]}, ConceptClass.PLACE),
        ]
    )
)


def test_persons_of_the_lexicon() -> None:
    """The lexicon's persons are public in every spelling, with what stands around them; nothing else is."""
    said = (["dr", "haider", "al", "abadi"], ["حيدر", "العبادي"], ["haider"], ["mosul"])

    assert [PUBLIC.holds(name) for name in said] == [True, True, False, False]


def test_kunya_alone() -> None:
    """Whom 'Abu al-Hasan' means nobody can tell; with what follows it is one man."""
    assert [PUBLIC.holds(["ابو", "الحسن"]), PUBLIC.holds(["ابو", "الحسن", "القرشي"])] == [False, True]


def test_library(small: Library) -> None:
    """A library knows the public names of its lexicon."""
    assert small.public_names == PublicNames.of(small.knowledge.lexicon)
