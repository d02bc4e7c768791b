"""Sanad behind a webhook, at an address of this machine that the double of Telegram pushes to."""

from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import httpx
from starlette.applications import Starlette
from telegram_double import SECRET_HEADER
from telegram_face.stage import HASTE, SECRET, SlowSessions, Stage, opened, until

from bot.listening import served
from bot.metrics import Metrics
from bot.settings import Listening
from bot.telegram.registration import secret_token
from bot.telegram.webhook import Webhook, run_webhook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram_double import TelegramDouble

    from bot.inbox import Inbox
    from bot.telegram.polling import Pace
    from handlers.library import Library
    from handlers.wording import Words
    from knowledge.schema import Language

HURRIED: Final = replace(HASTE, between_looks=0.05)
TOKEN: Final = secret_token(SECRET)


class PushedStage(Stage):
    """One bot at one address, started any number of times."""

    def __init__(self, telegram: TelegramDouble, library: Library, words: Mapping[Language, Words]) -> None:
        super().__init__(telegram, library, words)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.listening = Listening("127.0.0.1", probe.getsockname()[1])
        self.looks = 0

    @property
    def address(self) -> str:
        return f"http://{self.listening}/telegram"

    async def start(self, pace: Pace = HURRIED) -> None:
        """Start, and return once Telegram was told where to push."""
        looks = self.looks
        self.begin(pace)
        await until(lambda: self.looks > looks or self.is_over)

    def begin(self, pace: Pace = HURRIED) -> None:
        """Start, and return at once."""
        self.sessions, self._stopping = SlowSessions(), asyncio.Event()
        self._running = asyncio.create_task(self._run(pace))

    async def _run(self, pace: Pace) -> None:
        page = Webhook(self.address, TOKEN, Metrics())
        async with served(Starlette(routes=[page.route]), self.listening, "SANAD_WEB"):
            await run_webhook(self.reception(), page, self._stopping, pace=pace, after_look=self._look)

    def _look(self) -> None:
        self.looks += 1

    def keep_in(self, inbox: Inbox) -> None:
        """Keep what is received elsewhere, from the next start on."""
        self.stores = replace(self.stores, inbox=inbox)

    def polling(self) -> Stage:
        """The same bot, which polls."""
        stage = Stage(self.telegram, self.library, self.words)
        stage.stores = self.stores
        return stage

    async def delete_webhook(self) -> None:
        """Take the webhook away, as another program might."""
        async with opened(self.client) as client:
            await client.delete_webhook()

    async def push(self, update: Mapping[str, object], secret: str = TOKEN) -> int:
        """Push as Telegram does, or as somebody who would like to be; the status of the answer."""
        headers = {"Content-Type": "application/json", SECRET_HEADER: secret}
        async with httpx.AsyncClient() as http:
            return (await http.post(self.address, content=json.dumps(update), headers=headers)).status_code
