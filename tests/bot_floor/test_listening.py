"""Pages over HTTP beside everything else: they begin and end with the block, and say when they cannot."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.listening import MOST_CONNECTIONS, served
from bot.settings import Listening, SettingsError

if TYPE_CHECKING:
    from starlette.requests import Request


@pytest.fixture
def here() -> Listening:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return Listening("127.0.0.1", probe.getsockname()[1])


class Pages:
    """One page that answers at once, and one that waits until it is told."""

    def __init__(self) -> None:
        self.waiting = asyncio.Event()
        self.go_on = asyncio.Event()
        self.application = Starlette(routes=[Route("/", self._quick), Route("/slow", self._slow)])

    async def _quick(self, _: Request) -> PlainTextResponse:
        return PlainTextResponse("here")

    async def _slow(self, _: Request) -> PlainTextResponse:
        self.waiting.set()
        await self.go_on.wait()
        return PlainTextResponse("at last")


async def get(listening: Listening, path: str = "/") -> httpx.Response:
    async with httpx.AsyncClient(base_url=f"http://{listening}") as client:
        return await client.get(path)


async def test_page(here: Listening) -> None:
    """Within the block a page is answered, by a server that does not name itself."""
    async with served(Pages().application, here, "SANAD_WEB"):
        response = await get(here)

    assert (response.status_code, response.text) == (200, "here")
    assert "server" not in response.headers


async def test_end(here: Listening) -> None:
    """After the block nobody listens."""
    async with served(Pages().application, here, "SANAD_WEB"):
        pass

    with pytest.raises(httpx.ConnectError):
        await get(here)


async def test_page_that_is_being_answered(here: Listening) -> None:
    """What is being answered when the block ends is finished."""
    pages = Pages()
    async with served(pages.application, here, "SANAD_WEB"):
        asked = asyncio.create_task(get(here, "/slow"))
        await pages.waiting.wait()
        asyncio.get_running_loop().call_later(0.05, pages.go_on.set)

    assert (await asked).text == "at last"


async def test_port_that_is_taken(here: Listening) -> None:
    """A port that somebody else listens at is named in one sentence, with the setting that says so."""
    with socket.create_server((here.host, here.port)), pytest.raises(SettingsError) as caught:
        async with served(Pages().application, here, "SANAD_WEB"):
            pass

    assert str(caught.value).startswith(f"{here} cannot be listened at: ")
    assert str(caught.value).endswith(": choose another with SANAD_WEB")


async def test_connection_without_a_request(here: Listening) -> None:
    """A connection over which no whole head comes in time is cut off, however much of one drips in."""
    async with served(Pages().application, here, "SANAD_WEB", head_seconds=1), asyncio.timeout(5):
        silent, slow = [await asyncio.open_connection(here.host, here.port) for _ in range(2)]
        slow[1].write(b"GET / HTTP/1.1\r\n")
        ends = [await reader.read() for reader, _ in (silent, slow)]
        for _, writer in (silent, slow):
            writer.close()

    assert ends == [b"", b""]


async def test_slow_answer(here: Listening) -> None:
    """An answer may take longer than a request."""
    pages = Pages()
    async with served(pages.application, here, "SANAD_WEB", head_seconds=1):
        asked = asyncio.create_task(get(here, "/slow"))
        await pages.waiting.wait()
        asyncio.get_running_loop().call_later(1.2, pages.go_on.set)
        answer = await asked

    assert answer.text == "at last"


async def test_too_many_connections(here: Listening) -> None:
    """Beyond a number nobody is let in; as soon as somebody leaves, others are."""
    async with served(Pages().application, here, "SANAD_WEB"), asyncio.timeout(10):
        opened = [await asyncio.open_connection(here.host, here.port) for _ in range(MOST_CONNECTIONS)]
        with pytest.raises(httpx.TransportError):
            await get(here)
        for _, writer in opened:
            writer.close()
        answer = await persistently(here)

    assert answer.text == "here"


async def persistently(listening: Listening) -> httpx.Response:
    """A page, asked for until it is given."""
    while True:
        with contextlib.suppress(httpx.TransportError):
            return await get(listening)
        await asyncio.sleep(0.01)
