"""`python -m benchmarks`: prints one table of what a reader waits for, and of what it costs."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from benchmarks.replies import reply_durations, resident_megabytes
from benchmarks.scans import SCORERS, scan_durations
from benchmarks.starts import RUNS, cold_and_warm
from benchmarks.texts import typed_texts
from benchmarks.timing import Percentiles
from bot.library_cache import cached_library
from bot.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> None:
    """Measure one after the other, for what runs at the same time disturbs."""
    for line in _lines():
        print(line, flush=True)


def _lines() -> Iterator[str]:
    library = cached_library(read_settings(os.environ).knowledge)
    texts = typed_texts(library.knowledge)
    phrasings = sum(len(entry.questions) for entry in library.knowledge.entries.values())
    yield f"{len(texts)} texts with slips, {len(library.knowledge.entries)} entries, {phrasings} phrasings, one thread"
    yield ""
    yield "| measured | p50 ms | p95 ms | p99 ms | p50, times ours |"
    yield "|---|--:|--:|--:|--:|"
    ours = Percentiles.of(asyncio.run(reply_durations(library, texts)))
    memory = resident_megabytes()
    yield _row("reply, whole path", ours, ours)
    for name, scorer in SCORERS.items():
        yield _row(name, Percentiles.of(scan_durations(library.knowledge, texts, scorer)), ours)
    cold, warm = cold_and_warm()
    yield f"| `sanad ask`, cold start to answer (median of {RUNS}) | {1000 * cold:.0f} | | | |"
    yield f"| `sanad ask`, warm start to answer (median of {RUNS}) | {1000 * warm:.0f} | | | |"
    yield ""
    yield f"Resident memory after the replies, without Telegram and database: {memory:.0f} MB"


def _row(name: str, measured: Percentiles, ours: Percentiles) -> str:
    columns = (f"{1000 * seconds:.2f}" for seconds in (measured.p50, measured.p95, measured.p99))
    return f"| {name} | {' | '.join(columns)} | {measured.p50 / ours.p50:.1f} |"


if __name__ == "__main__":
    main()
