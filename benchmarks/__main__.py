"""`python -m benchmarks`: prints in tables what a reader waits for, and how Sanad's search compares with others."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.contenders import CONTENDERS
from benchmarks.contest import contest
from benchmarks.queue import queue
from benchmarks.redaction import redaction
from benchmarks.scale import scale
from benchmarks.sets import read_sets
from benchmarks.shipped import Sanad, held_out
from benchmarks.tables import titled
from benchmarks.throughput import throughput
from benchmarks.waiting import waiting
from bot.library_cache import cached_library
from bot.settings import read_settings
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from benchmarks.matchers import Matcher

SECTIONS: Final = ("waiting", "shipped", "scale", "queue", "redaction", "throughput", "sets")
_ON_SHIPPED: Final = {"waiting", "shipped", "scale"}


def main() -> None:
    """Measure one after the other, for what runs at the same time disturbs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sets", type=Path, metavar="FOLDER", help="measure on the test sets in a folder as well")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="leave the other sections out")
    parser.add_argument("--postgresql", metavar="URL", help="a database that nobody needs, to measure throughput on")
    arguments = parser.parse_args()
    try:
        for line in _lines(arguments.only, arguments.sets, arguments.postgresql):
            print(line, flush=True)
    except SanadError as error:
        sys.exit(f"benchmarks: {error}")


def _lines(sections: Collection[str], folder: Path | None, postgresql: str | None) -> Iterator[str]:
    # Read before anything is measured: nobody wants to hear after an hour that a line is malformed.
    sets = read_sets(folder) if folder is not None and "sets" in sections else []
    if _ON_SHIPPED & set(sections):
        yield from _on_shipped(sections)
    if "queue" in sections:
        yield from titled("The curators' queue", queue())
    if "redaction" in sections:
        yield from titled("What is taken out of questions", redaction())
    if "throughput" in sections:
        yield from titled("Throughput", throughput(postgresql))
    for questions in sets:
        yield from titled(questions.name, contest(questions, _contenders()))


def _on_shipped(sections: Collection[str]) -> Iterator[str]:
    """What is measured with the knowledge that is shipped, which takes a while to build."""
    content = read_settings(os.environ).knowledge
    knowledge = cached_library(content).knowledge
    if "waiting" in sections:
        yield from titled("What a reader waits for", waiting(content, knowledge))
    if "shipped" in sections:
        matchers = (*_contenders(), Sanad(knowledge))
        yield from titled("The shipped knowledge", contest(held_out(knowledge), matchers))
    if "scale" in sections:
        yield from titled("Scale", scale(knowledge))


def _contenders() -> Iterator[Matcher]:
    """Fresh ones."""
    return (contender() for contender in CONTENDERS)


if __name__ == "__main__":
    main()
