"""Everything that Telegram's side runs on, whichever way the updates come: they are kept, and answered."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from bot.answering import Answering
from bot.metrics import Metrics
from bot.replica import Replica
from bot.rounds import meanwhile
from bot.telegram.handling import Handling
from bot.telegram.profile import update_profile
from bot.telegram.receiving import Receiving
from bot.telegram.staff.turns import StaffTurns
from bot.telegram.turns import Turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from bot.storage.stores import Stores
    from bot.telegram.client import TelegramClient
    from bot.telegram.sending import Sender
    from bot.telegram.staff.office import Office
    from handlers.conversation import Conversation
    from handlers.wording import Words
    from knowledge.schema import Language

BETWEEN_COUNTS: Final = 5.0
"""Seconds between two looks at how many processes share what Telegram lets a bot send."""


@dataclass(frozen=True, slots=True)
class Reception:
    """One for each process; its client is opened and closed by whoever runs it."""

    client: TelegramClient
    replica: Replica
    receiving: Receiving
    answering: Answering
    words: Mapping[Language, Words]
    staff: StaffTurns | None

    @classmethod
    def open(
        cls,
        client: TelegramClient,
        sender: Sender,
        conversation: Conversation,
        words: Mapping[Language, Words],
        stores: Stores,
        *,
        office: Office | None = None,
        replica: Replica | None = None,
        metrics: Metrics | None = None,
    ) -> Self:
        """Put it together.

        Args:
            client: not yet opened.
            sender: sends over it.
            conversation: answers.
            words: of the interface.
            stores: keep what was received, and what the conversation remembers.
            office: what staff work with here; without one nobody is staff.
            replica: this process; a new one where none is given.
            metrics: count what happens.
        """
        clock, metrics = conversation.clock, metrics or Metrics()
        replica = replica or Replica(stores.leases, clock)
        staff = StaffTurns(office) if office is not None else None
        turns = Turns(conversation, words, sender)
        handling = Handling(stores.inbox, replica, stores.transactions, client, turns, sender, clock, metrics, staff)
        answering = Answering(stores.inbox, handling, replica, clock)
        receiving = Receiving(lambda: client.bot, stores.inbox, clock, conversation.secret, answering.wake, metrics)
        return cls(client, replica, receiving, answering, words, staff)

    @asynccontextmanager
    async def at_work(self, drain: float) -> AsyncIterator[None]:
        """Answer what is kept until the end of the block, and for `drain` seconds more; the client is open by now."""
        async with self.replica.alive(), meanwhile(self._share_limits()), self.answering.at_work(drain):
            yield

    async def _share_limits(self) -> None:
        """Leave the others their part of what Telegram lets the bot send."""
        while True:
            living = await self.replica.living()
            if living is not None:
                self.client.pacer.share(living)
            await asyncio.sleep(BETWEEN_COUNTS)

    async def introduce(self) -> None:
        """Tell Telegram what it shows of the bot to everybody, and to staff."""
        await update_profile(self.client, self.words)
        if self.staff is not None:
            await self.staff.begin()
