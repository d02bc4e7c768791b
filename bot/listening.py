"""The console's pages over HTTP, in the event loop that everything else runs in."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final

import uvicorn

from bot.settings import SettingsError
from bot.web.app import console

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.types import ASGIApp

    from bot.settings import Listening
    from handlers.desk import Desk

_LAST_ANSWERS: Final = 5
"""Seconds for pages that are being written when it is time to end."""
_WAITING: Final = 128
"""Connections that may wait to be taken."""


@asynccontextmanager
async def console_at(listening: Listening, desk: Desk, address: str) -> AsyncIterator[None]:
    """Serve the console until the end of the block.

    Args:
        listening: the host and port.
        desk: what its pages work with.
        address: how browsers reach it.

    Raises:
        SettingsError: nothing can listen there.
    """
    async with served(console(desk, address=address), listening):
        yield


@asynccontextmanager
async def served(application: ASGIApp, listening: Listening) -> AsyncIterator[None]:
    """Serve an application until the end of the block; what is being answered then is finished.

    Raises:
        SettingsError: nothing can listen there.
    """
    server = _Server(
        uvicorn.Config(
            application,
            log_config=None,  # ours is set up already
            access_log=False,  # who reads which page is nobody's business
            server_header=False,
            timeout_graceful_shutdown=_LAST_ANSWERS,
        )
    )
    with _socket(listening) as opened:
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


def _socket(listening: Listening) -> socket.socket:
    # Opened here, for the server's own way to say that it cannot is to end the process.
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    try:
        return socket.create_server((listening.host, listening.port), family=family, backlog=_WAITING)
    except OSError as error:
        raise SettingsError(f"SANAD_WEB={listening} cannot be listened at: {error.strerror}: choose another") from error
