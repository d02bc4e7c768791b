"""One `sanad run` of a crash test: a process that can be killed, and is then started again."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import bot

from .warm import Fork

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Mapping, Sequence

PATIENCE_SECONDS: Final = 90.0
_SETTLED: Final = ("polling_started", "standing_by", "webhook_started")
_CODE: Final = Path(bot.__file__).parent.parent


class Replica:
    """A process with a home of its own, where it leaves its log."""

    def __init__(self, home: Path, settings: Mapping[str, str], *, is_warm: bool = False) -> None:
        """A warm one spares itself the imports; see `warm`."""
        home.mkdir(parents=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SANAD_", "PYTHON"))}
        self._environment = {**kept, "PYTHONPATH": str(_CODE), "XDG_DATA_HOME": str(home), **settings}
        self._log = home / "log"
        self._log.touch()
        self._is_warm = is_warm
        self._process: Fork | Process | None = None
        self._is_running = False
        """Whether it should be."""
        self._begins = 0
        """Where the log of the latest start begins, in bytes."""

    @property
    def events(self) -> Sequence[Mapping[str, Any]]:
        """What was logged so far, by every start, without lines that a kill cut off."""
        return _events(self._log.read_bytes())

    def logged(self, name: str) -> Sequence[Mapping[str, Any]]:
        """The events of a name, so far."""
        return [event for event in self.events if event["event"] == name]

    async def settled(self) -> str:
        """Wait until the latest start has come so far that it takes part; how, in the name of an event."""
        event = await self.logs(*_SETTLED)
        return str(event["event"])

    async def logs(self, *names: str) -> Mapping[str, Any]:
        """Wait until the latest start has logged an event of one of the names; the first one."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                for event in _events(self._log.read_bytes()[self._begins :]):
                    if event["event"] in names:
                        return event
                await asyncio.sleep(0.05)

    async def verb(self, *arguments: str) -> int:
        """Run another verb than `run` with the same settings, as an operator does beside it; the exit code."""
        process = await self._sanad(self._log.with_name("verbs"), *arguments)
        return await process.wait()

    async def start(self) -> None:
        """Start the process, and go on at once."""
        self._begins = self._log.stat().st_size
        self._process = await self._sanad(self._log, "run")
        self._is_running = True

    async def ended_by_itself(self) -> None:
        """Wait for ever.

        Raises:
            AssertionError: the process has ended, and was not told to.
        """
        while not self._is_running or self._process is None or self._process.returncode is None:  # noqa: ASYNC110 - the process is another one after each start
            await asyncio.sleep(0.1)
        said = self._log.read_text(encoding="utf-8")[-2000:]
        raise AssertionError(f"the replica ended by itself with {self._process.returncode}:\n{said}")

    async def kill(self) -> None:
        """SIGKILL: it hears nothing of it."""
        process = self._told_to_end()
        process.kill()
        await process.wait()

    async def stop(self) -> int:
        """SIGTERM, once it can hear of it, and wait for the end; the exit code."""
        await self.settled()
        process = self._told_to_end()
        process.terminate()
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await process.wait()

    async def clean_up(self) -> None:
        """Leave no process behind."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    async def _sanad(self, log: Path, *arguments: str) -> Fork | Process:
        if self._is_warm:
            return Fork(arguments, self._environment, log.parent, log)
        with log.open("ab") as said:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.cli", *arguments),
                stdout=said,
                stderr=said,
                env=self._environment,
                cwd=log.parent,
            )

    def _told_to_end(self) -> Fork | Process:
        assert self._process is not None, "the replica was not started"
        self._is_running = False
        return self._process


def _events(log: bytes) -> Sequence[Mapping[str, Any]]:
    lines = log.decode(errors="replace").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
