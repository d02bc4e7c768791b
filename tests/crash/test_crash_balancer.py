"""What stands before the replicas of the crash test passes on what it gets, and goes round those that are down."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from crash.balancer import Balancer
from crash.fleet import free_port

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator


@asynccontextmanager
async def server(word: bytes) -> AsyncIterator[int]:
    """One that says its word and repeats what it hears, until it hears the end; its port."""

    async def answer(reader: StreamReader, writer: StreamWriter) -> None:
        writer.write(word + await reader.read())
        await writer.drain()
        writer.close()

    listener = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()


async def ask(balancer: Balancer) -> bytes:
    """Say hello through the balancer; what comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(balancer.address.rpartition(":")[2]))
    writer.write(b" hello")
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    return answer


async def test_servers_take_turns() -> None:
    """Two connections go to two servers, each whole and in both directions."""
    async with server(b"one") as one, server(b"two") as two, Balancer([one, two]) as balancer:
        answers = [await ask(balancer) for _ in range(2)]

    assert sorted(answers) == [b"one hello", b"two hello"]


async def test_server_that_is_down() -> None:
    """A server that is down is passed over."""
    async with server(b"one") as one, Balancer([free_port(), one]) as balancer:
        answers = [await ask(balancer) for _ in range(3)]

    assert answers == [b"one hello"] * 3


async def test_nobody_is_there() -> None:
    """Where no server is up, whoever asks is hung up on."""
    async with Balancer([free_port()]) as balancer:
        assert await ask(balancer) == b""
