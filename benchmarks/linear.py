"""A linear classifier over words and letters: the strongest of the simple methods, which needs training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.svm import LinearSVC

from benchmarks.matchers import Matcher
from benchmarks.words import plain, stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.matchers import Floats


class LinearClassifier(Matcher):
    """A support vector machine for each label against all others, over TF-IDF; scores are distances from its plane."""

    name = "TF-IDF linear classifier"

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Train on runs of up to two stems and of two to five letters."""
        words = TfidfVectorizer(
            tokenizer=stems, token_pattern=None, lowercase=False, ngram_range=(1, 2), sublinear_tf=True
        )
        letters = TfidfVectorizer(preprocessor=plain, analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        features = FeatureUnion([("words", words), ("letters", letters)])
        self._pipeline = Pipeline([("features", features), ("classifier", LinearSVC(C=1.0, random_state=0))])
        self._pipeline.fit(list(texts), list(labels))
        self.labels = tuple(map(str, self._pipeline.classes_))

    def scores(self, text: str) -> Floats:
        """Distance from each label's plane, on its own side above 0."""
        distances: Floats = self._pipeline.decision_function([text])[0]
        # Of two labels, scikit-learn tells only how much likelier the second is.
        return distances if distances.ndim else np.array([-distances, distances])
