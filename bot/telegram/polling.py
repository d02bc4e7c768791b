"""Long polling: updates are fetched, handed out and confirmed; a stop loses none and answers none twice."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from telegram import error

from bot.logs import event
from bot.telegram.dispatch import Dispatcher
from bot.telegram.profile import update_profile
from bot.telegram.sending import Sender
from bot.telegram.setbacks import Setbacks
from bot.telegram.staff.turns import StaffTurns
from bot.telegram.turns import Turns
from bot.telegram.updates import receive

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from telegram import User

    from bot.telegram.client import TelegramClient
    from bot.telegram.staff.office import Office
    from bot.telegram.updates import Received
    from handlers.conversation import Conversation
    from handlers.wording import Words
    from knowledge.schema import Language

_LOG: Final = logging.getLogger(__name__)
_T = TypeVar("_T")

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


UNHURRIED: Final = Pace()


async def run_polling(
    client: TelegramClient,
    conversation: Conversation,
    words: Mapping[Language, Words],
    stop: asyncio.Event,
    *,
    office: Office | None = None,
    pace: Pace = UNHURRIED,
    after_fetch: Callable[[], None] | None = None,
) -> None:
    """Answer people on Telegram until `stop` is set; the client is opened and closed here.

    Args:
        client: not yet opened.
        conversation: answers.
        words: of the interface.
        stop: set when it is time to end.
        office: what staff work with here; without one nobody is staff.
        pace: the waits of the loop.
        after_fetch: called whenever Telegram has answered a fetch: a sign of life.

    Raises:
        TokenRefusedError: Telegram does not know the token.
        RivalPollerError: another process polls with it.
    """
    staff = StaffTurns(office) if office is not None else None
    dispatcher = Dispatcher(Turns(conversation, words, Sender(client), staff))
    poller = Poller(client, dispatcher.put, stop, pace, after_fetch)
    try:
        await poller.unless_stopped(_settle(client, words, poller, staff))
        await poller.poll()
        # Not sooner: what was handed out and is not answered yet would be lost by a crash in between.
        await dispatcher.drain(pace.drain)
        await poller.confirm()
        event(_LOG, "polling_stopped")
    finally:
        await dispatcher.drain(pace.drain)
        await client.shutdown()


async def _settle(
    client: TelegramClient, words: Mapping[Language, Words], poller: Poller, staff: StaffTurns | None
) -> None:
    """Everything before the first fetch."""
    await poller.insist(client.initialize)
    if poller.stop.is_set():
        return
    event(_LOG, "polling_started", bot=client.username)
    try:
        webhook = await client.get_webhook_info()
        if webhook.url:
            await client.delete_webhook(drop_pending_updates=False)
            event(_LOG, "webhook_deleted", level=logging.WARNING, reason="a bot with a webhook cannot be polled")
    except error.TelegramError as failure:
        event(_LOG, "webhook_unknown", level=logging.WARNING, error=type(failure).__name__)
    await update_profile(client, words)
    if staff is not None:
        await staff.begin()


@dataclass(slots=True)
class Poller:
    """Fetches updates one batch after the other."""

    client: TelegramClient
    hand_out: Callable[[Received], None]
    stop: asyncio.Event
    pace: Pace
    after_fetch: Callable[[], None] | None = None
    _offset: int | None = None
    """The first update that was not handed out yet."""
    _setbacks: Setbacks = field(init=False)

    def __post_init__(self) -> None:
        self._setbacks = Setbacks(self.pace.first_pause, self.pace.longest_pause)

    async def poll(self) -> None:
        """Fetch and hand out until stopped."""
        while not self.stop.is_set():
            batch = await self.insist(self._fetch)
            before = self._offset
            for raw in batch or ():
                self._take(raw, self.client.bot)
            if batch and self._offset == before:
                # Updates without a number cannot be confirmed and come again at once.
                await self._rest(self.pace.first_pause)

    async def confirm(self) -> None:
        """Tell Telegram how far it got, so that a restart does not answer the last ones again."""
        for _ in range(CONFIRMING_TRIES if self._offset is not None else 0):
            try:
                await self.client.fetch_updates(self._offset, wait=0, limit=1)
            except error.TelegramError as failure:
                event(_LOG, "offset_not_confirmed", level=logging.WARNING, error=type(failure).__name__)
                await asyncio.sleep(self.pace.first_pause)
            else:
                return

    async def insist(self, call: Callable[[], Coroutine[Any, Any, _T]]) -> _T | None:
        """The result of a call, tried until it succeeds; None when stopped before.

        Raises:
            TelegramError: trying again is no use.
        """
        while not self.stop.is_set():
            try:
                result = await self.unless_stopped(call())
            except error.TelegramError as failure:
                await self._rest(self._setbacks.pause_after(failure))
            else:
                self._setbacks.forget()
                return result
        return None

    async def unless_stopped(self, work: Coroutine[Any, Any, _T]) -> _T | None:
        """The result of some work; None when stopped before it was done."""
        task = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self.stop.wait())
        try:
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
        return None if task.cancelled() else task.result()

    async def _fetch(self) -> list[dict[str, Any]]:
        updates = await self.client.fetch_updates(self._offset, self.pace.long_poll)
        if self.after_fetch is not None:
            self.after_fetch()
        return updates

    def _take(self, raw: Mapping[str, Any], bot: User) -> None:
        number = raw.get("update_id")
        if isinstance(number, int):
            self._offset = number + 1
        received = receive(raw, bot)
        if received is not None:
            self.hand_out(received)

    async def _rest(self, seconds: float) -> None:
        await self.unless_stopped(asyncio.sleep(seconds))
