"""Sanad's own search among the matchers, as it does on phrasings alone: without a lexicon and without answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.matchers import Grouping, Matcher
from knowledge.errors import Place
from knowledge.schema import Lexicon, Phrasing, Variety
from knowledge.search.index import Index
from knowledge.search.profile import Target
from knowledge.search.question import Reader
from knowledge.search.together import learn
from knowledge.search.vocabulary import Vocabulary
from knowledge.text.calendar import Calendar
from knowledge.text.tokens import is_arabic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.matchers import Floats

NO_LEXICON: Final = Lexicon(concepts={}, kinds={}, times={}, months={}, numbers={}, fillers={})
_NO_FILE: Final = Place(Path("a test set"), 1)


class Ours(Matcher):
    """Every label is a target with its phrasings; classifier and nearest phrasing together are the score."""

    name = "Ours"

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Build the index."""
        grouping = Grouping.of(texts, labels)
        self.labels = grouping.labels
        phrasings = [_phrasing(text) for text in grouping.texts]
        vocabulary = Vocabulary(NO_LEXICON)
        vocabulary.learn((phrasing.variety, phrasing.text) for phrasing in phrasings)
        self._reader = Reader(vocabulary, Calendar(NO_LEXICON.months))
        ends = (*grouping.starts[1:], len(phrasings))
        targets = [
            Target(label, phrasings[start:end])
            for label, start, end in zip(grouping.labels, grouping.starts, ends, strict=True)
        ]
        self._index = Index(targets, self._reader, learn=learn)

    def scores(self, text: str) -> Floats:
        """For each label what classifier and nearest phrasing say."""
        return self._index.agreement(self._reader.read(text)).astype(np.float64)


def _phrasing(text: str) -> Phrasing:
    return Phrasing(text, Variety.STANDARD if is_arabic(text) else Variety.ENGLISH, _NO_FILE)
