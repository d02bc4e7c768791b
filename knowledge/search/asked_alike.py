"""How alike a message is to all that is asked of a target together, though it has hardly a word in common with it.

Latent semantic analysis (Deerwester et al. 1990) with the targets as documents: what is asked of one in any language,
phrasings and follow-ups, stands together, so that words of the same targets lie in the same direction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from knowledge.search.asked_after import mark_of, seen
from knowledge.search.classifier import FeatureSpace
from knowledge.search.matrix import Labelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from knowledge.search.asked_after import Asked
    from knowledge.search.classifier import Row
    from knowledge.search.matrix import Floats
    from knowledge.search.question import Reader

    Matrix = npt.NDArray[np.float32]

DIRECTIONS: Final = 64
"""In which targets differ most; with twice as many one decision in a thousand is better."""
LEAST_ASKED: Final = 8
"""Texts from which a feature has a direction; with 3 as many decisions are right, and twice the memory is taken."""
_TINY: Final = 1e-6


class AskedAlike:
    """Compares a message with all that is asked of each target."""

    def __init__(self, asked: Sequence[Asked], reader: Reader) -> None:
        """Learn from phrasings and follow-ups alike."""
        self.learnt_from = mark_of(asked)
        """Stands for what is asked, which is not kept."""
        read = (reader.read_curated(one.text, is_arabizi=one.is_arabizi) for one in asked)
        self._space, rows = FeatureSpace.around(read, seen, least=LEAST_ASKED)
        self._places = {target: place for place, target in enumerate(dict.fromkeys(one.entry for one in asked))}
        owners = [self._places[one.entry] for one in asked]
        self._directions = self._learn(rows, owners)
        means = np.zeros((len(self._places), self._directions.shape[1]), dtype=np.float32)
        for row, owner in zip(rows, owners, strict=True):
            means[owner] += self._directed(row)
        self._means = _of_length_one(means)

    def compare(self, said: Sequence[str]) -> Labelled:
        """By target how alike a message is, -1 to 1; `said` is what is `seen` of it."""
        return Labelled(self._places, self._means @ self._directed(self._space.place_seen(said)))

    def _learn(self, rows: Sequence[Row], owners: Sequence[int]) -> npt.NDArray[np.float16]:
        """What each feature counts in each of the directions."""
        together = np.zeros((len(self._places), self._space.size), dtype=np.float32)
        for (numbers, values), owner in zip(rows, owners, strict=True):
            together[owner, numbers] += values
        # A word asked a hundred times does not tell ten times as much as one asked once in ten.
        together = _of_length_one(np.sqrt(together, out=together))
        together -= together.mean(axis=0) if len(together) else 0.0
        return _principal(together)

    def _directed(self, row: Row) -> Floats:
        numbers, values = row
        directed: Floats = values @ self._directions[numbers].astype(np.float32)
        return directed / np.float32(max(float(np.linalg.norm(directed)), _TINY))


def _principal(together: Matrix) -> npt.NDArray[np.float16]:
    """The directions in which rows differ most, columns by directions: from the rows' small matrix of products."""
    sizes, vectors = np.linalg.eigh(together @ together.T)
    largest = [one for one in np.argsort(-sizes)[:DIRECTIONS].tolist() if sizes[one] > _TINY]
    directions: npt.NDArray[np.float16] = ((together.T @ vectors[:, largest]) / np.sqrt(sizes[largest])).astype(
        np.float16
    )
    return directions


def _of_length_one(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Matrix = rows / np.maximum(lengths, np.float32(_TINY))
    return scaled
