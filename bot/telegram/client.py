"""The one connection to Telegram's Bot API: where it is, how much it is asked at once, and what it asks to hear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import telegram
from telegram import LinkPreviewOptions, ReplyParameters, error
from telegram.constants import ParseMode

from bot.telegram.errors import FloodError, TokenRefusedError
from bot.telegram.pacing import TELEGRAMS, Pacer
from bot.telegram.transport import Transport, proxy_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram import InlineKeyboardMarkup
    from telegram.request import BaseRequest

    from bot.metrics import Metrics
    from bot.telegram.pacing import Limits
    from bot.telegram.updates import Address

OFFICIAL: Final = "https://api.telegram.org"
OUTGOING_AT_ONCE: Final = 32
"""Calls side by side: at Telegram's limit of 30 a second, as many as there are when each takes a second."""
POLLING_CONNECTIONS: Final = 2
"""Of getUpdates alone: one that waits, and one that says how far we got while the first is still being closed."""
PATIENCE_SECONDS: Final = 20.0
"""Waited for the answer to a call. Long, since a call that was given up may have been carried out all the same."""
ALLOWED_UPDATES: Final = ("message", "callback_query", "my_chat_member")
"""Always sent: left out, the choice of whoever used the token before would hold."""


class TelegramClient(telegram.Bot):
    """Telegram's Bot API, at its official address or at a server of one's own."""

    def __init__(
        self,
        token: str,
        base_address: str = OFFICIAL,
        *,
        patience: float = PATIENCE_SECONDS,
        limits: Limits = TELEGRAMS,
        metrics: Metrics | None = None,
        transport: Callable[[int, float, str | None, Callable[[], None]], BaseRequest] = Transport,
    ) -> None:
        """Nothing is called yet.

        Args:
            token: of the bot.
            base_address: of the Bot API.
            patience: seconds to wait for the answer to a call.
            limits: how much goes out; a server of one's own passes it on to Telegram, whose limits hold all the same.
            metrics: count what Telegram refuses for being too much, and show what waits.
            transport: makes a pool of connections.

        Raises:
            TokenRefusedError: it is none at all.
            ProxyError: the proxy that the environment names cannot be used.
        """
        base = base_address.rstrip("/")
        proxy = proxy_for(base)
        flooded = metrics.flooded if metrics is not None else _unnoticed
        self._pacer = Pacer(limits)
        if metrics is not None:
            metrics.watch("outgoing_waiting", "Messages that wait for their turn.", lambda: self._pacer.waiting)
        fetching, others = (
            transport(most, patience, proxy, flooded) for most in (POLLING_CONNECTIONS, OUTGOING_AT_ONCE)
        )
        try:
            super().__init__(
                token=token,
                base_url=f"{base}/bot",
                base_file_url=f"{base}/file/bot",
                request=others,
                get_updates_request=fetching,
            )
        except error.InvalidToken:
            raise TokenRefusedError from None
        self._patience = patience
        self._transports = (fetching, others)

    @property
    def pacer(self) -> Pacer:
        """Where whatever a chat sees has to wait for its turn."""
        return self._pacer

    async def initialize(self) -> None:
        """Find out who the bot is.

        Raises:
            TokenRefusedError: Telegram does not know the token.
        """
        try:
            await super().initialize()
        except error.InvalidToken:
            # The library's own error spells the token out.
            raise TokenRefusedError from None
        except FloodError as flood:
            # No chat is to blame for a call that concerns none.
            self._pacer.refused(None, flood.seconds)
            raise

    async def shutdown(self) -> None:
        """Close all connections, whether or not the first call ever succeeded."""
        await super().shutdown()
        for transport in self._transports:
            await transport.shutdown()

    async def fetch_updates(self, offset: int | None, wait: int, limit: int | None = None) -> list[dict[str, Any]]:
        """The updates from `offset` on, as they came; earlier ones are confirmed and never come again.

        Args:
            offset: the number of the first update wanted; None for whatever was not confirmed yet.
            wait: seconds to wait for one when there is none.
            limit: how many at most.
        """
        # `Bot.get_updates` reads a batch as a whole: one update that it cannot read, and none arrives, for ever. The
        # protected call gives them raw. The method's name decides which pool is used, so it has to be spelt like this.
        updates = await self._post(
            "getUpdates",
            {"offset": offset, "limit": limit, "timeout": wait, "allowed_updates": list(ALLOWED_UPDATES)},
            read_timeout=wait + self._patience,
        )
        return [update for update in updates if isinstance(update, dict)] if isinstance(updates, list) else []

    async def write(
        self, address: Address, text: str, *, is_html: bool, keyboard: InlineKeyboardMarkup | None = None
    ) -> int:
        """Send one message, without link previews; its number."""
        answered = None
        if address.reply_to is not None:
            answered = ReplyParameters(address.reply_to, allow_sending_without_reply=True)
        sent = await self.send_message(
            address.chat_id,
            text,
            parse_mode=ParseMode.HTML if is_html else None,
            message_thread_id=address.thread,
            reply_parameters=answered,
            reply_markup=keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return sent.message_id

    async def rewrite(
        self, chat_id: int, message_id: int, text: str, *, is_html: bool, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Put another text, and another keyboard with it, in the place of a message's."""
        await self.edit_message_text(
            text,
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML if is_html else None,
            reply_markup=keyboard,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def download(self, file_id: str) -> bytes:
        """The content of a file that somebody sent; Telegram gives out none above 20 MB."""
        return bytes(await (await self.get_file(file_id)).download_as_bytearray())


def _unnoticed() -> None:
    """Nobody counts."""
