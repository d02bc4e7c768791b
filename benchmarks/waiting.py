"""What a reader waits for, and what it costs: replies and starts of the whole of Sanad, and its memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.apart import apart
from benchmarks.replies import replies_and_memory, search_durations
from benchmarks.scans import token_set_ratio, whole_ratio
from benchmarks.starts import RUNS, cold_and_warm
from benchmarks.tables import head, milliseconds, row
from benchmarks.texts import labelled_phrasings, typed_texts
from benchmarks.timing import Percentiles, durations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.schema import Knowledge


def waiting(folder: Path, knowledge: Knowledge) -> Iterator[str]:
    """A table of replies beside plain scans and of starts, then the memory; the knowledge is that of the folder."""
    texts = typed_texts(knowledge)
    phrasings, labels = zip(*labelled_phrasings(knowledge), strict=True)
    yield f"{len(texts)} texts with slips, {len(knowledge.entries)} entries, {len(phrasings)} phrasings, one thread"
    yield ""
    yield from head("measured", "p50 ms", "p95 ms", "p99 ms", "p50, times ours")
    seconds, memory = apart(replies_and_memory, folder, texts)
    ours = Percentiles.of(seconds)
    yield _row("reply, whole path", ours, ours)
    yield _row("the search in it", Percentiles.of(apart(search_durations, folder, texts)), ours)
    for scan in (whole_ratio(), token_set_ratio()):
        scan.fit(phrasings, labels)
        yield _row(scan.name, Percentiles.of(durations(scan.answer, texts)), ours)
    cold, warm = cold_and_warm()
    yield row(f"`sanad ask`, cold start to answer (median of {RUNS})", f"{1000 * cold:.0f}", "", "", "")
    yield row(f"`sanad ask`, warm start to answer (median of {RUNS})", f"{1000 * warm:.0f}", "", "", "")
    yield ""
    yield f"Resident memory after the replies, without Telegram and database: {memory:.0f} MB"


def _row(name: str, measured: Percentiles, ours: Percentiles) -> str:
    columns = (milliseconds(seconds) for seconds in (measured.p50, measured.p95, measured.p99))
    return row(name, *columns, f"{measured.p50 / ours.p50:.1f}")
