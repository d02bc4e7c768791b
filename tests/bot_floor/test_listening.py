"""Pages over HTTP beside everything else: they begin and end with the block, and say when they cannot."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.listening import served
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
    async with served(Pages().application, here):
        response = await get(here)

    assert (response.status_code, response.text) == (200, "here")
    assert "server" not in response.headers


async def test_end(here: Listening) -> None:
    """After the block nobody listens."""
    async with served(Pages().application, here):
        pass

    with pytest.raises(httpx.ConnectError):
        await get(here)


async def test_page_that_is_being_answered(here: Listening) -> None:
    """What is being answered when the block ends is finished."""
    pages = Pages()
    async with served(pages.application, here):
        asked = asyncio.create_task(get(here, "/slow"))
        await pages.waiting.wait()
        asyncio.get_running_loop().call_later(0.05, pages.go_on.set)

    assert (await asked).text == "at last"


async def test_port_that_is_taken(here: Listening) -> None:
    """A port that somebody else listens at is named in one sentence."""
    with socket.create_server((here.host, here.port)), pytest.raises(SettingsError, match=r"^SANAD_WEB=127") as caught:
        async with served(Pages().application, here):
            pass

    assert len(str(caught.value).splitlines()) == 1
