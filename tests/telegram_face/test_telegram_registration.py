"""Where Telegram pushes to: set only when it has to be, whatever was there, and mended when somebody changes it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import pytest
from telegram_face.stage import until

from bot.telegram.client import ALLOWED_UPDATES, TelegramClient
from bot.telegram.errors import TokenRefusedError
from bot.telegram.insisting import Insistence
from bot.telegram.registration import MOST_AT_ONCE, Registration, marked
from bot.telegram.setbacks import Setbacks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from telegram_double import TelegramDouble

ADDRESS: Final = "https://sanad.example/telegram"
SECRET: Final = "the-secret-token"
OFTEN: Final = 0.01
"""Seconds between two looks."""


@pytest.fixture
async def client(telegram: TelegramDouble) -> AsyncIterator[TelegramClient]:
    client = TelegramClient(telegram.token, telegram.base_address, patience=1.0)
    await client.initialize()
    yield client
    await client.shutdown()


@pytest.fixture
def insistence() -> Insistence:
    """In haste."""
    return Insistence(asyncio.Event(), Setbacks(0.01, 0.05))


def events(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged, without what is made again anyway."""
    return [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]


async def test_first_start(client: TelegramClient, insistence: Insistence, telegram: TelegramDouble) -> None:
    """Telegram is told where to push, what, how much at once, and with which secret; what waits is kept."""
    telegram.push_raw({"message": {}})
    await Registration(client, ADDRESS, SECRET, OFTEN).begin(insistence)
    webhook = telegram.webhook

    assert webhook.url == marked(ADDRESS, SECRET)
    assert (webhook.secret_token, webhook.max_connections) == (SECRET, MOST_AT_ONCE)
    assert set(ALLOWED_UPDATES) == set(telegram.allowed_updates)
    assert len(telegram.pending_updates) == 1


async def test_second_start(client: TelegramClient, insistence: Insistence, telegram: TelegramDouble) -> None:
    """What is as it should be is not set again."""
    for _ in range(2):
        await Registration(client, ADDRESS, SECRET, OFTEN).begin(insistence)

    assert len(telegram.calls_to("setWebhook")) == 1


@pytest.mark.parametrize(
    "before",
    [
        ("https://other.example/telegram", MOST_AT_ONCE, ALLOWED_UPDATES),
        (marked(ADDRESS, "another-secret"), MOST_AT_ONCE, ALLOWED_UPDATES),
        (marked(ADDRESS, SECRET), 1, ALLOWED_UPDATES),
        (marked(ADDRESS, SECRET), MOST_AT_ONCE, ["message"]),
    ],
    ids=["address", "secret", "connections", "kinds"],
)
async def test_whatever_differs(
    client: TelegramClient, insistence: Insistence, telegram: TelegramDouble, before: tuple[str, int, Sequence[str]]
) -> None:
    """Another address, secret, number of connections or choice of kinds is replaced."""
    address, at_once, kinds = before
    await client.set_webhook(address, max_connections=at_once, allowed_updates=kinds)
    await Registration(client, ADDRESS, SECRET, OFTEN).begin(insistence)

    assert (telegram.webhook.url, telegram.webhook.max_connections) == (marked(ADDRESS, SECRET), MOST_AT_ONCE)
    assert set(telegram.allowed_updates) == set(ALLOWED_UPDATES)


async def test_secret_that_telegram_does_not_have(
    client: TelegramClient, insistence: Insistence, telegram: TelegramDouble
) -> None:
    """When the last push was refused for its secret, the webhook is set again, though it looks as it should."""
    registration = Registration(client, ADDRESS, SECRET, OFTEN)
    await registration.begin(insistence)
    telegram.webhook.last_error_date = 1
    telegram.webhook.last_error_message = "Wrong response from the webhook: 403 Forbidden"
    await registration.begin(insistence)

    assert len(telegram.calls_to("setWebhook")) == 2


async def test_telegram_in_trouble(client: TelegramClient, insistence: Insistence, telegram: TelegramDouble) -> None:
    """What fails is tried again."""
    telegram.fail_next("getWebhookInfo", 502, "Bad Gateway")
    telegram.fail_next("setWebhook", 429, "Too Many Requests: retry after 0", retry_after=0)
    telegram.drop_next("setWebhook")
    await Registration(client, ADDRESS, SECRET, OFTEN).begin(insistence)

    assert telegram.webhook.url == marked(ADDRESS, SECRET)


async def test_address_that_telegram_refuses(
    client: TelegramClient, insistence: Insistence, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """An address that Telegram does not like is logged with its reason, and tried again: names take time to spread."""
    telegram.fail_next("setWebhook", 400, "Bad Request: bad webhook: Failed to resolve host")
    await Registration(client, ADDRESS, SECRET, OFTEN).begin(insistence)

    [refused] = [record for record in caplog.records if record.getMessage() == "webhook_refused"]
    assert refused.__dict__["sanad_keys"] == {"reason": "Bad webhook: failed to resolve host"}
    assert telegram.webhook.url == marked(ADDRESS, SECRET)


async def test_refused_token(client: TelegramClient, insistence: Insistence, telegram: TelegramDouble) -> None:
    """A token that was revoked ends the run, as it does when polling."""
    telegram.fail_next("getWebhookInfo", 401, "Unauthorized", times=10)

    with pytest.raises(TokenRefusedError):
        await Registration(client, ADDRESS, SECRET, OFTEN).begin(insistence)


async def test_webhook_that_somebody_deleted(
    client: TelegramClient, insistence: Insistence, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """A webhook that is gone is set again at the next look, and reported as an error."""
    registration = Registration(client, ADDRESS, SECRET, OFTEN)
    await registration.begin(insistence)
    keeping = asyncio.create_task(registration.keep(insistence))
    await client.delete_webhook()
    await until(lambda: telegram.webhook.url == marked(ADDRESS, SECRET))
    insistence.stop.set()
    await keeping

    assert "webhook_lost" in events(caplog)


async def test_push_that_failed(
    client: TelegramClient, insistence: Insistence, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """What Telegram says of a push that failed is logged once, with how much waits there."""
    registration = Registration(client, ADDRESS, SECRET, OFTEN)
    await registration.begin(insistence)
    keeping = asyncio.create_task(registration.keep(insistence))
    telegram.push_raw({"message": {}})
    telegram.webhook.last_error_date = 1
    telegram.webhook.last_error_message = "Connection refused"
    looks = len(telegram.calls_to("getWebhookInfo"))
    await until(lambda: len(telegram.calls_to("getWebhookInfo")) > looks + 2)
    insistence.stop.set()
    await keeping

    assert events(caplog).count("push_failed") == 1
    assert registration.pending == 1


async def test_sign_of_life(client: TelegramClient, insistence: Insistence, telegram: TelegramDouble) -> None:
    """Each time that Telegram says it pushes here is a sign of life; a look that fails is none."""
    signs = list[int]()
    registration = Registration(client, ADDRESS, SECRET, OFTEN, lambda: signs.append(1))
    await registration.begin(insistence)
    telegram.fail_next("getWebhookInfo", 502, "Bad Gateway", times=3)
    keeping = asyncio.create_task(registration.keep(insistence))
    await until(lambda: len(signs) > 3)
    insistence.stop.set()
    await keeping

    assert len(telegram.calls_to("getWebhookInfo")) - len(signs) in {3, 4}


async def test_stop(client: TelegramClient, insistence: Insistence) -> None:
    """A stop is heard between two looks."""
    registration = Registration(client, ADDRESS, SECRET, 60)
    keeping = asyncio.create_task(registration.keep(insistence))
    insistence.stop.set()
    over, _ = await asyncio.wait({keeping}, timeout=5)

    assert over == {keeping}
