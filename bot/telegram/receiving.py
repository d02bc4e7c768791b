"""What Telegram hands over is kept before Telegram is told so: from a raw update to an event of the inbox."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.inbox import Event
from bot.logs import event
from bot.telegram import updates
from bot.telegram.errors import UnreadableUpdateError
from handlers import privacy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from telegram import User

    from bot.inbox import Inbox
    from bot.metrics import Metrics
    from handlers.ports import Clock

_LOG: Final = logging.getLogger(__name__)

CHANNEL: Final = "telegram"
_HIGHEST_NUMBER: Final = 2**63 - 1
"""What a column of the database holds; Telegram's own numbers have half as many bits."""


@dataclass(frozen=True, slots=True)
class Receiving:
    """Takes in updates, from the polling loop or from the webhook."""

    bot: Callable[[], User]
    """Who the bot is; asked when something was received, for only then it is known."""
    inbox: Inbox
    clock: Clock
    secret: bytes
    """Keys conversations and senders."""
    wake: Callable[[], None]
    """Called when there is something to answer."""
    metrics: Metrics

    async def receive(self, raw: Iterable[Mapping[str, Any]]) -> None:
        """Keep whatever asks for an answer, and return when it cannot be lost any more.

        An update that cannot be read is logged by its number, one that was received before is passed over.

        Raises:
            SanadError: they could not be kept, and have to come again.
        """
        events = list(self._events(raw))
        if not events:
            return
        receipt = await self.inbox.receive(events, at=self.clock.now())
        self.metrics.received("new", receipt.new)
        self.metrics.received("dropped", receipt.dropped)
        self.metrics.received("known", len(events) - receipt.new - receipt.dropped)
        if receipt.dropped:
            event(_LOG, "messages_dropped", level=logging.WARNING, count=receipt.dropped)
        if receipt.new:
            self.wake()

    def _events(self, raw: Iterable[Mapping[str, Any]]) -> Iterator[Event]:
        for update in raw:
            try:
                asked = self._event(update)
            except UnreadableUpdateError as error:
                self.metrics.received("unreadable")
                number = number_of(update)
                event(_LOG, "update_unreadable", level=logging.WARNING, update=number, error=error.kind)
            else:
                if asked is not None:
                    yield asked

    def _event(self, update: Mapping[str, Any]) -> Event | None:
        """What an update asks for, as it is kept; None when that is nothing."""
        number = number_of(update)
        if number is None:
            raise UnreadableUpdateError("update_id")
        received = updates.receive(update, self.bot())
        if received is None:
            return None
        conversation, sender = (
            privacy.conversation_key(name, secret=self.secret)
            for name in (received.message.conversation, received.message.person)
        )
        return Event(CHANNEL, number, conversation, sender, json.dumps(update, separators=(",", ":")).encode())


def number_of(update: Mapping[str, Any]) -> int | None:
    """By which Telegram knows an update; None of one that has no such number."""
    number = update.get("update_id")
    return number if isinstance(number, int) and 0 <= number <= _HIGHEST_NUMBER else None
