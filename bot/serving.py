"""`sanad run`: the Telegram bot by long polling, until SIGTERM or SIGINT; then it finishes what it received."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from bot import logs
from bot.app import open_service
from bot.heartbeat import Heartbeat
from bot.retention import A_DAY, FORGETTING, forget_turns, forget_what_is_old
from bot.rounds import Round, meanwhile
from bot.telegram.client import TelegramClient
from bot.telegram.polling import run_polling
from bot.telegram.reception import Reception
from bot.telegram.sending import Sender
from bot.telegram.staff.digest import send_digests
from bot.telegram.staff.office import Office, Surroundings

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from bot.app import Service
    from bot.settings import Settings

BETWEEN_ROUNDS: Final = timedelta(minutes=5)
"""Of forgetting turns: what rests for half an hour is gone a few minutes later."""
AN_HOUR: Final = timedelta(hours=1)
"""Between two looks for digests that are due."""


async def run(settings: Settings) -> int:
    """Serve until told to stop."""
    token = settings.token()
    logs.configure(secrets=[token, settings.secret.reveal()])
    errors, stop = logs.LatestErrors(), stopping()
    logging.getLogger().addHandler(errors)
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(open_service(settings))
        conversation, words = service.conversation, service.conversation.library.words
        client = TelegramClient(token, base_address=settings.telegram_api)
        office = Office.open(service.desk, client, Sender(client), words, _surroundings(settings, service, errors))
        reception = Reception.open(client, conversation, words, service.stores, office=office)
        await stack.enter_async_context(beside(service, office))
        if settings.web is not None and settings.web_address is not None:
            from bot.listening import console_at  # noqa: PLC0415 - whoever has no console need not wait for it

            await stack.enter_async_context(console_at(settings.web, service.desk, settings.web_address))
        heartbeat = Heartbeat.beside(settings.data_folder)
        await run_polling(reception, stop, sign_of_life=heartbeat.beat)
    return 0


def stopping() -> asyncio.Event:
    """Set when the process is told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


def beside(service: Service, office: Office) -> AbstractAsyncContextManager[None]:
    """What goes on beside the conversations: what is served is kept up to date by each process, what was promised is kept by one."""
    conversation, desk = service.conversation, service.desk
    rounds = (
        Round("forgetting turns", BETWEEN_ROUNDS, partial(forget_turns, conversation), "forgetting_failed"),
        Round(FORGETTING, A_DAY, partial(forget_what_is_old, conversation, desk), "forgetting_failed"),
        Round("digests", AN_HOUR, partial(send_digests, office), "digests_failed"),
    )
    going = (one.go(service.stores.duties, desk.clock) for one in rounds)
    return meanwhile(service.following.keep_up(), *going)


def _surroundings(settings: Settings, service: Service, errors: logs.LatestErrors) -> Surroundings:
    following = service.following
    return Surroundings(
        console=settings.web_address,
        errors=errors.latest,
        lag=lambda: following.lag.total_seconds() if following.lag is not None else None,
        stuck=lambda: following.failure.reason if following.failure is not None else None,
    )
