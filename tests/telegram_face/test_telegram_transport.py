"""What is known of a failed call, what goes over the wire, and what only looks like an answer."""

from __future__ import annotations

import asyncio
import traceback
from contextlib import asynccontextmanager, closing, suppress
from typing import TYPE_CHECKING, Final, TypeAlias

import pytest
from telegram import InputFile, error
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.errors import FloodError, NotSentError, ProxyError, ServerFailureError
from bot.telegram.transport import Transport, proxy_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

TOKEN: Final = "123456:A-TOKEN-THAT-NOBODY-MAY-READ"
OK: Final = b'{"ok": true, "result": 7}'
NOWHERE: Final = "http://127.0.0.1:9"
IMPATIENT: Final = 0.05

Behaviour: TypeAlias = "Callable[[asyncio.StreamWriter], Awaitable[None]]"


class Server:
    """Reads calls, and does with each whatever the test wants."""

    def __init__(self, behave: Behaviour) -> None:
        self._behave = behave
        self.calls: list[bytes] = []
        """Each as it came: head and body."""
        self.connections = 0
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        # The client may have gone, or speak no HTTP: what was received so far stands in `calls`.
        with suppress(asyncio.IncompleteReadError, ConnectionError, ValueError), closing(writer):
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                lengths = [
                    int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
                ]
                self.calls.append(head + await reader.readexactly(sum(lengths)))
                await self._behave(writer)


@asynccontextmanager
async def serving(behave: Behaviour) -> AsyncIterator[Server]:
    server = Server(behave)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.address = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listener.close()


@asynccontextmanager
async def opened(
    *, connections: int = 4, patience: float = 5.0, proxy: str | None = None, flooded: Callable[[], None] = lambda: None
) -> AsyncIterator[Transport]:
    transport = Transport(connections, patience, proxy, flooded)
    try:
        yield transport
    finally:
        await transport.shutdown()


async def call(transport: Transport, address: str, **parameters: object) -> object:
    data = RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()])
    return await transport.post(f"{address}/bot{TOKEN}/sendMessage", data)


def answering(payload: bytes, status: str = "200 OK", headers: str = "") -> Behaviour:
    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(payload)}\r\n\r\n".encode() + payload)
        await writer.drain()

    return behave


async def never(_writer: asyncio.StreamWriter) -> None:
    """Leave the call unanswered for longer than anybody waits."""
    await asyncio.sleep(5)


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """Close the connection without an answer."""
    writer.transport.abort()


async def drip(writer: asyncio.StreamWriter) -> None:
    """Answer so slowly that each wait is short and the whole takes for ever."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await asyncio.sleep(IMPATIENT / 5)


async def test_refused_connection() -> None:
    """Where nobody listens nothing was sent."""
    async with opened() as transport:
        with pytest.raises(NotSentError):
            await call(transport, NOWHERE)


async def test_host_without_address() -> None:
    """A name that nobody knows is nowhere to send to."""
    async with opened() as transport:
        with pytest.raises(NotSentError):
            await call(transport, "http://telegram.invalid")


async def test_server_without_encryption() -> None:
    """When no encrypted connection comes about, nothing was sent."""
    async with serving(answering(OK)) as server, opened() as transport:
        with pytest.raises(NotSentError):
            await call(transport, server.address.replace("http:", "https:"))


async def test_no_connection_is_free() -> None:
    """A call that waited in vain for a connection was not sent, while the one that has it may have been."""
    async with serving(never) as server, opened(connections=1, patience=IMPATIENT) as transport:
        first, second = await asyncio.gather(
            transport.post(f"{server.address}/bot{TOKEN}/sendMessage", read_timeout=4 * IMPATIENT),
            call(transport, server.address),
            return_exceptions=True,
        )

    assert (type(first), type(second)) == (error.TimedOut, NotSentError)
    assert len(server.calls) == 1


@pytest.mark.parametrize("behave", [never, drip])
async def test_answer_that_never_comes(behave: Behaviour) -> None:
    """A call that was written and not answered in time may have been carried out."""
    async with serving(behave) as server, opened(patience=IMPATIENT) as transport:
        with pytest.raises(error.TimedOut):
            await call(transport, server.address)


async def test_connection_breaks_off() -> None:
    """A call whose connection breaks before the answer may have been carried out, and is no timeout."""
    async with serving(hang_up) as server, opened() as transport:
        with pytest.raises(error.NetworkError) as failure:
            await call(transport, server.address)

    assert type(failure.value) is error.NetworkError


@pytest.mark.parametrize(
    ("payload", "seconds"),
    [(b'{"ok": false, "description": "x", "parameters": {"retry_after": 7}}', 7.0), (b"{}", 1.0), (b"<html>", 1.0)],
)
async def test_flood(payload: bytes, seconds: float) -> None:
    """When Telegram asks to wait, it is told for how long, and is counted."""
    floods: list[bool] = []
    async with (
        serving(answering(payload, "429 Too Many Requests")) as server,
        opened(flooded=lambda: floods.append(True)) as transport,
    ):
        with pytest.raises(FloodError) as flood:
            await call(transport, server.address)

    assert (flood.value.seconds, floods) == (seconds, [True])


async def test_server_in_trouble() -> None:
    """A failure of the server's is one that passes."""
    async with serving(answering(b"<html>", "502 Bad Gateway")) as server, opened() as transport:
        with pytest.raises(ServerFailureError):
            await call(transport, server.address)


async def test_nobody_is_followed_elsewhere() -> None:
    """A redirection, as of a hotel's Wi-Fi, is an error: the address that it leads away from holds the token."""
    elsewhere = answering(b"", "302 Found", "Location: /elsewhere\r\n")
    async with serving(elsewhere) as server, opened() as transport:
        with pytest.raises(error.NetworkError):
            await call(transport, server.address)

    assert len(server.calls) == 1


@pytest.mark.parametrize(
    "behave", [never, hang_up, drip, answering(b"", "502 Bad Gateway"), answering(b"x", "302 Found")]
)
@pytest.mark.parametrize("is_there", [True, False])
async def test_no_error_tells_the_token(behave: Behaviour, *, is_there: bool) -> None:
    """Nothing that goes wrong is reported with the address, which holds the token; not even in a traceback."""
    async with serving(behave) as server, opened(patience=IMPATIENT) as transport:
        with pytest.raises(error.TelegramError) as failure:
            await call(transport, server.address if is_there else NOWHERE)

    assert TOKEN not in "".join(traceback.format_exception(failure.value))


async def test_connections_are_used_again() -> None:
    """One connection serves calls that follow each other, until it is closed; the next call opens another."""
    async with serving(answering(OK)) as server, opened() as transport:
        answers = [await call(transport, server.address) for _ in range(3)]
        await transport.shutdown()
        await call(transport, server.address)

    assert (answers, server.connections) == ([7, 7, 7], 2)


async def test_parameters_go_as_a_form() -> None:
    """Parameters arrive in UTF-8; half of a character is replaced rather than nothing said at all."""
    async with serving(answering(OK)) as server, opened() as transport:
        await call(transport, server.address, chat_id=5, text="كم \ud83d?")

    assert server.calls[0].split(b"\r\n\r\n")[1] == b"chat_id=5&text=%D9%83%D9%85+%3F%3F"


async def test_files_go_in_parts() -> None:
    """A file is sent with its name and its kind, beside the other parameters."""
    async with serving(answering(OK)) as server, opened() as transport:
        await call(transport, server.address, chat_id=5, document=InputFile(b"\x00\xffcontent", "gaps.csv"))
    head, body = server.calls[0].split(b"\r\n\r\n", 1)

    assert b"multipart/form-data" in head
    assert b'name="chat_id"\r\n\r\n5\r\n' in body
    assert b'Content-Type: text/csv\r\nContent-Disposition: form-data; name="document"; filename="gaps.csv"' in body
    assert b"\x00\xffcontent" in body


async def test_files_are_fetched() -> None:
    """A file arrives byte for byte."""
    async with serving(answering(b"\x00\xffcontent")) as server, opened() as transport:
        content = await transport.retrieve(f"{server.address}/file/bot{TOKEN}/documents/1.csv")

    assert content == b"\x00\xffcontent"


async def test_call_by_a_proxy() -> None:
    """A call goes to the proxy, with the password that stands in its address and the address that is meant."""
    async with serving(answering(OK)) as proxy:
        address = proxy.address.replace("//", "//user:secret@")
        async with opened(proxy=address) as transport:
            await call(transport, "http://telegram.invalid")

    assert proxy.calls[0].startswith(f"POST http://telegram.invalid/bot{TOKEN}/sendMessage HTTP/1.1\r\n".encode())
    assert b"Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n" in proxy.calls[0]


async def test_proxy_that_refuses() -> None:
    """What a proxy does not let through to an encrypted server was not sent."""
    refusing = answering(b"", "407 Proxy Authentication Required")
    async with serving(refusing) as proxy, opened(proxy=proxy.address) as transport:
        with pytest.raises(NotSentError):
            await call(transport, "https://telegram.invalid")

    assert TOKEN.encode() not in proxy.calls[0]


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ({"https_proxy": "proxy:3128"}, "http://proxy:3128"),
        ({"ALL_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ({"HTTP_PROXY": "http://proxy:3128"}, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "localhost,telegram.org"}, None),
    ],
)
def test_proxy_of_the_environment(
    variables: dict[str, str], proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy is read from where other programs read it, and left out for hosts that are named there."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert proxy_for("https://api.telegram.org") == proxy


def test_proxy_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that cannot be used stops the start, with a word on what to set."""
    monkeypatch.setenv("HTTPS_PROXY", "socks5://proxy:1080")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    with pytest.raises(ProxyError, match="HTTPS_PROXY"):
        proxy_for("https://api.telegram.org")


@pytest.mark.parametrize("payload", [b"", b"<html>", b"[]", b"7", b"{}", b'{"ok": true}', b"\xff", b'"result"'])
def test_answer_of_somebody_else(payload: bytes) -> None:
    """What a proxy or a hotel's Wi-Fi says in Telegram's place is an error like any other."""
    with pytest.raises(error.TelegramError, match="none of Telegram's"):
        Transport.parse_json_payload(payload)


def test_answer_of_telegram() -> None:
    """Results and refusals pass."""
    assert Transport.parse_json_payload(b'{"ok": true, "result": []}') == {"ok": True, "result": []}
    assert Transport.parse_json_payload(b'{"ok": false, "description": "x"}') == {"ok": False, "description": "x"}
