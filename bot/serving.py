"""`sanad run`: the Telegram bot, until SIGTERM or SIGINT; then it finishes what it received."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from bot import gauges, logs
from bot.app import open_service
from bot.counted_gaps import CountedGaps
from bot.health import Contact, Health, shared
from bot.heartbeat import Heartbeat
from bot.metrics import Metrics
from bot.retention import A_DAY, FORGETTING, forget_turns, forget_what_is_done, forget_what_is_old
from bot.rounds import Round, meanwhile
from bot.telegram.client import TelegramClient
from bot.telegram.polling import run_polling
from bot.telegram.reception import Reception
from bot.telegram.sending import Sender
from bot.telegram.staff.digest import send_digests
from bot.telegram.staff.office import Office, Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from bot.app import Service
    from bot.settings import Settings
    from bot.telegram.webhook import Webhook

BETWEEN_ROUNDS: Final = timedelta(minutes=5)
"""Of forgetting turns: what rests for half an hour is gone a few minutes later."""
AN_HOUR: Final = timedelta(hours=1)
"""Between two looks for digests that are due, and before traces of what expired are wiped."""


async def run(settings: Settings, connect: Callable[..., TelegramClient] = TelegramClient) -> int:
    """Serve until told to stop.

    Args:
        settings: of the installation.
        connect: makes the client, not yet opened, as `TelegramClient` does: from the token, the address of the Bot API
            and `metrics`.
    """
    metrics, stop = Metrics(), stopping()
    errors = _log(settings, metrics)
    async with open_service(settings) as service:
        client = connect(settings.token(), settings.telegram_api, metrics=metrics)
        reception, office = _reception(settings, service, client, errors, metrics)
        heartbeat = Heartbeat.beside(settings.data_folder)
        contact = Contact(service.desk.clock, heartbeat.beat)
        health = _health(service, reception, contact, stop)
        gauges.show(health, reception.answering, metrics)
        async with beside(service, office), _fronts(settings, service, health, metrics) as webhook:
            if webhook is None:
                await run_polling(reception, stop, after_fetch=contact.heard, standing_by=heartbeat.beat)
            else:
                from bot.telegram.webhook import run_webhook  # noqa: PLC0415 - see `_fronts`

                await run_webhook(reception, webhook, stop, after_look=contact.heard)
    return 0


def stopping() -> asyncio.Event:
    """Set when the process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


def beside(service: Service, office: Office) -> AbstractAsyncContextManager[None]:
    """What goes on beside the conversations: each process keeps up with releases, one keeps what was promised."""
    conversation, desk, stores = service.conversation, service.desk, service.stores
    rounds = (
        Round("forgetting turns", BETWEEN_ROUNDS, partial(forget_turns, conversation), "forgetting_failed"),
        Round("wiping", BETWEEN_ROUNDS, partial(forget_what_is_done, stores, desk.clock), "forgetting_failed"),
        Round("wiping what expired", AN_HOUR, stores.wipe_expired, "forgetting_failed"),
        Round(FORGETTING, A_DAY, partial(forget_what_is_old, conversation, desk), "forgetting_failed"),
        Round("digests", AN_HOUR, partial(send_digests, office), "digests_failed"),
    )
    going = (one.go(stores.duties, desk.clock) for one in rounds)
    return meanwhile(service.following.keep_up(), *going)


def _log(settings: Settings, metrics: Metrics) -> logs.LatestErrors:
    """Begin to log, and to count and remember errors."""
    logs.configure(secrets=[settings.token(), *settings.never_logged])
    errors = logs.LatestErrors()
    for handler in (errors, logs.CountedErrors(metrics.failed)):
        logging.getLogger().addHandler(handler)
    return errors


def _reception(
    settings: Settings, service: Service, client: TelegramClient, errors: logs.LatestErrors, metrics: Metrics
) -> tuple[Reception, Office]:
    conversation = replace(service.conversation, gaps=CountedGaps(service.stores.gaps, metrics))
    words, sender = conversation.library.words, Sender(client)
    office = Office.open(service.desk, client, sender, words, _surroundings(settings, service, errors))
    return Reception.open(client, sender, conversation, words, service.stores, office=office, metrics=metrics), office


def _health(service: Service, reception: Reception, contact: Contact, stop: asyncio.Event) -> Health:
    ask_database = partial(shared, service.stores, service.desk.clock)
    return Health(reception.replica.id, ask_database, service.following, contact, stop)


def _fronts(
    settings: Settings, service: Service, health: Health, metrics: Metrics
) -> AbstractAsyncContextManager[Webhook | None]:
    if settings.web is None and settings.health is None:
        return nullcontext()
    from bot.fronts import fronts  # noqa: PLC0415 - whoever serves no page need not wait for it

    return fronts(settings, service.desk, health, metrics)


def _surroundings(settings: Settings, service: Service, errors: logs.LatestErrors) -> Surroundings:
    following = service.following
    return Surroundings(
        console=settings.web_address,
        errors=errors.latest,
        lag=lambda: following.lag.total_seconds() if following.lag is not None else None,
        stuck=lambda: following.failure.reason if following.failure is not None else None,
    )
