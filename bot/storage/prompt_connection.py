"""A connection of aiosqlite that takes the way over its thread only where something may wait.

aiosqlite sends each call to the connection's own thread and back: four ways for one statement, each of which costs more
than what SQLite does meanwhile. What SQLite answers from its memory in some microseconds is called where it is asked
for. What may wait for another process or for the disk goes to the thread as ever: taking the write lock, to commit, to
write outside a transaction, to rebuild the file.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import aiosqlite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_T = TypeVar("_T")

_ROWS_AT_ONCE: Final = 64
"""That an iteration over a result asks for."""
_STATEMENTS: Final = frozenset({"execute", "executemany"})
_READING: Final = ("SELECT", "WITH")
"""How statements begin that may be called at once outside a transaction: readers never wait in WAL mode."""


class PromptConnection(aiosqlite.Connection):
    """One that runs in the event loop what does not have to wait.

    The calls of one connection stay in order: while one is under way in the thread, though nobody may wait for it any
    more, the next ones follow it there.
    """

    def __init__(self, path: Path) -> None:
        # Used from two threads, but never from both at a time; no transactions are begun but those that are asked for.
        super().__init__(
            lambda: sqlite3.connect(path, isolation_level=None, check_same_thread=False), iter_chunk_size=_ROWS_AT_ONCE
        )
        self._thread.daemon = True
        self._under_way: deque[None] = deque()

    async def _execute(self, fn: Callable[..., _T], *args: object, **kwargs: object) -> _T:
        call = partial(fn, *args, **kwargs)
        if self._under_way or self._may_wait(fn, args):
            return await self._in_thread(call)
        return call()

    async def _in_thread(self, call: Callable[[], _T]) -> _T:
        self._under_way.append(None)

        def called() -> _T:
            try:
                return call()
            finally:
                self._under_way.pop()

        result: _T = await super()._execute(called)  # type: ignore[no-untyped-call]  # aiosqlite gives it no types
        return result

    def _may_wait(self, fn: Callable[..., object], args: tuple[object, ...]) -> bool:
        name, connection = fn.__name__, self._conn
        if name in _STATEMENTS and not connection.in_transaction:
            statement = str(args[0]).lstrip()
            return statement != "BEGIN" and not statement.startswith(_READING)
        if name == "commit":
            return connection.in_transaction
        return name == "close" and getattr(fn, "__self__", None) is connection
