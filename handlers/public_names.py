"""The names of persons whom the knowledge is about: who asks about one of them says nothing of anybody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from knowledge.schema import ConceptClass
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.schema import Lexicon

_THE: Final = "ال"
_KUNYAS: Final = frozenset({"abu", "abo", "abi", "ابو", "ابي"})
_OF_A_KUNYA: Final = 2
"""Words; whom 'Abu Hassan' means nobody can tell."""


@dataclass(frozen=True, slots=True)
class PublicNames:
    """What public persons are called, in every spelling that the lexicon has."""

    forms: frozenset[tuple[str, ...]]
    """Of folded words, without articles."""

    @classmethod
    def of(cls, lexicon: Lexicon) -> PublicNames:
        """The names of the lexicon's persons."""
        persons = (concept for concept in lexicon.concepts.values() if concept.klass is ConceptClass.PERSON)
        said = (_bare(words(form)) for person in persons for _, form in person.every_form())
        return cls(frozenset(form for form in said if not _is_a_kunya(form)))

    def holds(self, name: Sequence[str]) -> bool:
        """Whether folded words have one of these names in them."""
        return any(part in self.forms for part in _parts(_bare(name)))


def _bare(name: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.removeprefix(_THE) for word in name)


def _is_a_kunya(form: Sequence[str]) -> bool:
    return len(form) == _OF_A_KUNYA and form[0] in _KUNYAS


def _parts(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for first in range(len(name)):
        for end in range(first + 1, len(name) + 1):
            yield name[first:end]


NOBODY: Final = PublicNames(frozenset())
