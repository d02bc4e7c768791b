"""Processes of `sanad` that begin where its imports end: one has imported everything, and every other is its fork."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
from typing import TYPE_CHECKING, Final

from bot.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_FORKS: Final = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        "bot.cli",
        "bot.fronts",
        "bot.serving",
        "bot.storage.postgresql",
        "bot.storage.sqlite",
        "bot.storage.stores",
        "bot.telegram.webhook",
        "sqlalchemy.dialects.postgresql.asyncpg",
        "sqlalchemy.dialects.sqlite.aiosqlite",
    ]
)


class Fork:
    """A process of its own like any other: it is told to end, killed and waited for as asyncio's are."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path) -> None:
        """Start it; it works in the folder, and what it says is added to the log."""
        self._process = _FORKS.Process(target=_sanad, args=(arguments, environment, folder, log))
        self._process.start()

    @property
    def returncode(self) -> int | None:
        """How it ended; minus the number of the signal that ended it; None while it runs."""
        return self._process.exitcode

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()

    def terminate(self) -> None:
        """SIGTERM."""
        self._process.terminate()

    async def wait(self) -> int:
        """Wait for its end; how it ended."""
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode


def _sanad(arguments: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with log.open("ab") as said:
        os.dup2(said.fileno(), sys.stdout.fileno())
        os.dup2(said.fileno(), sys.stderr.fileno())
    sys.exit(main(arguments))
