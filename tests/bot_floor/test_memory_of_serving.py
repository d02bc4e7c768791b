"""How little of the machine a bot takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

MOST_MEGABYTES: Final = 175
"""With everything loaded that a bot answers from, but neither Telegram nor a database connected; 5 MB more than is
taken on Linux with Python 3.11. With both, after 1,500 replies, 36 MB more are taken."""
_SERVING: Final = """
import sys
from pathlib import Path
import bot.storage.database, bot.following, bot.serving
from bot.library_cache import cached_library, is_cached
from bot.memory import give_back

folder, cache = map(Path, sys.argv[1:])
assert is_cached(folder, cache)
library = cached_library(folder, cache)
give_back()
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
idle = {"alembic", "click", "rich", "scipy", "sklearn"}
print(int(status["VmRSS"].split()[0]) // 1024, *idle.intersection(sys.modules))
"""


@pytest.fixture(scope="module")
def taken(shipped: Path, cache: Path) -> list[str]:
    """The megabytes of a process that serves the shipped knowledge, and which idle packages it has loaded."""
    if not Path("/proc/self/status").is_file():
        pytest.skip("only Linux tells")
    ran = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", _SERVING, str(shipped), str(cache / "sanad")], capture_output=True, check=True, text=True
    )
    return ran.stdout.split()


def test_memory(taken: list[str]) -> None:
    """All that the shipped knowledge is answered from fits into a small machine."""
    assert int(taken[0]) < MOST_MEGABYTES


def test_idle_packages(taken: list[str]) -> None:
    """Nothing is loaded that no reply needs: neither what learns, nor what migrates, nor others' command lines."""
    assert taken[1:] == []
