"""Sanad as somebody has it: a home of its own, its environment, and the command to start it as a process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PATIENCE_SECONDS: Final = 20.0
COMMAND: Final = str(Path(sys.executable).with_name("sanad"))


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Installation:
    """Where Sanad keeps its things; nothing of the machine's own is touched."""

    home: Path
    cache: Path
    knowledge: Path

    @property
    def database(self) -> Path:
        return self.home / "data" / "sanad.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """What has to be set for it."""
        return {
            "XDG_DATA_HOME": str(self.home / "xdg"),
            "XDG_CACHE_HOME": str(self.cache),
            "SANAD_DATABASE": f"sqlite:///{self.database}",
            "SANAD_KNOWLEDGE": str(self.knowledge),
            "COLUMNS": "200",
            "LINES": "50",
        }

    def whole_environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of a process: this machine's, without its own settings of Sanad and of Python."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANAD_", "PYTHON"))}
        return {**kept, **self.environment, "TERM": "xterm", **(more or {})}

    def start(
        self,
        *arguments: str,
        stdin: int = subprocess.PIPE,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
        more: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """The command line as a process, on pipes unless told otherwise."""
        return subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, *arguments],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=self.whole_environment(more),
            cwd=self.home,
            start_new_session=True,
        )


def until_it_waits(process: subprocess.Popen[bytes]) -> None:
    """Return once a process does nothing but wait for input; a signal that comes sooner can be lost in between."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "S":
        assert time.monotonic() < deadline, "the process is busy all the time"
        time.sleep(0.01)
