"""Words in which somebody says that they need help now: they come before all that a message asks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from knowledge.text.tokens import without_and

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Pleas:
    """Recognises them in folded words, wherever they stand; `despair.yaml` and `danger.yaml` list them."""

    rest: Mapping[str, Sequence[Sequence[str]]]
    """For each word that begins such a phrase, what may come after it."""

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Self:
        """Recognise phrases of folded words."""
        rest: defaultdict[str, list[Sequence[str]]] = defaultdict(list)
        for first, *others in map(str.split, phrases):
            rest[first].append(others)
        return cls(dict(rest))

    @classmethod
    def of_kin(cls, kin: Iterable[str], befell: Iterable[str], threatened: Iterable[str]) -> Self:
        """Recognise somebody's own people, with what befell them behind ('my son was kidnapped') or before them."""
        after, before = frozenset(befell), frozenset(threatened)
        return cls.of(
            phrase
            for one in kin
            for phrase in (*(f"{one} {what}" for what in after), *(f"{what} {one}" for what in before))
        )

    def is_said(self, tokens: Sequence[str]) -> bool:
        """Whether one of them stands in a message; an Arabic 'and' may be glued to its first word."""
        return any(
            tokens[place : place + len(others)] == others
            for place, token in enumerate(tokens, start=1)
            for first in {token, *without_and([token])}
            for others in self.rest.get(first, ())
        )
