"""Long polling: updates are fetched, kept, and only then confirmed; of several processes one alone does it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from telegram import error

from bot import logs
from bot.logs import event
from bot.telegram.insisting import Insistence
from bot.telegram.receiving import number_of
from bot.telegram.setbacks import Setbacks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence

    from bot.telegram.client import TelegramClient
    from bot.telegram.reception import Reception

_LOG: Final = logging.getLogger(__name__)

POLLER: Final = "poller"
"""The lease of the process that polls: Telegram lets one alone."""
CONFIRMING_TRIES: Final = 5
"""Of the last call before the end, which nobody should have to wait for much longer."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The waits of the polling loop, in seconds."""

    long_poll: int = 30
    """How long Telegram holds a call when there is nothing new; at most 50."""
    first_pause: float = 1.0
    """After a failure; doubled after each further one."""
    longest_pause: float = 30.0
    drain: float = 30.0
    """For what was received before a stop."""
    between_looks: float = 45.0
    """At the webhook, where there is one. Two in a row may fail before `sanad health` complains."""

    def insistence(self, stop: asyncio.Event, failing: str = "polling_failed") -> Insistence:
        """Tries again at this pace until a stop; what is logged after a failure is `failing`."""
        return Insistence(stop, Setbacks(self.first_pause, self.longest_pause, failing))


UNHURRIED: Final = Pace()


def _nothing() -> None:
    """Nobody wants to know."""


async def run_polling(
    reception: Reception,
    stop: asyncio.Event,
    *,
    pace: Pace = UNHURRIED,
    after_fetch: Callable[[], None] = _nothing,
    standing_by: Callable[[], None] = _nothing,
) -> None:
    """Answer people on Telegram until `stop` is set; the client is opened and closed here.

    As long as another process on the same database polls, this one answers, and stands by to poll.

    Args:
        reception: its client is not yet opened.
        stop: set when it is time to end.
        pace: the waits of the loop.
        after_fetch: called whenever Telegram has answered a fetch: a sign of life.
        standing_by: called again and again while another process fetches: one of this process alone.

    Raises:
        TokenRefusedError: Telegram does not know the token.
        RivalPollerError: a process that is none of ours polls with it.
    """
    client = reception.client
    try:
        await pace.insistence(stop).insist(client.initialize)
        if stop.is_set():
            return
        async with reception.at_work(pace.drain):
            while not stop.is_set():
                async with reception.replica.holding(POLLER, stop, standing_by=standing_by) as over:
                    poller = Poller(client, reception.receiving.receive, pace.insistence(over), pace, after_fetch)
                    await poller.poll(before=partial(_settle, reception))
                    if stop.is_set():
                        await poller.confirm()
        event(_LOG, "polling_stopped")
    finally:
        await client.shutdown()


async def _settle(reception: Reception) -> None:
    """Everything before the first fetch."""
    client = reception.client
    event(_LOG, "polling_started", bot=client.username)
    try:
        webhook = await client.get_webhook_info()
        if webhook.url:
            await client.delete_webhook(drop_pending_updates=False)
            event(_LOG, "webhook_deleted", level=logging.WARNING, reason="a bot with a webhook cannot be polled")
    except error.TelegramError as failure:
        event(_LOG, "webhook_unknown", level=logging.WARNING, error=type(failure).__name__)
    await reception.introduce()


@dataclass(slots=True)
class Poller:
    """Fetches updates one batch after the other."""

    client: TelegramClient
    receive: Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]
    """Returns when a batch cannot be lost any more."""
    insistence: Insistence
    pace: Pace
    after_fetch: Callable[[], None]
    _offset: int | None = None
    """The first update that was not kept yet; None where Telegram alone knows how far its last poller got."""

    async def poll(self, before: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Fetch and keep until stopped; `before` the first fetch something else is done."""
        if not self.insistence.stop.is_set():
            await self.insistence.unless_stopped(before())
        while not self.insistence.stop.is_set():
            batch = await self.insistence.insist(self._fetch)
            if batch and not await self._is_confirmable(batch):
                await self.insistence.rest(self.pace.first_pause)

    async def confirm(self) -> None:
        """Tell Telegram how far it got, so that the next start need not pass over the last ones again."""
        for _ in range(CONFIRMING_TRIES if self._offset is not None else 0):
            try:
                await self.client.fetch_updates(self._offset, wait=0, limit=1)
            except error.TelegramError as failure:
                event(_LOG, "offset_not_confirmed", level=logging.WARNING, error=type(failure).__name__)
                await asyncio.sleep(self.pace.first_pause)
            else:
                return

    async def _fetch(self) -> list[dict[str, Any]]:
        updates = await self.client.fetch_updates(self._offset, self.pace.long_poll)
        self.after_fetch()
        return updates

    async def _is_confirmable(self, batch: Sequence[Mapping[str, Any]]) -> bool:
        """Keep a batch; whether the next fetch can confirm it, so that it does not come again at once."""
        try:
            await self.receive(batch)
        except Exception as failure:  # noqa: BLE001 - whatever keeps it from being kept, Telegram has it still
            logs.failure(_LOG, "updates_not_kept", failure)
            return False
        numbers = [number for update in batch if (number := number_of(update)) is not None]
        self._offset = max(numbers) + 1 if numbers else self._offset
        return bool(numbers)
