"""The texts that are measured with: phrasings of the knowledge in all varieties, with the slips of a hurried thumb."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from benchmarks.sets import Labelled
from knowledge.schema import Variety

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.schema import Knowledge

COUNT: Final = 300
"""Texts; enough for a 99th percentile that three of them decide."""
SEED: Final = 20190206
"""The same texts for the same knowledge, every time."""
SHORTEST: Final = 4
"""Letters from which a word is misspelt: a shorter one would become another word."""


def typed_texts(knowledge: Knowledge, count: int = COUNT, seed: int = SEED) -> list[str]:
    """Phrasings drawn from the varieties in turn, each with one slip."""
    generator = random.Random(seed)  # noqa: S311 - repeatable, not secret # nosec B311
    pools = [pool for variety in Variety if (pool := _phrasings(knowledge, variety))]
    return [misspelt(generator.choice(pools[number % len(pools)]), generator) for number in range(count)]


def labelled_phrasings(knowledge: Knowledge) -> list[Labelled]:
    """All phrasings of all entries, with the ids of the entries."""
    return [Labelled(phrasing.text, entry.id) for entry in knowledge.entries.values() for phrasing in entry.questions]


def misspelt(text: str, generator: random.Random) -> str:
    """The text with one letter of one longer word left out, doubled, or exchanged with its neighbour."""
    words = text.split(" ")
    long = [number for number, word in enumerate(words) if len(word) >= SHORTEST]
    if long:
        chosen = generator.choice(long)
        words[chosen] = _slip(words[chosen], generator)
    return " ".join(words)


def _slip(word: str, generator: random.Random) -> str:
    place = generator.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    return generator.choice([before + after, before + letter + letter + after, before + after[0] + letter + after[1:]])


def _phrasings(knowledge: Knowledge, variety: Variety) -> Sequence[str]:
    return [
        phrasing.text
        for entry in knowledge.entries.values()
        for phrasing in entry.questions
        if phrasing.variety is variety
    ]
