"""One event of Telegram's, step by step: answered once, and sent without saying anything twice unannounced."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from bot import logs
from bot.inbox import LostClaimError
from bot.storage.errors import StorageError
from bot.telegram import rendering, updates
from bot.telegram.outgoing import Outgoing
from bot.telegram.rendering import BUDGET, Part, utf16_length
from bot.telegram.sending import Outcome
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from telegram import InlineKeyboardMarkup

    from bot.inbox import Inbox, Waiting
    from bot.metrics import Metrics
    from bot.replica import Replica
    from bot.telegram.client import TelegramClient
    from bot.telegram.sending import Delivery, Sender
    from bot.telegram.staff.turns import StaffTurns
    from bot.telegram.turns import Turns
    from bot.telegram.updates import Address, Received
    from bot.transactions import Transactions
    from handlers.ports import Clock
    from handlers.staff import Staff
    from knowledge.schema import Language

_LOG: Final = logging.getLogger(__name__)

MOST_TRIES: Final = 10
"""An event may end that many processes, or fail as often for want of the database, before it is given up. Whoever is
killed for another reason has such an event in hand, too: on a starved machine, where processes were killed every few
seconds, five were not enough."""
LATEST: Final = timedelta(hours=24)
"""After receiving it, for a reply that Telegram does not take; no longer does Telegram itself keep a question."""
TURNS_AT_ONCE: Final = 4
"""In the database. More would be no faster, and what is short and urgent would wait behind them: the note that a
message was sent, without which a crash has it sent again, and the lease, by which others know that this process lives.
"""
MOST_MARKS: Final = 30
"""Tries to note in the database how far an event got, before it is put back after all."""
_FINAL: Final = frozenset({Outcome.UNREACHABLE, Outcome.REFUSED, Outcome.POSTPONED})
"""After these the rest of a reply is not sent either."""
_COUNTED: Final = {
    Outcome.SENT: "sent",
    Outcome.UNCERTAIN: "uncertain",
    Outcome.UNREACHABLE: "unreachable",
    Outcome.REFUSED: "failed",
    Outcome.POSTPONED: "failed",
}


@dataclass(frozen=True, slots=True)
class Handling:
    """The port `Answers` for Telegram."""

    inbox: Inbox
    replica: Replica
    transactions: Transactions
    client: TelegramClient
    turns: Turns
    sender: Sender
    clock: Clock
    metrics: Metrics
    staff: StaffTurns | None = None
    """Without them nobody is staff."""
    pause: float = 1.0
    """Seconds before something is tried again that the database did not take."""
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TURNS_AT_ONCE), init=False)

    async def answer(self, waiting: Waiting) -> Waiting | None:
        if waiting.reply is not None:
            return waiting
        received = self._read(waiting)
        if received is None:
            await self.inbox.done(waiting, self.replica.id)
            return None
        try:
            return await self._answered(waiting, received)
        except (LostClaimError, StorageError):
            raise
        except Exception as error:  # noqa: BLE001 - one turn that fails must not take the conversation's next ones along
            logs.failure(_LOG, "turn_failed", error)
            return await self._keep(waiting, self.turns.trouble(received))

    async def deliver(self, waiting: Waiting) -> None:
        outgoing = self._read_reply(waiting)
        if outgoing is not None:
            if outgoing.below is not None and outgoing.keyboard is not None:
                await self.sender.change_keyboard(outgoing.address, outgoing.below, outgoing.keyboard)
            await self._send(waiting, outgoing)
        await self._insist(partial(self.inbox.done, waiting, self.replica.id))
        self.metrics.took((self.clock.now() - waiting.received_at).total_seconds())

    def _read(self, waiting: Waiting) -> Received | None:
        """What an event asks for; None when that cannot be told any more."""
        try:
            return updates.receive(json.loads(waiting.event.payload), self.client.bot)
        except (ValueError, SanadError) as error:
            logs.event(_LOG, "event_unreadable", level=logging.ERROR, error=type(error).__name__)
            return None

    def _read_reply(self, waiting: Waiting) -> Outgoing | None:
        try:
            return Outgoing.from_json(waiting.reply or b"")
        except (KeyError, TypeError, ValueError) as error:
            logs.event(_LOG, "reply_unreadable", level=logging.ERROR, error=type(error).__name__)
            return None

    async def _answered(self, waiting: Waiting, received: Received) -> Waiting | None:
        if waiting.is_flood:
            await self.turns.acknowledge(received)
            return await self._keep(waiting, self.turns.slow_down(received))
        if waiting.tries >= MOST_TRIES:
            logs.event(_LOG, "event_given_up", level=logging.ERROR, tries=waiting.tries)
            return await self._keep(waiting, self.turns.trouble(received))
        asking = await self.staff.asked_by(received) if self.staff is not None else None
        if asking is not None and self.staff is not None:
            return await self._for_staff(waiting, received, self.staff, asking)
        return await self._for_anybody(waiting, received)

    async def _for_anybody(self, waiting: Waiting, received: Received) -> Waiting:
        """The effects of a turn come true together with its reply, or not at all."""
        await self.turns.acknowledge(received)
        async with self._places, self.transactions.together():
            answered = await self.turns.answer(received)
            kept = await self._keep(waiting, answered.outgoing)
        if answered.reply is not None and not answered.reply.is_quiet:
            self.metrics.replied(answered.reply.kind, answered.reply.language)
        if answered.chosen_language is not None:
            await self._have_tools_speak(answered.chosen_language, received)
        return kept

    async def _for_staff(
        self, waiting: Waiting, received: Received, turns: StaffTurns, asking: Staff
    ) -> Waiting | None:
        """What staff ask for may take half a minute, and shows how far it is: it is done, and not kept to be sent."""
        notice = turns.interrupted(received, asking) if waiting.tries else None
        if notice is not None:
            await self.turns.acknowledge(received)
            return await self._keep(waiting, notice)
        await turns.take(received, asking)
        await self._insist(partial(self.inbox.done, waiting, self.replica.id))
        return None

    async def _have_tools_speak(self, language: Language, received: Received) -> None:
        """Staff's tools follow the language that they choose as readers; not in its transaction: Telegram is called."""
        try:
            if self.staff is not None:
                await self.staff.choose_language(received.message, language)
        except Exception as error:  # noqa: BLE001 - the reply is kept by now, and has to be sent
            logs.failure(_LOG, "language_of_tools_not_kept", error)

    async def _keep(self, waiting: Waiting, outgoing: Outgoing) -> Waiting:
        reply = outgoing.to_json()
        await self.inbox.answered(waiting, self.replica.id, reply)
        return replace(waiting, reply=reply)

    async def _send(self, waiting: Waiting, outgoing: Outgoing) -> None:
        """Send what was not sent yet; what may have been is announced as such."""
        address = outgoing.address if waiting.sent == 0 else replace(outgoing.address, reply_to=None)
        last = len(outgoing.parts) - 1
        for place in range(waiting.sent, last + 1):
            is_again = waiting.is_uncertain and place == waiting.sent
            parts = self._announced(outgoing, place) if is_again else (outgoing.parts[place],)
            if is_again:
                logs.event(_LOG, "reply_repeated", level=logging.WARNING, part=place)
            for number, part in enumerate(parts, start=1):
                below = outgoing.keyboard if place == last and number == len(parts) else None
                delivery = await self._post(waiting, place, address, part, below)
                self._count(delivery.outcome, is_again=is_again)
                if delivery.outcome in _FINAL:
                    return
                address = replace(delivery.address, reply_to=None)

    async def _post(
        self, waiting: Waiting, place: int, address: Address, part: Part, keyboard: InlineKeyboardMarkup | None
    ) -> Delivery:
        """Send one message of a part, however long that has to wait for Telegram."""
        mark = partial(self._insist, partial(self.inbox.sending, waiting, self.replica.id, place))
        while True:
            delivery = await self.sender.deliver(address, part, keyboard, before=mark)
            if delivery.outcome is not Outcome.POSTPONED:
                return delivery
            if self.clock.now() - waiting.received_at > LATEST:
                logs.event(_LOG, "reply_given_up", level=logging.ERROR)
                return delivery
            await asyncio.sleep(delivery.pause)

    def _announced(self, outgoing: Outgoing, place: int) -> Sequence[Part]:
        """A part that may have been sent before, behind a line, or behind a message where it is too long."""
        part = outgoing.parts[place]
        [notice] = rendering.line(self.turns.words[outgoing.language].perhaps_sent)
        both = Part(f"{notice.html}\n\n{part.html}", f"{notice.plain}\n\n{part.plain}")
        return (both,) if utf16_length(both.plain) <= BUDGET else (notice, part)

    def _count(self, outcome: Outcome, *, is_again: bool) -> None:
        self.metrics.sent("repeated" if is_again and outcome is Outcome.SENT else _COUNTED[outcome])

    async def _insist(self, note: Callable[[], Awaitable[None]]) -> None:
        """Note how far an event got, also with a database that cannot be used for a moment.

        To put the event back instead would be to forget what this process knows: that a message was sent.
        """
        for _ in range(MOST_MARKS):
            try:
                return await note()
            except StorageError as error:
                logs.failure(_LOG, "event_not_noted", error)
                await asyncio.sleep(self.pause)
        return await note()
