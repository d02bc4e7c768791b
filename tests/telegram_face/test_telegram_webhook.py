"""The page that Telegram pushes to, over real HTTP: what it takes, what it refuses, and what that may cost."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from telegram_double import SECRET_HEADER, LoopbackServer

from bot.metrics import Metrics
from bot.telegram.registration import secret_token
from bot.telegram.webhook import Bounds, Webhook

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

ADDRESS: Final = "https://sanad.example/telegram"
TOKEN: Final = secret_token(b"a secret of the tests")
UPDATE: Final = {"update_id": 7, "message": {"text": "مرحبا"}}
AS_TELEGRAM: Final = {"Content-Type": "application/json", SECRET_HEADER: TOKEN}
TIGHT: Final = Bounds(body=1000, reading=0.1, keeping=0.1, at_once=3)


class Store:
    """Keeps what it is given, unless it cannot."""

    def __init__(self) -> None:
        self.updates: list[Mapping[str, Any]] = []
        self.failure: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.waiting = 0

    async def __call__(self, updates: Sequence[Mapping[str, Any]]) -> None:
        self.waiting += 1
        await self.gate.wait()
        self.waiting -= 1
        if self.failure is not None:
            raise self.failure
        self.updates += updates


class Page:
    """A webhook behind a server."""

    def __init__(self, bounds: Bounds) -> None:
        self.metrics = Metrics()
        self.store = Store()
        self.webhook = Webhook(ADDRESS, TOKEN, self.metrics, bounds)
        self.server = LoopbackServer(Starlette(routes=[self.webhook.route]))
        self.http = httpx.AsyncClient(timeout=5)

    @property
    def address(self) -> str:
        return f"{self.server.address}/telegram"

    async def push(self, content: bytes | None = None, **headers: str) -> httpx.Response:
        """Push as Telegram does, but for what is given."""
        changed = {name.replace("_", "-"): value for name, value in headers.items()}
        body = json.dumps(UPDATE).encode() if content is None else content
        return await self.http.post(self.address, content=body, headers={**AS_TELEGRAM, **changed})

    async def write(self, sent: bytes) -> bytes:
        """Everything that is answered to some bytes until the connection is closed."""
        host, _, port = self.server.address.removeprefix("http://").partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(sent)
        answer = await reader.read()
        writer.close()
        return answer


@asynccontextmanager
async def served(bounds: Bounds) -> AsyncIterator[Page]:
    """A page until the end of the block."""
    page = Page(bounds)
    await page.server.start()
    async with page.http:
        async with page.webhook.open(page.store):
            yield page
        await page.server.stop()


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with served(TIGHT) as page:
        yield page


async def test_update(page: Page) -> None:
    """An update is stored as it came, and answered with nothing but 200."""
    answer = await page.push()

    assert (answer.status_code, answer.content) == (200, b"")
    assert page.store.updates == [UPDATE]


async def test_answer_after_storing(page: Page) -> None:
    """Nothing is answered as long as the update could be lost."""
    page.store.gate.clear()
    pushing = asyncio.create_task(page.push())
    await until_waiting(page, 1)
    was_answered = pushing.done()
    page.store.gate.set()
    await pushing

    assert not was_answered


@pytest.mark.parametrize("secret", ["", "wrong", TOKEN[:-1], TOKEN + "x", TOKEN.swapcase(), "\x80\xff"])
async def test_wrong_secret(page: Page, secret: str) -> None:
    """Whoever does not know the secret is refused without a word, and counted."""
    sent = {b"Content-Type": b"application/json", SECRET_HEADER.encode(): secret.encode("latin-1")}
    answer = await page.http.post(page.address, json=UPDATE, headers=sent)

    assert (answer.status_code, answer.content) == (403, b"")
    assert page.store.updates == []
    assert b'sanad_events_total{outcome="refused"} 1.0' in page.metrics.render()


async def test_no_secret(page: Page) -> None:
    """Whoever brings no secret is refused all the same."""
    answer = await page.http.post(page.address, json=UPDATE)

    assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_wrong_method(page: Page, method: str) -> None:
    """Updates are posted, and nothing else can be done here."""
    answer = await page.http.request(method, page.address, headers={SECRET_HEADER: TOKEN})

    assert (answer.status_code, answer.headers["Allow"], answer.content) == (405, "POST", b"")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON;charset=UTF-8"])
async def test_content_type_with_parameters(page: Page, kind: str) -> None:
    """JSON that says how it is encoded is JSON."""
    assert (await page.push(Content_Type=kind)).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", ""])
async def test_other_content_type(page: Page, kind: str) -> None:
    """What does not call itself JSON is not read."""
    answer = await page.push(Content_Type=kind)

    assert (answer.status_code, answer.content) == (415, b"")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b"null", b'"text"', b"\xff\xfe", b"[" * 900, b'{"update_id":' + b"9" * 900 + b"0"],
    ids=lambda body: repr(body[:12]),
)
async def test_no_update(page: Page, body: bytes) -> None:
    """What is no JSON object is refused, and the answer does not say why."""
    answer = await page.push(body)

    assert (answer.status_code, answer.content) == (400, b"")
    assert page.store.updates == []


async def test_deep_nesting() -> None:
    """A body of brackets alone neither takes long nor breaks anything."""
    async with served(Bounds()) as page, asyncio.timeout(30):
        answer = await page.push(b'{"a":' * 200_000)

    assert (answer.status_code, answer.content) == (400, b"")


@given(st.binary(max_size=200))
async def test_any_body(body: bytes) -> None:
    """Any bytes at all are an update or refused; nothing is a fault of ours."""
    webhook = Webhook(ADDRESS, TOKEN, Metrics())
    directly = httpx.ASGITransport(Starlette(routes=[webhook.route]))
    async with webhook.open(Store()), httpx.AsyncClient(transport=directly, base_url="http://here") as http:
        answer = await http.post("/telegram", content=body, headers=AS_TELEGRAM)

    assert answer.status_code in {200, 400}
    assert answer.content == b""


async def test_huge_body(page: Page) -> None:
    """A body beyond the bound is refused before it is read to its end."""
    head = f"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{SECRET_HEADER}: {TOKEN}\r\n"
    answer = await page.write(f"{head}Content-Length: 1000000000\r\n\r\n".encode() + b" " * 1001)

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert page.store.updates == []


async def test_slow_body(page: Page) -> None:
    """A body that does not come is not waited for, and its connection is closed."""
    head = f"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{SECRET_HEADER}: {TOKEN}\r\n"
    answer = await page.write(f'{head}Content-Length: 100\r\n\r\n{{"update_id":'.encode())

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert answer.endswith(b"\r\n\r\n")


async def test_sender_who_leaves(page: Page) -> None:
    """A connection that breaks in the middle of a body costs nothing."""
    host, _, port = page.server.address.removeprefix("http://").partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {TOKEN}\r\n".encode())
    writer.write(b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
    await writer.drain()
    writer.close()
    await page.push()

    assert page.store.updates == [UPDATE]


async def test_store_that_fails(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    """An update that cannot be stored is left to Telegram, which is told when to come again, and not why."""
    page.store.failure = RuntimeError("secret words")
    answer = await page.push()

    assert (answer.status_code, answer.content, answer.headers["Retry-After"]) == (503, b"", "1")
    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot.")] == ["update_not_kept"]
    assert "secret words" not in caplog.text


async def test_store_that_hangs(page: Page) -> None:
    """A store that takes too long is a store that fails."""
    page.store.gate.clear()

    assert (await page.push()).status_code == 503


async def test_many_at_once() -> None:
    """Beyond the bound Telegram is told to come again; those before it are taken."""
    async with served(Bounds(at_once=3)) as page:
        page.store.gate.clear()
        pushing = [asyncio.create_task(page.push()) for _ in range(3)]
        await until_waiting(page, 3)
        fourth = await page.push()
        page.store.gate.set()
        statuses = [(await push).status_code for push in pushing]
        fifth = await page.push()

    assert (fourth.status_code, fourth.headers["Retry-After"]) == (503, "1")
    assert [*statuses, fifth.status_code] == [200] * 4


async def test_end() -> None:
    """At the end nothing more is taken, and what came before it is kept and answered."""
    page = Page(Bounds())
    await page.server.start()
    async with page.http:
        before = await page.push()
        async with page.webhook.open(page.store):
            page.store.gate.clear()
            pushing = asyncio.create_task(page.push())
            await until_waiting(page, 1)
            asyncio.get_running_loop().call_later(0.05, page.store.gate.set)
        was_answered, after = page.store.updates == [UPDATE], await page.push()
        during = await pushing
    await page.server.stop()

    assert was_answered
    assert [answer.status_code for answer in (before, during, after)] == [503, 200, 503]


def test_secret_token() -> None:
    """It has the characters that Telegram allows, is the same at each start, and another for each secret."""
    tokens = {secret_token(f"secret {number}".encode()) for number in range(50)}

    assert len(tokens) == 50
    assert all(len(token) == 43 and not set(token) - {*ascii_letters, *digits, *"_-"} for token in tokens)
    assert secret_token(b"a secret of the tests") == TOKEN


async def until_waiting(page: Page, number: int) -> None:
    """Wait until so many updates are about to be stored."""
    async with asyncio.timeout(30):
        while page.store.waiting < number:  # noqa: ASYNC110 - what is waited for happens over HTTP
            await asyncio.sleep(0.001)
