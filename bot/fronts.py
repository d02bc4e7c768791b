"""The pages that `sanad run` serves: the console, the webhook beside it, and what monitors ask for."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from bot.listening import console_at, served
from bot.monitoring import monitor, signs
from bot.telegram.registration import secret_token
from bot.telegram.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.health import Health
    from bot.metrics import Metrics
    from bot.settings import Settings
    from handlers.desk import Desk


@asynccontextmanager
async def fronts(settings: Settings, desk: Desk, health: Health, metrics: Metrics) -> AsyncIterator[Webhook | None]:
    """Serve whatever is set until the end of the block; the webhook, where there is one.

    Raises:
        SettingsError: nothing can listen there.
    """
    webhook = None
    async with AsyncExitStack() as stack:
        if settings.health is not None:
            await stack.enter_async_context(served(monitor(health, metrics), settings.health, "SANAD_HEALTH"))
        if settings.webhook is not None:
            webhook = Webhook(settings.webhook, secret_token(settings.key), metrics)
        if settings.web is not None and settings.web_address is not None:
            pages = [*signs(health), *([webhook.route] if webhook is not None else ())]
            await stack.enter_async_context(console_at(settings.web, desk, settings.web_address, pages))
        yield webhook
