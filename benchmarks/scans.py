"""What there would be without an index: RapidFuzz compares a text with every phrasing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from benchmarks.timing import durations
from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from knowledge.schema import Knowledge

SCORERS: Final[Mapping[str, Callable[..., float]]] = {
    "RapidFuzz WRatio scan": fuzz.WRatio,
    "RapidFuzz token_set_ratio scan": fuzz.token_set_ratio,
}


def scan_durations(knowledge: Knowledge, texts: Sequence[str], scorer: Callable[..., float]) -> list[float]:
    """Seconds in which the most similar of all folded phrasings is found for each text."""
    phrasings = [fold(phrasing.text) for entry in knowledge.entries.values() for phrasing in entry.questions]
    return durations(lambda text: process.extractOne(fold(text), phrasings, scorer=scorer, processor=None), texts)
