"""From the start of `sanad ask` to its answer, as a process of its own: with an empty cache and with a full one."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.timing import durations

RUNS: Final = 5
"""Of which the median is taken."""
QUESTION: Final = "How many members does the Coalition have?"


def cold_and_warm(runs: int = RUNS) -> tuple[float, float]:
    """Median seconds without a built library, and with one."""
    with tempfile.TemporaryDirectory() as folder:
        homes = [str(Path(folder, str(number))) for number in range(runs)]
        cold = durations(_ask, homes)
        warm = durations(_ask, homes)
    return statistics.median(cold), statistics.median(warm)


def _ask(home: str) -> None:
    """One question in a home folder of its own, where the built library is kept afterwards."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SANAD_", "XDG_"))}
    environment |= {"HOME": home, "SANAD_DATABASE": f"sqlite:///{home}/sanad.sqlite3"}
    command = [sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main())", "ask", QUESTION]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words only # nosec B603
