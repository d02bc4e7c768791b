"""`python -m crash` in the folder of the tests: crash tests for as long as you like; `--help` lists the options."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import tempfile
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from bot.library_cache import cached_library

from .fleet import Ground
from .outcome import HEADING
from .scripts import LONGEST, write_crash_knowledge
from .trial import Course, Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> int:
    """Run what is asked for, one after the other; 1 when something went wrong."""
    given = _parser().parse_args()
    print(HEADING)
    is_sound = True
    with tempfile.TemporaryDirectory() as folder:
        for trial in _trials(given, Path(folder)):
            outcome = asyncio.run(trial.run())
            print(outcome.row, *outcome.complaints, sep="\n    ", flush=True)
            is_sound = is_sound and not outcome.complaints
    return 0 if is_sound else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Ask, kill at random, and see whether every question is answered.")
    parser.add_argument("--mode", choices=["polling", "webhook"], help="by default both")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="by default both")
    parser.add_argument("--replicas", type=int, choices=[1, 2, 3], help="by default 1 and 2")
    parser.add_argument("--questions", type=int, default=2000, help="of each combination (2000)")
    parser.add_argument("--kills", type=int, default=20, help="of each combination (20)")
    parser.add_argument("--per-second", type=float, default=25.0, help="questions that are asked, on average (25)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="by default another each time")
    return parser


def _trials(given: argparse.Namespace, folder: Path) -> Iterator[Trial]:
    knowledge, cache = folder / "content", folder / "cache"
    write_crash_knowledge(knowledge)
    cached_library(knowledge, cache / "sanad")
    conversations = -(-given.questions // LONGEST)
    course = Course(
        conversations=conversations,
        questions=LONGEST,
        kills=given.kills,
        per_second=given.per_second,
        seed=given.seed,
    )
    modes = [given.mode] if given.mode else ["polling", "webhook"]
    engines = [given.database] if given.database else ["sqlite", "postgresql"]
    for number, (engine, mode, replicas) in enumerate(
        product(engines, modes, [given.replicas] if given.replicas else [1, 2])
    ):
        home = folder / str(number)
        ground = Ground(home, f"sqlite:///{home}/sanad.sqlite3", knowledge, cache)
        yield Trial(replace(course, is_webhook=mode == "webhook", replicas=replicas), ground)


if __name__ == "__main__":
    sys.exit(main())
