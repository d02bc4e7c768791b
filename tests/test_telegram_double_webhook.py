"""The webhook of the double: it pushes in order, with the secret, and again until what it pushed is taken."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from telegram_double import SECRET_HEADER, LoopbackServer, TelegramDouble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from telegram_double import Person


class Bot:
    """What a webhook leads to: it takes everything, unless told to answer otherwise."""

    def __init__(self) -> None:
        self.updates: list[Any] = []
        self.secrets: list[str | None] = []
        self.answers: dict[str, list[Response]] = defaultdict(list)
        """What is answered to a text, in turn, before it is taken."""
        self.gate = asyncio.Event()
        self.gate.set()
        self.at_once = self.most_at_once = 0
        self._server = LoopbackServer(Starlette(routes=[Route("/hook", self._take, methods=["POST"])]))

    @property
    def address(self) -> str:
        return f"{self._server.address}/hook"

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]

    async def start(self) -> None:
        await self._server.start()

    async def stop(self) -> None:
        await self._server.stop()

    async def taken(self, number: int) -> None:
        """Wait until so many updates were taken."""
        async with asyncio.timeout(30):
            while len(self.updates) < number:  # noqa: ASYNC110 - what is waited for happens over HTTP
                await asyncio.sleep(0.005)

    async def _take(self, request: Request) -> Response:
        update = await request.json()
        self.secrets.append(request.headers.get(SECRET_HEADER))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.gate.wait()
        self.at_once -= 1
        if planned := self.answers[update["message"]["text"]]:
            return planned.pop(0)
        self.updates.append(update)
        return Response()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        yield double


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot = Bot()
    await bot.start()
    yield bot
    await bot.stop()


@pytest.fixture
def laila(telegram: TelegramDouble) -> Person:
    return telegram.person(42, "Laila", started=True)


@pytest.fixture
def omar(telegram: TelegramDouble) -> Person:
    return telegram.person(7, "Omar", started=True)


async def call(telegram: TelegramDouble, method: str, **parameters: object) -> dict[str, Any]:
    """The whole answer to a call."""
    async with httpx.AsyncClient(timeout=5) as http:
        answer = await http.post(f"{telegram.base_url}{telegram.token}/{method}", json=parameters)
    body: dict[str, Any] = answer.json()
    return body


async def test_push(telegram: TelegramDouble, bot: Bot, laila: Person) -> None:
    """What waited and what comes is pushed with the secret, in order, and is then forgotten."""
    await laila.say("before")
    await call(telegram, "setWebhook", url=bot.address, secret_token="s3cret")
    await laila.say("after")
    await bot.taken(2)
    info = await call(telegram, "getWebhookInfo")

    assert bot.texts == ["before", "after"]
    assert set(bot.secrets) == {"s3cret"}
    assert info["result"]["pending_update_count"] == 0
    assert "last_error_message" not in info["result"]


async def test_refused_push(telegram: TelegramDouble, bot: Bot, laila: Person, omar: Person) -> None:
    """An update that the bot does not take holds back its own chat alone, is pushed again, and the error is told."""
    bot.answers["first"] = [Response(status_code=503), Response(status_code=500)]
    await call(telegram, "setWebhook", url=bot.address)
    await laila.say("first")
    await laila.say("second")
    await omar.say("meanwhile")
    await bot.taken(3)
    info = (await call(telegram, "getWebhookInfo"))["result"]

    assert bot.texts == ["meanwhile", "first", "second"]
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert [push.status for push in telegram.pushes if push.update == bot.updates[1]] == [503, 500, 200]


async def test_when_to_push_again(telegram: TelegramDouble, bot: Bot, laila: Person) -> None:
    """A bot that says when to come again is believed."""
    bot.answers["first"] = [Response(status_code=503, headers={"Retry-After": "1"})]
    await call(telegram, "setWebhook", url=bot.address)
    await laila.say("first")
    async with asyncio.timeout(30):
        while len(telegram.pushes) < 2:  # noqa: ASYNC110 - the double tells nobody
            await asyncio.sleep(0.005)
    first, second = telegram.pushes

    assert second.time - first.time >= 1


async def test_bot_that_is_away(telegram: TelegramDouble, bot: Bot, laila: Person) -> None:
    """Nothing is lost while nobody listens; the next webhook gets it."""
    await call(telegram, "setWebhook", url="http://127.0.0.1:9/hook")
    await laila.say("hello")
    async with asyncio.timeout(30):
        while not telegram.webhook.last_error_message:  # noqa: ASYNC110 - the double tells nobody
            await asyncio.sleep(0.005)
    reason = telegram.webhook.last_error_message
    await call(telegram, "setWebhook", url=bot.address)
    await bot.taken(1)

    assert reason == "Connection refused"
    assert bot.texts == ["hello"]
    assert telegram.pending_updates == ()


async def test_most_at_once(telegram: TelegramDouble, bot: Bot) -> None:
    """No more pushes are under way than the bot allows."""
    bot.gate.clear()
    await call(telegram, "setWebhook", url=bot.address, max_connections=3)
    for number in range(9):
        await telegram.person(1000 + number, "Somebody").say("hello")
    async with asyncio.timeout(30):
        while bot.at_once < 3:  # noqa: ASYNC110 - what is waited for happens over HTTP
            await asyncio.sleep(0.005)
    bot.gate.set()
    await bot.taken(9)

    assert bot.most_at_once == 3


async def test_deleted_webhook(telegram: TelegramDouble, bot: Bot, laila: Person) -> None:
    """Once the webhook is deleted nothing is pushed, and the same updates can be fetched."""
    await call(telegram, "setWebhook", url=bot.address)
    conflict = await call(telegram, "getUpdates")
    await call(telegram, "deleteWebhook")
    await laila.say("hello")
    fetched = await call(telegram, "getUpdates")

    assert conflict["error_code"] == 409
    assert [update["message"]["text"] for update in fetched["result"]] == ["hello"]
    assert telegram.pushes == ()


@pytest.mark.parametrize("port", ["8080", "444"])
async def test_ports(telegram: TelegramDouble, port: str) -> None:
    """Telegram pushes to four ports only."""
    refused = await call(telegram, "setWebhook", url=f"https://bot.example.org:{port}/hook")
    taken = await call(telegram, "setWebhook", url="https://bot.example.org:8443/hook")

    assert refused["description"] == "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
    assert taken["ok"]
