"""Which variety a question is written in, as far as its words tell: a first guess that a curator can change."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from knowledge.schema import Variety
from knowledge.text.language import Detected
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.library import Library

DIALECTS: Final = (Variety.IRAQI, Variety.LEVANTINE, Variety.EGYPTIAN, Variety.GULF)
"""In the order in which a draw is decided: most readers are in Iraq."""


def variety_of(library: Library, text: str) -> Variety:
    """English or Arabizi by the script; of Arabic the dialect that most of its telling words belong to."""
    detected = library.detector.detect(text)
    if detected is Detected.ARABIZI:
        return Variety.ARABIZI
    if detected is Detected.ENGLISH:
        return Variety.ENGLISH
    said = set(words(text))
    votes = Counter({dialect: len(said & _telling(library, dialect)) for dialect in DIALECTS})
    likeliest = max(DIALECTS, key=lambda dialect: votes[dialect])
    return likeliest if votes[likeliest] else Variety.STANDARD


def _telling(library: Library, dialect: Variety) -> set[str]:
    """Words of a dialect that the standard language does not have."""
    return set(_single_words(library, dialect)) - set(_single_words(library, Variety.STANDARD))


def _single_words(library: Library, variety: Variety) -> Iterator[str]:
    """The forms of question words, times and fillers: those are what a dialect is known by."""
    lexicon = library.knowledge.lexicon
    groups = chain(lexicon.kinds.values(), lexicon.times.values())
    forms = chain.from_iterable(concept.forms.get(variety, ()) for concept in groups)
    for form in chain(forms, lexicon.fillers.get(variety, ())):
        yield from words(form)
