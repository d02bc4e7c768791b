"""`sanad run`: the Telegram bot by long polling, until SIGTERM or SIGINT; then it finishes what it received."""

from __future__ import annotations

import asyncio
import logging
import signal
from itertools import count
from typing import TYPE_CHECKING, Final

from bot import logs
from bot.app import forget_turns, forget_what_is_old, stored_conversation
from bot.heartbeat import Heartbeat
from bot.storage.errors import StorageError
from bot.telegram.client import TelegramClient
from bot.telegram.polling import run_polling

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.conversation import Conversation

_LOG: Final = logging.getLogger(__name__)

BETWEEN_ROUNDS: Final = 300.0
"""Seconds between two rounds of forgetting: what rests for half an hour is gone a few minutes later."""
ROUNDS_A_DAY: Final = 24 * 60 * 60 // int(BETWEEN_ROUNDS)
"""Gaps are forgotten once a day: to leave no trace of them the database file is written anew."""


async def run(settings: Settings) -> int:
    """Serve until told to stop."""
    token = settings.token()
    logs.configure(secrets=[token, settings.secret.reveal()])
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with stored_conversation(settings) as conversation:
        housekeeping = asyncio.create_task(_keep_forgetting(conversation))
        client = TelegramClient(token, base_address=settings.telegram_api)
        try:
            heartbeat = Heartbeat.beside(settings.data_folder)
            await run_polling(client, conversation, conversation.library.words, stop, after_fetch=heartbeat.beat)
        finally:
            housekeeping.cancel()
    return 0


async def _keep_forgetting(conversation: Conversation) -> None:
    """Keep the promises of retention also in a process that runs for months."""
    for number in count(1):
        await asyncio.sleep(BETWEEN_ROUNDS)
        try:
            await (forget_what_is_old(conversation) if number % ROUNDS_A_DAY == 0 else forget_turns(conversation))
        except StorageError as error:
            logs.event(_LOG, "forgetting_failed", level=logging.ERROR, reason=str(error))
