"""Pages over HTTP, in the event loop that everything else runs in."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.settings import SettingsError
from bot.web.app import console

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp
    from uvicorn.protocols.http.h11_impl import RequestResponseCycle

    from bot.settings import Listening
    from handlers.desk import Desk

_LAST_ANSWERS: Final = 5
"""Seconds for pages that are being written when it is time to end."""
_WAITING: Final = 128
"""Connections that may wait to be taken."""
MOST_CONNECTIONS: Final = 500
"""Open at once; more than any proxy keeps, and fewer than a process may have files."""
HEAD_SECONDS: Final = 10
"""For the head of a request, or of the next one; a connection over which none comes is cut off."""


@asynccontextmanager
async def console_at(
    listening: Listening, desk: Desk, address: str, pages: Sequence[BaseRoute] = (), *, setting: str = "SANAD_WEB"
) -> AsyncIterator[None]:
    """Serve the console until the end of the block.

    Args:
        listening: the host and port.
        desk: what its pages work with.
        address: how browsers reach it.
        pages: others at the same place; they come first, and the console neither sees nor guards them.
        setting: where the host and port come from.

    Raises:
        SettingsError: nothing can listen there.
    """
    behind = console(desk, address=address)
    front = Starlette(routes=[*pages, Mount("/", behind)], lifespan=behind.router.lifespan_context)
    async with served(front, listening, setting):
        yield


@asynccontextmanager
async def served(
    application: ASGIApp, listening: Listening, setting: str, *, head_seconds: int = HEAD_SECONDS
) -> AsyncIterator[None]:
    """Serve an application until the end of the block; what is being answered then is finished.

    Args:
        application: which answers.
        listening: the host and port.
        setting: where the host and port come from.
        head_seconds: how long a connection may be open without a request.

    Raises:
        SettingsError: nothing can listen there.
    """
    server = _Server(
        uvicorn.Config(
            application,
            http=_Connection,
            ws="none",
            log_config=None,  # ours is set up already
            access_log=False,  # who reads which page is nobody's business
            server_header=False,
            timeout_keep_alive=head_seconds,
            timeout_graceful_shutdown=_LAST_ANSWERS,
        )
    )
    with _socket(listening, setting) as opened:
        task = asyncio.create_task(server.serve(sockets=[opened]))
        try:
            yield
        finally:
            server.should_exit = True
            await task


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Connection(H11Protocol):
    """A connection that is cut off when no request comes; uvicorn waits for ever for the first, and for slow ones."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self._await_head()

    def on_response_complete(self) -> None:
        self._await_head()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_head()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._forget_head()
        self._deadline = self.loop.call_later(self.timeout_keep_alive, self._give_up_unless_after, self.cycle)

    def _forget_head(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()

    def _give_up_unless_after(self, last: RequestResponseCycle | None) -> None:
        if self.cycle is last:
            self.transport.close()


def _socket(listening: Listening, setting: str) -> socket.socket:
    # Opened here, for the server's own way to say that it cannot is to end the process.
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    try:
        return socket.create_server((listening.host, listening.port), family=family, backlog=_WAITING)
    except OSError as error:
        raise SettingsError(
            f"{listening} cannot be listened at: {error.strerror}: choose another with {setting}"
        ) from error
