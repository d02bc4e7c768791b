"""Runs that take long: one at a time, shared by all who want the same, and remembered for a while."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Hashable

Result = TypeVar("Result")


class SharedRuns(Generic[Result]):
    """Keeps the latest results by what they are of. A run that nobody waits for any more is cancelled."""

    def __init__(self, kept: int) -> None:
        """`kept` results are remembered; a run that failed is not."""
        self._kept = kept
        self._results: dict[Hashable, Result] = {}
        self._running: dict[Hashable, asyncio.Task[Result]] = {}
        self._waiting: Counter[Hashable] = Counter()
        self._turn = asyncio.Lock()

    async def of(self, key: Hashable, run: Callable[[], Coroutine[None, None, Result]]) -> Result:
        """The result for a key: remembered, of the run that goes on, or of a new one, which waits for its turn.

        Raises whatever the run raises.
        """
        if key in self._results:
            self._results[key] = self._results.pop(key)  # it was wanted last
            return self._results[key]
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.create_task(self._run(key, run))
        self._waiting[key] += 1
        try:
            return await asyncio.shield(task)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                task.cancel()  # which does nothing to one that is done

    async def _run(self, key: Hashable, run: Callable[[], Coroutine[None, None, Result]]) -> Result:
        try:
            async with self._turn:
                result = await run()
        finally:
            del self._running[key]
        self._results[key] = result
        for oldest in list(self._results)[: -self._kept]:
            del self._results[oldest]
        return result
