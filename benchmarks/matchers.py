"""What is compared: anything that learns labelled phrasings and says which label a text most likely has."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


class Answer(NamedTuple):
    """The likeliest label, and how sure its matcher is of it: comparable within one matcher only."""

    label: str
    confidence: float


class Matcher(Protocol):
    """Fitted once, then asked many times. A new one needs `name`, `fit` and `scores`."""

    name: str
    """As the tables show it."""
    labels: Sequence[str] = ()
    """Each once, after `fit`."""
    is_slow: bool = False
    """Whether it is asked only a sample of the questions."""

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Learn phrasings; what was learnt before is forgotten.

        Args:
            texts: as people wrote them.
            labels: of each text, in the same order.
        """

    def scores(self, text: str) -> Floats:
        """How likely each of `labels` is, in their order; higher is likelier, on a scale of the matcher's own."""

    def confidence(self, text: str, scores: Floats) -> float:  # noqa: ARG002 - for matchers that look at the text again
        """How sure it is that one of the labels is right at all: unless the matcher knows better, the best score."""
        return float(scores.max())

    def answer(self, text: str) -> Answer:
        """All that is asked of a matcher about one text, and what is timed."""
        scores = self.scores(text)
        return Answer(self.labels[int(scores.argmax())], self.confidence(text, scores))


class Grouping(NamedTuple):
    """Phrasings with those of one label side by side."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    starts: tuple[int, ...]
    """Of each label, its first phrasing."""
    owners: tuple[int, ...]
    """Of each phrasing, its label."""

    @classmethod
    def of(cls, texts: Sequence[str], labels: Sequence[str]) -> Self:
        """Labels stand in the order in which they first appear."""
        groups: dict[str, list[str]] = {label: [] for label in labels}
        for text, label in zip(texts, labels, strict=True):
            groups[label].append(text)
        return cls(
            labels=tuple(groups),
            texts=tuple(text for group in groups.values() for text in group),
            starts=tuple(accumulate(map(len, groups.values()), initial=0))[:-1],
            owners=tuple(owner for owner, group in enumerate(groups.values()) for _ in group),
        )

    def best(self, scores: Floats) -> Floats:
        """Of the phrasings' scores, the highest of each label."""
        highest: Floats = np.maximum.reduceat(scores, self.starts)
        return highest
