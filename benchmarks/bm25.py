"""BM25 with stemming, over an inverted index: what a search engine does out of the box."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.matchers import Grouping, Matcher
from benchmarks.words import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.matchers import Floats

SATURATION: Final = 1.2
"""k1: how soon a word that is repeated counts no more."""
LENGTH: Final = 0.75
"""b: how much a long phrasing has to contain more of the words."""


class Bm25(Matcher):
    """The label of the best phrasing; scores as in Robertson and Zaragoza 2009, with an idf that stays above 0."""

    name = "BM25 with stemming"

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Work out what each stem adds to the phrasings that have it."""
        self._grouping = Grouping.of(texts, labels)
        self.labels = self._grouping.labels
        counts = [Counter(stems(text)) for text in self._grouping.texts]
        lengths = np.array([count.total() for count in counts], dtype=np.float64)
        norms = SATURATION * (1 - LENGTH + LENGTH * lengths / max(1.0, lengths.mean()))
        found: defaultdict[str, list[int]] = defaultdict(list)
        for row, count in enumerate(counts):
            for stem in count:
                found[stem].append(row)
        self._postings = {
            stem: (np.array(rows), _weights(np.array([counts[row][stem] for row in rows]), norms[rows], len(counts)))
            for stem, rows in found.items()
        }

    def scores(self, text: str) -> Floats:
        """The score of each label's best phrasing; 0 where no stem is shared."""
        sums = np.zeros(len(self._grouping.texts))
        for stem in stems(text):
            if stem in self._postings:
                rows, weights = self._postings[stem]
                sums[rows] += weights
        return self._grouping.best(sums)


def _weights(counts: Floats, norms: Floats, phrasings: int) -> Floats:
    """What one stem adds to each of its phrasings, given how often it stands there."""
    rarity = math.log(1 + (phrasings - len(counts) + 0.5) / (len(counts) + 0.5))
    weights: Floats = rarity * counts * (SATURATION + 1) / (counts + norms)
    return weights
