"""What stands before several replicas: it passes each connection on to one that is up."""

from __future__ import annotations

import asyncio
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Sequence
    from types import TracebackType

_CHUNK_BYTES: Final = 65536


class Balancer:
    """Listens on the loopback interface inside an `async with` block; the servers take turns."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = list(ports)
        self._listener: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._listener is not None:
            self._listener.close()

    @property
    def address(self) -> str:
        """Where it listens, such as `http://127.0.0.1:40123`."""
        assert self._listener is not None, "a balancer has an address only while it listens"
        return f"http://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"

    async def _pass_on(self, reader: StreamReader, writer: StreamWriter) -> None:
        with closing(writer), suppress(OSError):
            for port in self._next_ports():
                with suppress(ConnectionRefusedError):
                    there, back = await asyncio.open_connection("127.0.0.1", port)
                    with closing(back):
                        await asyncio.gather(_copy(reader, back), _copy(there, writer))
                    return

    def _next_ports(self) -> Sequence[int]:
        self._ports.append(self._ports.pop(0))
        return tuple(self._ports)


async def _copy(source: StreamReader, target: StreamWriter) -> None:
    """Until one side has nothing more to say; then the other is told, and may still answer."""
    while chunk := await source.read(_CHUNK_BYTES):
        target.write(chunk)
        await target.drain()
    target.write_eof()
