"""`python -m crash` in the folder of the tests: crash tests for as long as you like; `--help` lists the options."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import tempfile
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

from postgres_server import running

from bot.library_cache import cached_library

from .fleet import Ground
from .outcome import HEADING
from .scripts import write_crash_knowledge
from .trial import Course, Trial

if TYPE_CHECKING:
    from collections.abc import Iterator


MODES: Final = ("polling", "webhook")
QUESTIONS: Final = 18
"""Of each conversation: more that wait would be taken for a flood."""


def main() -> int:
    """Run what is asked for, one after the other; 1 when something went wrong."""
    given = _parser().parse_args()
    is_sound = True
    with ExitStack() as stack:
        print(HEADING)
        for trial in _trials(given, stack):
            outcome = asyncio.run(trial.run())
            print(outcome.row, *outcome.complaints, sep="\n    ", flush=True)
            is_sound = is_sound and not outcome.complaints
    return 0 if is_sound else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Ask, kill at random, and see whether every question is answered.")
    parser.add_argument("--mode", choices=MODES, help="by default both")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="by default both")
    parser.add_argument("--replicas", type=int, nargs="+", help="by default 1 and 2")
    parser.add_argument("--questions", type=int, default=2000, help="of each combination (2000)")
    parser.add_argument("--kills", type=int, default=20, help="of each combination (20)")
    parser.add_argument("--per-second", type=float, default=25.0, help="questions that are asked, on average (25)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="by default another each time")
    return parser


def _trials(given: argparse.Namespace, stack: ExitStack) -> Iterator[Trial]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    knowledge, cache = folder / "content", folder / "cache"
    write_crash_knowledge(knowledge)
    cached_library(knowledge, cache / "sanad")
    conversations = -(-given.questions // QUESTIONS)
    for engine in [given.database] if given.database else ["sqlite", "postgresql"]:
        server = stack.enter_context(running()) if engine == "postgresql" else None
        for mode, replicas in product([given.mode] if given.mode else MODES, given.replicas or [1, 2]):
            home = Path(tempfile.mkdtemp(dir=folder))
            database = f"sqlite:///{home}/sanad.sqlite3"
            if server is not None:
                database = stack.enter_context(server.database(is_migrated=False))
            course = Course(
                is_webhook=mode == "webhook",
                replicas=replicas,
                conversations=conversations,
                questions=QUESTIONS,
                kills=given.kills,
                troubles=given.kills,
                per_second=given.per_second,
                seed=given.seed,
            )
            yield Trial(course, Ground(home, database, knowledge, cache))


if __name__ == "__main__":
    sys.exit(main())
