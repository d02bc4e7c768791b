"""How a search slows down and an index grows with the number of phrasings: each measured in a process of its own."""

from __future__ import annotations

import gc
import random
import time
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING, Final

from benchmarks.apart import apart
from benchmarks.contenders import CONTENDERS
from benchmarks.linear import LinearClassifier
from benchmarks.replies import resident_megabytes
from benchmarks.scans import whole_ratio
from benchmarks.tables import NOTHING, head, milliseconds, row
from benchmarks.texts import SEED, labelled_phrasings, misspelt, typed_texts
from benchmarks.timing import Percentiles, durations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.matchers import Matcher
    from benchmarks.sets import Labelled
    from knowledge.schema import Knowledge

SIZES: Final = (1_000, 10_000, 100_000)
"""Phrasings."""
TRAINABLE: Final = 10_000
"""Phrasings up to which the linear classifier is trained; beyond that it takes too long."""
QUESTIONS: Final = 200
"""Timed at each size."""
WARM_UP: Final = 20
"""Asked before them, and not timed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One matcher at one size."""

    build_seconds: float
    megabytes: float
    """By which the process grew while the matcher was built."""
    search: Percentiles


def scale(knowledge: Knowledge) -> Iterator[str]:
    """A table with a row for each size and matcher."""
    shipped, asked = labelled_phrasings(knowledge), typed_texts(knowledge, WARM_UP + QUESTIONS)
    yield f"{QUESTIONS} texts with slips are asked. The labels are the {len(knowledge.entries)} entries at every size."
    yield f"The linear classifier is left out beyond {TRAINABLE:,} phrasings: training takes too long."
    yield ""
    yield from head("matcher", "phrasings", "p50 ms", "p99 ms", "p50, times faster than WRatio", "memory MB", "build s")
    for size in SIZES:
        phrasings = grown(shipped, size)
        scan = apart(measured, whole_ratio, phrasings, asked)
        for contender in CONTENDERS:
            if contender is LinearClassifier and size > TRAINABLE:
                yield row(contender.name, f"{size:,}", *[NOTHING] * 5)
            else:
                own = scan if contender is whole_ratio else apart(measured, contender, phrasings, asked)
                yield _row(contender().name, size, own, scan)


def grown(phrasings: Sequence[Labelled], count: int) -> list[Labelled]:
    """So many of the phrasings, in random order; when there are no more, variations of them."""
    generator = random.Random(SEED)  # noqa: S311 - repeatable, not secret # nosec B311
    shuffled = generator.sample(phrasings, len(phrasings))
    return [
        phrasing if number < len(shuffled) else phrasing._replace(text=varied(phrasing.text, generator))
        for number, phrasing in enumerate(islice(cycle(shuffled), count))
    ]


def varied(text: str, generator: random.Random) -> str:
    """The text with a word moved or left out; one in four has a slip as well."""
    words = text.split(" ")
    moved = words.pop(generator.randrange(len(words)))
    if not words or generator.randrange(2):
        words.insert(generator.randrange(len(words) + 1), moved)
    return " ".join(words) if generator.randrange(4) else misspelt(" ".join(words), generator)


def measured(contender: Callable[[], Matcher], phrasings: Sequence[Labelled], asked: Sequence[str]) -> Measured:
    """Build and ask in this process; the first texts warm up."""
    matcher = contender()
    texts, labels = [phrasing.text for phrasing in phrasings], [phrasing.label for phrasing in phrasings]
    before = resident_megabytes()
    start = time.perf_counter()
    matcher.fit(texts, labels)
    built = time.perf_counter() - start
    gc.collect()
    grew = resident_megabytes() - before
    return Measured(built, grew, Percentiles.of(durations(matcher.answer, asked)[WARM_UP:]))


def _row(name: str, size: int, own: Measured, scan: Measured) -> str:
    return row(
        name,
        f"{size:,}",
        milliseconds(own.search.p50),
        milliseconds(own.search.p99),
        f"{scan.search.p50 / own.search.p50:.1f}",
        f"{own.megabytes:.0f}",
        f"{own.build_seconds:.2f}",
    )
