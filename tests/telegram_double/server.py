"""A web server inside the running event loop, on a free port of the loopback interface."""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

FINISHING_SECONDS: Final = 1.0
IDLE_SECONDS: Final = 75
"""A connection is kept open for so long, as by other servers. One that hung up sooner would now and then do so on a
call that is just on its way, and nobody could tell whether it was carried out."""


class LoopbackServer:
    """Serves one application until it is stopped.

    It drives uvicorn's protocol but not uvicorn's server, which would catch the
    signals of the test run and take a third of a second to stop.
    """

    def __init__(self, application: ASGIApp) -> None:
        """Prepare the server; nothing listens yet."""
        self._config = Config(
            application,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_keep_alive=IDLE_SECONDS,
        )
        self._shared = ServerState()
        self._listener: asyncio.Server | None = None

    @property
    def address(self) -> str:
        """The address of the started server, without a slash at its end."""
        assert self._listener, "the double has an address only while it is started"
        return f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"

    async def start(self) -> None:
        """Listen, and return once requests are served."""
        self._config.load()
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(lambda: _Connection(self._config, self._shared), "127.0.0.1", 0)

    async def stop(self) -> None:
        """Stop listening, let running calls end, and close every connection."""
        if self._listener:
            self._listener.close()
        connections = [item for item in self._shared.connections if isinstance(item, _Connection)]
        for connection in connections:
            connection.shutdown()
        if self._shared.tasks:
            await asyncio.wait(self._shared.tasks, timeout=FINISHING_SECONDS)
        for connection in connections:
            await connection.cut()


async def cut_connection(request: Request) -> None:
    """Close the connection of a request without answering it."""
    connection: _Connection = request.state.connection
    await connection.cut()


class _Connection(H11Protocol):
    """One connection, which shows itself to its requests because ASGI keeps the transport hidden."""

    def __init__(self, config: Config, shared: ServerState) -> None:
        super().__init__(config, shared, {"connection": self})
        self.lost = asyncio.Event()

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.lost.set()

    async def cut(self) -> None:
        """Break the connection off and wait until the server knows of it."""
        self.transport.abort()
        await self.lost.wait()
