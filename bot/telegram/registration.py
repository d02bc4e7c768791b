"""Where Telegram pushes updates to: set when it is not what it should be, and looked at again and again."""

from __future__ import annotations

import hmac
import logging
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from telegram import error

from bot.logs import event
from bot.telegram.client import ALLOWED_UPDATES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from telegram import WebhookInfo

    from bot.metrics import Metrics
    from bot.telegram.client import TelegramClient
    from bot.telegram.insisting import Insistence

_LOG: Final = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 40
"""Pushes that Telegram may have under way: its own default, and far more than the bot may answer in a second."""
REFUSED: Final = "403"
"""What Telegram's last error says when the secret token that it sends is not ours."""


class Registration:
    """The webhook as Telegram has it."""

    def __init__(
        self,
        client: TelegramClient,
        address: str,
        secret_token: str,
        between_looks: float,
        after_look: Callable[[], None] | None = None,
    ) -> None:
        """Remember what should be so.

        Args:
            client: opened before it is used here.
            address: the public one.
            secret_token: which is sent with each push.
            between_looks: seconds.
            after_look: called whenever Telegram has said that it pushes here: a sign of life.
        """
        self._client = client
        self._address = marked(address, secret_token)
        self._secret_token = secret_token
        self._between_looks = between_looks
        self._after_look = after_look
        self._last_failure: datetime | None = None
        self.pending = 0
        """Updates that Telegram has not got rid of, when it was last asked."""

    def show(self, metrics: Metrics) -> None:
        """Have a gauge of what waits at Telegram."""
        metrics.watch("webhook_pending", "Updates that Telegram could not push yet.", lambda: self.pending)

    async def begin(self, insistence: Insistence) -> None:
        """Have Telegram push here, unless it does.

        Raises:
            TelegramError: trying again is no use.
        """
        await insistence.insist(self._renew_if_due)

    async def keep(self, insistence: Insistence) -> None:
        """Look again and again until stopped, and mend what somebody else has changed.

        Raises:
            TelegramError: as above.
        """
        while not insistence.stop.is_set():
            await insistence.rest(self._between_looks)
            await insistence.insist(self._look)

    async def _look(self) -> None:
        info = await self._client.get_webhook_info()
        if not self._is_in_force(info):
            event(_LOG, "webhook_lost", level=logging.ERROR)
            await self._set()
        self._note(info)

    async def _renew_if_due(self) -> None:
        info = await self._client.get_webhook_info()
        if not self._is_in_force(info) or REFUSED in (info.last_error_message or ""):
            await self._set()
        self._last_failure = info.last_error_date
        self._note(info)

    def _is_in_force(self, info: WebhookInfo) -> bool:
        return (info.url, info.max_connections, set(info.allowed_updates)) == (
            self._address,
            MOST_AT_ONCE,
            set(ALLOWED_UPDATES),
        )

    async def _set(self) -> None:
        try:
            await self._client.set_webhook(
                self._address,
                secret_token=self._secret_token,
                max_connections=MOST_AT_ONCE,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
            )
        except error.BadRequest as refusal:
            # Telegram says of the address what is wrong with it.
            event(_LOG, "webhook_refused", level=logging.ERROR, reason=refusal.message)
            raise
        event(_LOG, "webhook_set")

    def _note(self, info: WebhookInfo) -> None:
        self.pending = info.pending_update_count
        if info.last_error_date is not None and info.last_error_date != self._last_failure:
            event(_LOG, "push_failed", level=logging.WARNING, reason=info.last_error_message, pending=self.pending)
        self._last_failure = info.last_error_date
        if self._after_look is not None:
            self._after_look()


def marked(address: str, secret_token: str) -> str:
    """The address with a mark of the secret token: Telegram tells the one, and never the other."""
    return f"{address}?mark={sha256(secret_token.encode()).hexdigest()[:8]}"


def secret_token(secret: bytes) -> str:
    """What Telegram proves itself with, in the characters that it allows; the secret cannot be told from it."""
    return urlsafe_b64encode(hmac.digest(secret, b"sanad telegram webhook", "sha256")).decode().rstrip("=")
