"""Several stores that keep something together, or not at all."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager


class Transactions(Protocol):
    """Spans the stores of one database."""

    def together(self) -> AbstractAsyncContextManager[None]:
        """Whatever this task writes in the block comes true at its end, all of it; nothing, if the block raises.

        It begins with the first thing that is written, so that reading before it keeps nobody waiting.
        """
        ...


class NoTransactions:
    """Of stores in memory: what was written in a block that raises stays written."""

    @asynccontextmanager
    async def together(self) -> AsyncIterator[None]:
        yield
