"""A server in Telegram's place that costs next to nothing: it hands out questions, and notes when they are answered.

It takes whatever it is told, and checks nothing; whether the bot speaks as it should is for other tests to say.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter, deque
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

TOKEN: Final = "123456789:a-token-of-the-benchmark-and-of-nobody"  # noqa: S105 - of nobody
BATCH: Final = 100
"""Updates in an answer, at most; the same as Telegram's."""
LONGEST_POLL: Final = 30.0
PUSHING: Final = 40
"""Connections to a webhook; the number that Telegram uses unless it is told another."""
REST: Final = 0.1
"""Seconds before an update is pushed again that was not taken."""
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_FIRST_CHAT: Final = 1_000
_ANSWERS: Final[dict[str, Any]] = {
    "getMe": {"id": 123456789, "is_bot": True, "first_name": "Sanad", "username": "sanad_bot"},
    "getMyCommands": [],
    "getMyName": {"name": ""},
    "getMyDescription": {"description": ""},
    "getMyShortDescription": {"short_description": ""},
}


class TelegramSink:
    """Telegram as a bot sees it, and everybody who asks it something: each has a chat of their own."""

    def __init__(self, listening: tuple[str, int]) -> None:
        """Nobody asks anything yet.

        Args:
            listening: where a bot with a webhook takes updates, behind what would be a proxy at its public address.
        """
        self._listening = listening
        self.address = ""
        self.is_heard = asyncio.Event()
        """Set once the bot fetches updates, or has said where it wants them."""
        self.latencies: list[float] = []
        """Seconds from each question to the message that answers it."""
        self._pending: deque[tuple[int, bytes]] = deque()
        # A database that knows the numbers of an earlier run would take the same ones for the same updates.
        self._number = int(1000 * time.time())
        self._newcomers = count()
        self._asked: dict[int, deque[float]] = {}
        self._poll: _Connection | None = None
        self._hook: _Hook | None = None
        self._registered: dict[str, object] = {"url": ""}
        self._answered: Callable[[int], None] = _nothing

    @asynccontextmanager
    async def open(self) -> AsyncIterator[TelegramSink]:
        """Listen on the loopback interface."""
        loop = asyncio.get_running_loop()
        listener = await loop.create_server(lambda: _Connection(self._call), "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            listener.close()
            if self._hook is not None:
                self._hook.close()

    def ask(self, who: int, text: str) -> None:
        """Somebody asks something."""
        self._number += 1
        chat = _FIRST_CHAT + who
        person = {"id": chat, "is_bot": False, "first_name": "Reader", "language_code": "en"}
        message = {
            "message_id": self._number % 2**31,
            "from": person,
            "chat": {"id": chat, "type": "private", "first_name": "Reader"},
            "date": int(time.time()),
            "text": text,
        }
        update = json.dumps({"update_id": self._number, "message": message}).encode()
        self._asked.setdefault(chat, deque()).append(time.perf_counter())
        if self._hook is not None:
            self._hook.push(update)
            return
        self._pending.append((self._number, update))
        self._hand_out()

    async def saturate(self, texts: Sequence[str], *, people: int, each: int) -> float:
        """Have so many people at a time ask `each` one after the other, and then others; the seconds that it takes.

        Nobody asks again before they have their answer.
        """
        waiting, newcomers, answered, done = iter(texts), self._newcomers, Counter[int](), asyncio.Event()
        self.latencies = []
        start = time.perf_counter()

        def ask(who: int) -> None:
            text = next(waiting, None)
            if text is not None:
                self.ask(who, text)

        def go_on(who: int) -> None:
            answered[who] += 1
            ask(who if answered[who] % each else next(newcomers))
            if len(self.latencies) == len(texts):
                done.set()

        self._answered = go_on
        for _ in range(people):
            ask(next(newcomers))
        await _in_time(done, len(texts))
        self._answered = _nothing
        return time.perf_counter() - start

    async def steady(self, texts: Sequence[str], *, rate: float) -> None:
        """Have so many questions come each second, from somebody else each time, whether or not they are answered."""
        done, loop = asyncio.Event(), asyncio.get_running_loop()
        self.latencies = []
        self._answered = lambda _who: done.set() if len(self.latencies) == len(texts) else None
        start = loop.time()
        for number, text in enumerate(texts):
            await asyncio.sleep(start + number / rate - loop.time())
            self.ask(next(self._newcomers), text)
        await _in_time(done, len(texts))
        self._answered = _nothing

    def _call(self, connection: _Connection, method: str, body: bytes) -> None:
        if method == "getUpdates":
            self._fetch(connection, parse_qs(body.decode()))
        elif method == "sendMessage":
            self._send(connection, parse_qs(body.decode()))
        elif method == "getWebhookInfo":
            connection.reply(self._registered | {"has_custom_certificate": False, "pending_update_count": 0})
        else:
            if method == "setWebhook":
                self._set_hook(parse_qs(body.decode()))
            connection.reply(_ANSWERS.get(method, True))

    def _fetch(self, connection: _Connection, parameters: dict[str, list[str]]) -> None:
        self.is_heard.set()
        offset = int(parameters.get("offset", ["0"])[0])
        while self._pending and self._pending[0][0] < offset:
            self._pending.popleft()
        self._poll = connection
        if int(parameters.get("timeout", ["0"])[0]) == 0 or self._pending:
            self._hand_out(even_nothing=True)
        else:
            asyncio.get_running_loop().call_later(LONGEST_POLL, self._give_up, connection)

    def _give_up(self, connection: _Connection) -> None:
        if self._poll is connection:
            self._hand_out(even_nothing=True)

    def _hand_out(self, *, even_nothing: bool = False) -> None:
        if self._poll is None or not (self._pending or even_nothing):
            return
        updates = [update for _, update in list(self._pending)[:BATCH]]
        connection, self._poll = self._poll, None
        connection.write(b'{"ok": true, "result": [' + b",".join(updates) + b"]}")

    def _send(self, connection: _Connection, parameters: dict[str, list[str]]) -> None:
        now, chat = time.perf_counter(), int(parameters["chat_id"][0])
        message: dict[str, Any] = {
            "message_id": self._number % 2**31,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Reader"},
            "text": parameters["text"][0],
        }
        if "reply_markup" in parameters:
            message["reply_markup"] = json.loads(parameters["reply_markup"][0])
        connection.reply(message)
        if asked := self._asked.get(chat):
            self.latencies.append(now - asked.popleft())
            self._answered(chat - _FIRST_CHAT)

    def _set_hook(self, parameters: dict[str, list[str]]) -> None:
        url, secret = parameters["url"][0], parameters.get("secret_token", [""])[0]
        self._registered = {
            "url": url,
            "max_connections": int(parameters.get("max_connections", [str(PUSHING)])[0]),
            "allowed_updates": json.loads(parameters.get("allowed_updates", ["[]"])[0]),
        }
        if self._hook is None:
            self._hook = _Hook(url, secret, self._listening)
        self.is_heard.set()


class _Connection(asyncio.Protocol):
    """Calls of the bot, one after the other."""

    def __init__(self, call: Callable[[_Connection, str, bytes], None]) -> None:
        self._call = call
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what asyncio gives out
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _LENGTH.search(self._received, 0, end)
        whole = end + 4 + (int(length[1]) if length is not None else 0)
        if len(self._received) < whole:
            return
        method = self._received[: self._received.index(b" HTTP/1.1")].rpartition(b"/")[2].decode()
        body, self._received = self._received[end + 4 : whole], self._received[whole:]
        self._call(self, method, body)

    def reply(self, result: object) -> None:
        """Answer a call."""
        self.write(json.dumps({"ok": True, "result": result}).encode())

    def write(self, payload: bytes) -> None:
        """Answer a call with what is written already."""
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(payload)
        if self._transport is not None:
            self._transport.write(head + payload)


class _Hook:
    """Pushes updates to a webhook: in order to each connection, side by side over all of them."""

    def __init__(self, url: str, secret: str, listening: tuple[str, int]) -> None:
        self._listening = listening
        parts = urlsplit(url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: sanad.example\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        ).encode()
        self._updates: asyncio.Queue[bytes] = asyncio.Queue()
        self._workers = [asyncio.create_task(self._work()) for _ in range(PUSHING)]

    def push(self, update: bytes) -> None:
        """Push an update when a connection is free."""
        self._updates.put_nowait(update)

    def close(self) -> None:
        """Push nothing more."""
        for worker in self._workers:
            worker.cancel()

    async def _work(self) -> None:
        update: bytes | None = None
        while True:
            update = update or await self._updates.get()
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                async with self._connected() as (reader, writer):
                    while await self._is_taken(update, reader, writer):
                        update = await self._updates.get()
            await asyncio.sleep(REST)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection(*self._listening)
        try:
            yield reader, writer
        finally:
            writer.close()

    async def _is_taken(self, update: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(self._head + b"%d\r\n\r\n" % len(update) + update)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        await reader.readexactly(int(length[1]) if length is not None else 0)
        return b" 200 " in head[:16]


async def _in_time(done: asyncio.Event, questions: int) -> None:
    """Wait for the last answer, but not for ever; what is never answered is a fault to look into."""
    async with asyncio.timeout(60 + questions / 5):
        await done.wait()


def _nothing(_who: int) -> None:
    """Whoever has an answer asks no more."""
