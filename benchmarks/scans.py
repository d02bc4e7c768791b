"""What there would be without an index: RapidFuzz compares a text with every phrasing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.matchers import Answer, Grouping, Matcher
from benchmarks.words import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.matchers import Floats


class Scan(Matcher):
    """The label of the most similar phrasing; both sides are folded and without punctuation."""

    def __init__(self, name: str, scorer: Callable[..., float], *, is_slow: bool = False) -> None:
        self.name = name
        self.is_slow = is_slow
        self._scorer = scorer

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Only lay the phrasings side by side."""
        self._grouping = Grouping.of([*map(plain, texts)], labels)
        self.labels = self._grouping.labels

    def scores(self, text: str) -> Floats:
        """Similarity of each label's most similar phrasing, 0 to 100."""
        row = process.cdist([plain(text)], self._grouping.texts, scorer=self._scorer, dtype=np.float64)[0]
        return self._grouping.best(row)

    def answer(self, text: str) -> Answer:
        """The same label and score, by RapidFuzz's own quickest way: it passes over what cannot become the best."""
        _, score, row = process.extractOne(plain(text), self._grouping.texts, scorer=self._scorer, processor=None)
        return Answer(self.labels[self._grouping.owners[row]], score)


def whole_ratio() -> Scan:
    """RapidFuzz's own recommendation when nothing else is known."""
    return Scan("RapidFuzz WRatio scan", fuzz.WRatio, is_slow=True)


def token_set_ratio() -> Scan:
    """Words in common, in whatever order."""
    return Scan("RapidFuzz token_set_ratio scan", fuzz.token_set_ratio)
