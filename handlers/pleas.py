"""Words in which somebody says that they need help now: they come before all that a message asks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from knowledge.text.tokens import without_and

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


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

    def is_said(self, tokens: Sequence[str]) -> bool:
        """Whether one of them stands in a message; an Arabic 'and' may be glued to its first word."""
        return any(True for _ in self.spans(tokens))

    def spans(self, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where they stand: the places of the first word, and after the last."""
        return (
            (place - 1, place + len(others))
            for place, token in enumerate(tokens, start=1)
            for first in {token, *without_and([token])}
            for others in self.rest.get(first, ())
            if list(tokens[place : place + len(others)]) == others
        )


@dataclass(frozen=True, slots=True)
class PleasForKin:
    """Recognises what somebody says of their own people: 'my son was kidnapped', 'they threatened my family'."""

    kin: Pleas
    befell: Pleas
    """What is said behind them."""
    threatened: Pleas
    """What is said before them."""

    @classmethod
    def of(cls, kin: Iterable[str], befell: Iterable[str], threatened: Iterable[str]) -> Self:
        """Recognise phrases of folded words."""
        return cls(*map(Pleas.of, (kin, befell, threatened)))

    def is_said(self, tokens: Sequence[str]) -> bool:
        """Whether somebody's own people stand right before what befell them, or behind who threatened them."""
        theirs = list(self.kin.spans(tokens))
        if not theirs:
            return False
        befell = (start for start, _ in self.befell.spans(tokens))
        threatened = (end for _, end in self.threatened.spans(tokens))
        is_before = not {end for _, end in theirs}.isdisjoint(befell)
        return is_before or not {start for start, _ in theirs}.isdisjoint(threatened)
