"""What is seen of many texts, in numbers: the words for it are kept once, however many texts have them.

A library is built from sixty thousand texts of which fifty things are seen each; as words they would be most of the
memory that building takes.
"""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knowledge.search.matrix import Floats, Numbers

_UNKNOWN: Final = -1
"""In place of the number of what has none."""


class Sightings:
    """What is seen, numbered as it is met, and which of it each text has how often."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        """Look at texts one after the other, each as all that is seen of it."""
        self._met: dict[str, int] = {}
        places, times, ends = array("q"), array("f"), [0]
        for seen in texts:
            counts = Counter(seen)
            places.extend(self._met.setdefault(one, len(self._met)) for one in counts)
            times.extend(counts.values())
            ends.append(len(places))
        self._places: Numbers = np.array(places, dtype=np.intp)
        self._times: Floats = np.array(times, dtype=np.float32)
        self._ends = ends

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._ends) - 1

    def spread(self) -> dict[str, int]:
        """Of each thing that is seen, in how many texts."""
        return dict(zip(self._met, np.bincount(self._places, minlength=len(self._met)).tolist(), strict=True))

    def rows(self, numbers: Mapping[str, int]) -> Iterator[tuple[Numbers, Floats]]:
        """For each text what it has of the things with a number, as those numbers, and how often it has each."""
        placed = np.array([numbers.get(one, _UNKNOWN) for one in self._met], dtype=np.intp)[self._places]
        is_known = placed != _UNKNOWN
        for first, end in pairwise(self._ends):
            known = is_known[first:end]
            yield placed[first:end][known], self._times[first:end][known]
