"""One turn: what was received goes to the conversation, and what it replies goes back to where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.telegram.buttons import keyboard, list_behind
from bot.telegram.rendering import line, render
from bot.telegram.updates import ChoiceReceived, CommandReceived, TextReceived
from handlers.model import Choice, Offer
from knowledge.schema import Language
from knowledge.text.tokens import is_arabic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.telegram.sending import Sender
    from bot.telegram.updates import Received
    from handlers.conversation import Conversation
    from handlers.model import Message, Reply
    from handlers.wording import Words

_LEADS_NOWHERE: Final = Choice(Offer.ENTRY, "", "")
"""Stands in for data that says nothing any more: the conversation has a polite word for choices that lead nowhere."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Answers whatever was received."""

    conversation: Conversation
    words: Mapping[Language, Words]
    sender: Sender

    async def answer(self, received: Received) -> None:
        """Have the conversation reply, and send it."""
        if isinstance(received, TextReceived):
            await self._send(received, await self.conversation.reply(received.message))
        elif isinstance(received, CommandReceived):
            await self._send(received, await self.conversation.perform(received.message, received.intent))
        elif isinstance(received, ChoiceReceived):
            await self._follow(received)
        else:
            await self._say(received, self._words_for(received.message).not_text)

    async def slow_down(self, received: Received) -> None:
        """Ask for patience, in place of an answer."""
        await self._acknowledge(received)
        await self._say(received, self._words_for(received.message).slow_down)

    async def trouble(self, received: Received) -> None:
        """Own up to a fault, in place of an answer."""
        await self._say(received, self._words_for(received.message).trouble)

    async def _follow(self, received: ChoiceReceived) -> None:
        await self._acknowledge(received)
        choice = received.tap.choice if received.tap is not None else _LEADS_NOWHERE
        reply = await self.conversation.choose(received.message, choice)
        await self._send(received, reply, received.tap.page if received.tap is not None else 1)

    async def _acknowledge(self, received: Received) -> None:
        if isinstance(received, ChoiceReceived):
            await self.sender.acknowledge(received.query_id)

    async def _send(self, received: Received, reply: Reply, page: int = 1) -> None:
        more = list_behind(reply, self.conversation.library.knowledge)
        await self.sender.send(received.address, render(reply, self.words[reply.language]), keyboard(reply, more, page))

    async def _say(self, received: Received, text: str) -> None:
        await self.sender.send(received.address, line(text))

    def _words_for(self, message: Message) -> Words:
        """The words for a line that the conversation has no part in: by script, else by the client's language."""
        if is_arabic(message.text):
            return self.words[Language.ARABIC]
        return self.words[message.language_hint or Language.ENGLISH]
