"""`sanad run`: the Telegram bot by long polling, until SIGTERM or SIGINT; then it finishes what it received."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Final

from bot import logs
from bot.app import open_service
from bot.heartbeat import Heartbeat
from bot.retention import forget_turns, forget_what_is_old
from bot.rounds import Round, meanwhile
from bot.telegram.client import TelegramClient
from bot.telegram.polling import run_polling
from bot.telegram.staff.digest import send_digests
from bot.telegram.staff.office import Office, Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from bot.app import Service
    from bot.settings import Settings

BETWEEN_ROUNDS: Final = 300.0
"""Seconds between two rounds of forgetting: what rests for half an hour is gone a few minutes later."""
AN_HOUR: Final = 60 * 60.0
"""Seconds between two looks for digests that are due."""
A_DAY: Final = 24 * 60 * 60.0
"""Seconds. Gaps are forgotten once a day: to leave no trace of them the database file is written anew."""


async def run(settings: Settings, connect: Callable[[str, str], TelegramClient] = TelegramClient) -> int:
    """Serve until told to stop.

    Args:
        settings: of the installation.
        connect: makes the client from the token and the address of the Bot API; not yet opened.
    """
    token = settings.token()
    logs.configure(secrets=[token, settings.secret.reveal()])
    errors, stop = logs.LatestErrors(), stopping()
    logging.getLogger().addHandler(errors)
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(open_service(settings))
        conversation, words = service.conversation, service.conversation.library.words
        client = connect(token, settings.telegram_api)
        office = Office.open(service.desk, client, words, _surroundings(settings, service, errors))
        await stack.enter_async_context(beside(service, office))
        if settings.web is not None and settings.web_address is not None:
            from bot.listening import console_at  # noqa: PLC0415 - whoever has no console need not wait for it

            await stack.enter_async_context(console_at(settings.web, service.desk, settings.web_address))
        heartbeat = Heartbeat.beside(settings.data_folder)
        await run_polling(client, conversation, words, stop, office=office, after_fetch=heartbeat.beat)
    return 0


def stopping() -> asyncio.Event:
    """Set when the process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


def beside(service: Service, office: Office) -> AbstractAsyncContextManager[None]:
    """What goes on beside the conversations: what is served is kept up to date, and what was promised is kept."""
    conversation, desk = service.conversation, service.desk
    rounds = (
        Round(BETWEEN_ROUNDS, partial(forget_turns, conversation), "forgetting_failed"),
        Round(A_DAY, partial(forget_what_is_old, conversation, desk), "forgetting_failed"),
        Round(AN_HOUR, partial(send_digests, office), "digests_failed"),
    )
    return meanwhile(service.following.keep_up(), *(one.go() for one in rounds))


def _surroundings(settings: Settings, service: Service, errors: logs.LatestErrors) -> Surroundings:
    following = service.following
    return Surroundings(
        console=settings.web_address,
        errors=errors.latest,
        lag=lambda: following.lag.total_seconds() if following.lag is not None else None,
        stuck=lambda: following.failure.reason if following.failure is not None else None,
    )
