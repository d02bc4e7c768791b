"""Rendered replies on their way out: what may be tried again is, and what may have arrived is never sent twice.

No answer to a call may mean that the message arrived, or that it did not. As long as the process lives it is not sent
again: a gap is better than saying everything twice. Whatever surely did not arrive can be tried again for as long as
somebody keeps it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from telegram import error

from bot.logs import event
from bot.telegram.client import OUTGOING_AT_ONCE
from bot.telegram.errors import FloodError, NotSentError, ServerFailureError
from bot.telegram.pacing import Urgency
from bot.telegram.rendering import cuts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import InlineKeyboardMarkup

    from bot.telegram.client import TelegramClient
    from bot.telegram.rendering import Part
    from bot.telegram.updates import Address

_LOG: Final = logging.getLogger(__name__)
_T = TypeVar("_T")

MOST_TRIES: Final = 5
LONGEST_WAIT_SECONDS: Final = 60.0
"""For one call, over all its tries; then it is for whoever makes it to decide."""
FIRST_PAUSE_SECONDS: Final = 0.5
"""Doubled after every try."""
_REFUSED_HTML: Final = "can't parse entities"
"""Telegram's wording; its errors have no other mark."""
_NOT_MODIFIED: Final = "message is not modified"
"""The same: it says already what it should."""


class Outcome(StrEnum):
    """What became of a message."""

    SENT = "sent"
    UNCERTAIN = "uncertain"
    """No answer came: perhaps it arrived."""
    UNREACHABLE = "unreachable"
    """Nobody hears it: the bot was blocked, or put out of the group."""
    REFUSED = "refused"
    """Telegram does not take it, and never will."""
    POSTPONED = "postponed"
    """It surely did not arrive, and may be tried again."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message was sent, or not."""

    outcome: Outcome
    address: Address
    """To which the next one goes: groups move."""
    pause: float = 0.0
    """Seconds until a postponed one may be tried again."""


async def _nothing() -> None:
    """Whoever keeps no books needs no warning."""


class Sender:
    """Sends messages to chats."""

    def __init__(
        self,
        client: TelegramClient,
        *,
        first_pause: float = FIRST_PAUSE_SECONDS,
        urgency: Urgency = Urgency.ANSWER,
    ) -> None:
        self._client = client
        self._first_pause = first_pause
        self._urgency = urgency
        self._places = asyncio.Semaphore(OUTGOING_AT_ONCE)

    async def deliver(
        self,
        address: Address,
        part: Part,
        keyboard: InlineKeyboardMarkup | None = None,
        *,
        before: Callable[[], Awaitable[None]] = _nothing,
    ) -> Delivery:
        """Send one message. What goes wrong is logged.

        Args:
            address: where it goes.
            part: what it says.
            keyboard: the buttons under it.
            before: called right before each call leaves, when it has waited for its turn: from then on until the
                delivery is told, the message may arrive. What it raises is passed on, and the call is not made.
        """
        try:
            return Delivery(Outcome.SENT, await self._deliver(address, part, keyboard, before))
        except error.TelegramError as failure:
            return self._undelivered(address, failure)

    async def show(
        self, address: Address, part: Part, keyboard: InlineKeyboardMarkup | None, message_id: int | None = None
    ) -> int | None:
        """Write a message, in the place of an earlier one if that is given and can be changed.

        What goes wrong is logged.

        Returns:
            The number of the message; None when it did not arrive.
        """
        try:
            if message_id is not None and await self._rewrite(address, part, keyboard, message_id):
                return message_id
            return await self._in_html_or_plain(
                address.chat_id,
                part,
                lambda text, is_html: self._client.write(address, text, is_html=is_html, keyboard=keyboard),
            )
        except error.Forbidden:
            event(_LOG, "chat_unreachable")
        except error.TelegramError as failure:
            event(_LOG, "send_failed", level=logging.WARNING, error=type(failure).__name__, reason=failure.message)
        return None

    async def change_keyboard(self, address: Address, message_id: int, keyboard: InlineKeyboardMarkup) -> None:
        """Put other buttons under a message; one that is too old to be changed keeps its own."""
        chat = address.chat_id
        try:
            await self._patiently(
                chat, lambda: self._client.edit_message_reply_markup(chat, message_id, reply_markup=keyboard)
            )
        except error.TelegramError as failure:
            if _NOT_MODIFIED not in failure.message.lower():
                event(_LOG, "keyboard_not_changed", level=logging.DEBUG, error=type(failure).__name__)

    async def acknowledge(self, query_id: str, text: str | None = None, *, is_alert: bool = False) -> None:
        """Tell the reader's client that a tap has arrived, so that its button stops to spin.

        Args:
            query_id: of the tap.
            text: shown for a moment, at most 200 characters.
            is_alert: whether it stays until it is closed.
        """
        try:
            # Once, since the answer itself waits for it.
            await self._client.answer_callback_query(query_id, text, show_alert=is_alert or None)
        except error.TelegramError as failure:
            # Mostly 'query is too old': the client has stopped waiting, but the reader has not.
            event(_LOG, "tap_not_acknowledged", level=logging.DEBUG, error=type(failure).__name__)

    async def _deliver(
        self, address: Address, part: Part, keyboard: InlineKeyboardMarkup | None, before: Callable[[], Awaitable[None]]
    ) -> Address:
        """Send a message to wherever its chat is by now; that address."""
        try:
            await self._post(address, part, keyboard, before)
        except error.ChatMigrated as moved:
            event(_LOG, "chat_migrated")
            address = replace(address, chat_id=moved.new_chat_id, reply_to=None)
            await self._post(address, part, keyboard, before)
        return address

    async def _post(
        self, address: Address, part: Part, keyboard: InlineKeyboardMarkup | None, before: Callable[[], Awaitable[None]]
    ) -> None:
        async def write(text: str, below: InlineKeyboardMarkup | None, *, is_html: bool) -> None:
            await before()
            await self._client.write(address, text, is_html=is_html, keyboard=below)

        try:
            await self._patiently(address.chat_id, partial(write, part.html, keyboard, is_html=True))
        except error.BadRequest as refusal:
            if _REFUSED_HTML not in refusal.message.lower():
                raise
            event(_LOG, "html_refused", level=logging.WARNING, reason=refusal.message)
            *first, last = cuts(part.plain)
            for text in first:
                await self._patiently(address.chat_id, partial(write, text, None, is_html=False))
            await self._patiently(address.chat_id, partial(write, last, keyboard, is_html=False))

    async def _rewrite(
        self, address: Address, part: Part, keyboard: InlineKeyboardMarkup | None, message_id: int
    ) -> bool:
        """Change a message; whether it now says what it should."""
        chat = address.chat_id
        try:
            await self._in_html_or_plain(
                chat,
                part,
                lambda text, is_html: self._client.rewrite(chat, message_id, text, is_html=is_html, keyboard=keyboard),
            )
        except error.BadRequest as refusal:
            # Else it is gone, or too old: a new one says the same.
            return _NOT_MODIFIED in refusal.message.lower()
        return True

    async def _in_html_or_plain(self, chat: int, part: Part, call: Callable[[str, bool], Awaitable[_T]]) -> _T:
        try:
            return await self._patiently(chat, lambda: call(part.html, True))  # noqa: FBT003 - passed on by its name
        except error.BadRequest as refusal:
            if _REFUSED_HTML not in refusal.message.lower():
                raise
            event(_LOG, "html_refused", level=logging.WARNING, reason=refusal.message)
            return await self._patiently(chat, lambda: call(part.plain, False))  # noqa: FBT003 - passed on by its name

    async def _patiently(self, chat: int, call: Callable[[], Awaitable[_T]]) -> _T:
        """Make a call that a chat sees, again as long as that is safe, and not for ever."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + LONGEST_WAIT_SECONDS
        for tried in range(1, MOST_TRIES):
            try:
                return await self._once(chat, call)
            except (FloodError, NotSentError, ServerFailureError) as failure:
                pause = self._pause(failure, tried)
                if clock() + pause > deadline:
                    raise
                event(_LOG, "call_repeated", error=type(failure).__name__, after_seconds=pause)
            await asyncio.sleep(pause)
        return await self._once(chat, call)

    async def _once(self, chat: int, call: Callable[[], Awaitable[_T]]) -> _T:
        async with self._client.pacer.turn(chat, self._urgency), self._places:
            return await call()

    def _pause(self, failure: error.TelegramError, tried: int) -> float:
        return failure.seconds if isinstance(failure, FloodError) else self._first_pause * 2.0 ** (tried - 1)

    def _undelivered(self, address: Address, failure: error.TelegramError) -> Delivery:
        """What a failed call means for the message."""
        outcome = _outcome(failure)
        if outcome is Outcome.UNREACHABLE:
            event(_LOG, "chat_unreachable")
        else:
            # Only a refusal's own words are looked at: those of the others may hold the address, and so the token.
            keys = {"reason": failure.message} if outcome is Outcome.REFUSED else {}
            event(_LOG, f"send_{outcome}", level=logging.WARNING, error=type(failure).__name__, **keys)
        return Delivery(outcome, address, self._pause(failure, MOST_TRIES))


def _outcome(failure: error.TelegramError) -> Outcome:
    match failure:
        case error.Forbidden():
            return Outcome.UNREACHABLE
        case error.BadRequest() | error.ChatMigrated():
            return Outcome.REFUSED
        # A token that is revoked is replaced by an operator, while the reply waits.
        case FloodError() | NotSentError() | ServerFailureError() | error.InvalidToken():
            return Outcome.POSTPONED
        case _:
            return Outcome.UNCERTAIN
