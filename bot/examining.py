"""The port `Examiner`: examinations in a process of their own, so that the conversation goes on meanwhile."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from bot.examination import examine
from bot.examination_codec import from_json, to_json
from bot.shared_runs import SharedRuns
from knowledge.cores import every_core
from knowledge.errors import BilingualError, SanadError
from knowledge.problems import Foreign, sentence
from knowledge.schema import Bilingual

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Mapping

    from handlers.releases import Examination
    from knowledge.tree import Tree

REMEMBERED: Final = 4
"""Examinations: of the draft, of what a preview showed, of an upload."""
_TREE, _BASE, _ORDER, _RESULT, _REFUSAL = "tree", "base", "order.json", "examination.json", "refusal.json"
"""What a job's folder holds."""
_REFUSED: Final = 3
"""Exit code of a process that says in a sentence why it gives up; Python's own are 1 and 2."""
_KINDNESS: Final = 5
"""By how much an examination steps back behind bots that answer on the same machine."""
_PROGRAM: Final = Path(__file__).parent.parent


class ExaminingError(BilingualError):
    """An examination came to no end; says why and what to do."""


class ChildExaminer:
    """Examines in a child process; what somebody has examined already costs nothing."""

    def __init__(self, cache: Path | None = None) -> None:
        """`cache` is the folder of built libraries, by default the user's cache folder."""
        self._cache = cache
        self._runs: SharedRuns[Examination] = SharedRuns(REMEMBERED)

    async def examine(self, tree: Tree, base: Tree | None, gaps: Mapping[int, str]) -> Examination:
        """As the port says.

        Raises:
            ExaminingError: the process came to no result.
        """
        key = (tree.hash, base.hash if base is not None else None, tuple(sorted(gaps.items())))
        return await self._runs.of(key, lambda: self._examine(tree, base, gaps))

    async def _examine(self, tree: Tree, base: Tree | None, gaps: Mapping[int, str]) -> Examination:
        with TemporaryDirectory(prefix="sanad-") as name:  # readable by its owner alone
            job = Path(name)
            await asyncio.to_thread(_lay_out, job, tree, base, gaps, self._cache)
            await _run(job)
            return await asyncio.to_thread(_result, job)


class InProcessExaminer:
    """The same in this process: for tests with a small knowledge."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache

    async def examine(self, tree: Tree, base: Tree | None, gaps: Mapping[int, str]) -> Examination:
        """As the port says."""
        return await asyncio.to_thread(self._examine, tree, base, gaps)

    def _examine(self, tree: Tree, base: Tree | None, gaps: Mapping[int, str]) -> Examination:
        with TemporaryDirectory(prefix="sanad-") as name:
            _lay_out(Path(name), tree, base, gaps, self._cache)
            return _examine_job(Path(name))


def _lay_out(job: Path, tree: Tree, base: Tree | None, gaps: Mapping[int, str], cache: Path | None) -> None:
    """Write what is to be examined into a folder."""
    tree.write(job / _TREE)
    if base is not None:
        base.write(job / _BASE)
    order = {"gaps": list(gaps.items()), "cache": str(cache.absolute()) if cache is not None else None}
    (job / _ORDER).write_text(json.dumps(order), encoding="utf-8")


def _examine_job(job: Path) -> Examination:
    """Examine what a folder holds."""
    order = json.loads((job / _ORDER).read_text(encoding="utf-8"))
    base, cache = job / _BASE, order["cache"]
    return examine(
        job / _TREE,
        base if base.is_dir() else None,
        dict(order["gaps"]),
        Path(cache) if cache is not None else None,
    )


async def _run(job: Path) -> None:
    """Have a process of its own examine a job.

    Raises:
        ExaminingError: it came to no result.
    """
    process = await _start(job)
    try:
        _, complaint = await process.communicate()
    finally:
        await _end(process)
    if process.returncode == _REFUSED:
        raise ExaminingError(Bilingual(**json.loads((job / _REFUSAL).read_text(encoding="utf-8"))))
    if process.returncode != 0:
        wrong = (
            "The examination stopped before its end ({reason}), and nothing was changed: "
            "try again, and see whether this machine is out of memory or disk space"
        )
        raise ExaminingError(sentence(wrong, reason=_reason(process.returncode, complaint)))


async def _start(job: Path) -> Process:
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot.examining", str(job)),
            cwd=_PROGRAM,  # the same program as this one, wherever it was started
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # so that it can be ended with the processes that it shares its work with
        )
    except OSError as error:
        wrong = "No process can be started to examine the knowledge: {reason}"
        raise ExaminingError(sentence(wrong, reason=Foreign(str(error.strerror)))) from error


async def _end(process: Process) -> None:
    """End a process that nobody waits for any more, and those that it started."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def _reason(code: int | None, complaint: bytes) -> str:
    """The kind of error alone: its text may quote what somebody wrote."""
    last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
    kind = last.partition(":")[0]
    return kind if kind.isidentifier() else f"exit code {code}"


def _result(job: Path) -> Examination:
    return from_json((job / _RESULT).read_text(encoding="utf-8"))


def main(job: Path) -> int:
    """Examine a job, as a process of its own."""
    os.nice(_KINDNESS)
    try:
        with every_core():
            examination = _examine_job(job)
    except SanadError as error:
        (job / _REFUSAL).write_text(json.dumps(asdict(error.sentence)), encoding="utf-8")
        return _REFUSED
    (job / _RESULT).write_text(to_json(examination), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
