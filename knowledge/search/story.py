"""A question in a story: what is asked, and what is told around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from knowledge.search.parts import TOLD
from knowledge.search.question import OPINION
from knowledge.text.tokens import first_words, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.search.evidence import Evidence
    from knowledge.search.profile import Profile
    from knowledge.search.question import Feature, Question

_ENDS: Final = frozenset(".!:;؛…")
"""Signs after which what was told stands by itself."""
UNEXPLAINED: Final = 3.0
"""Log-odds against a target that explains nothing of the question, less for one that explains a part of it.

What is told speaks for targets which may have nothing to say on what is asked. Between 2 and 4 little changes.
"""
NOTHING_EXPLAINED: Final = 3.0
"""Further log-odds against a target that explains nothing of it."""


@dataclass(frozen=True)
class Story:
    """A question with what is told around it: that may speak for a target, but none has to explain it."""

    asked: Question
    told: Question

    @cached_property
    def beside(self) -> tuple[Feature, ...]:
        """What is told and not asked."""
        asked = frozenset(self.asked.ids)
        return tuple(feature for feature in self.told.features if feature.id not in asked)

    @property
    def together(self) -> Question:
        """What is asked, then what is told; its time is the question's, or else what was told."""
        return replace(
            self.asked,
            features=(*self.asked.features, *self.beside),
            kinds=self._kinds,
            dates=self.asked.dates or self.told.dates,
        )

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """What kinds of thing are asked for; an opinion is, wherever it is asked: 'do you think … I mean, what…'."""
        return self.asked.kinds | (self.told.kinds & {OPINION})

    def asked_of(self, profile: Profile, *, speaks_of_date: bool) -> Question:
        """The question with what a target explains of that which is told.

        Args:
            profile: the target's.
            speaks_of_date: whether it speaks of a date that is told.
        """
        return replace(
            self.asked,
            features=(*self.asked.features, *filter(profile.explains, self.beside)),
            kinds=self._kinds,
            dates=self.asked.dates or (self.told.dates if speaks_of_date else ()),
        )

    def against(self, evidence: Evidence) -> float:
        """Log-odds against a target, by what it leaves unexplained of the question itself."""
        share = len(evidence.unexplained) / max(1, len(self.asked.features))
        return UNEXPLAINED * share + (NOTHING_EXPLAINED if share >= 1.0 else 0.0)


def told_around(parts: Sequence[str], text: str) -> str:
    """What a text says besides some parts of it, which stand in it in this order; nothing if that is no story.

    A few words before a comma begin the question ('In Yemen, how many…'); a sentence of its own does not.
    """
    told, position = [], 0
    for part in parts:
        start = text.index(part, position)
        told.append(text[position:start].rstrip())
        position = start + len(part)
    told.append(text[position:].rstrip())
    is_apart = any(piece[-1:] in _ENDS and bool(words(piece)[1:]) for piece in told)
    around = "\n".join(told)
    return around if is_apart or len(first_words(around, TOLD)) >= TOLD else ""
