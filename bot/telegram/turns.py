"""One turn: what was received goes to the conversation, and what it replies goes back to where it came from.

What only staff can ask for goes to staff's own turns first. Of somebody without a role it comes back, and is then what
it would be if there were no staff: a text, a button that leads nowhere, a file that cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.telegram.buttons import keyboard, list_behind
from bot.telegram.rendering import line, render
from bot.telegram.updates import (
    ChoiceReceived,
    CommandReceived,
    DocumentReceived,
    OrderReceived,
    StaffCommandReceived,
    TextReceived,
    VoteReceived,
)
from bot.telegram.votes import rows_after, vote_rows
from handlers.feedback import Opinion
from handlers.model import Choice, Intent, Offer
from knowledge.schema import Language
from knowledge.text.tokens import is_arabic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.telegram.sending import Sender
    from bot.telegram.staff.turns import StaffTurns
    from bot.telegram.updates import Received
    from handlers.conversation import Conversation
    from handlers.feedback import Ballot
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
    staff: StaffTurns | None = None

    async def answer(self, received: Received) -> None:
        """Have the conversation reply, and send it."""
        if await self._is_for_staff(received):
            return
        if isinstance(received, TextReceived | StaffCommandReceived):
            await self._send(received, await self.conversation.reply(received.message))
        elif isinstance(received, CommandReceived):
            await self._send(received, await self.conversation.perform(received.message, received.intent))
        elif isinstance(received, ChoiceReceived | OrderReceived):
            await self._follow(received)
        elif isinstance(received, VoteReceived):
            await self._vote(received)
        else:
            await self._say(received, self._words_for(received.message).not_text)

    async def slow_down(self, received: Received) -> None:
        """Ask for patience, in place of an answer."""
        await self._acknowledge(received)
        await self._say(received, self._words_for(received.message).slow_down)

    async def trouble(self, received: Received) -> None:
        """Own up to a fault, in place of an answer."""
        await self._say(received, self._words_for(received.message).trouble)

    async def _is_for_staff(self, received: Received) -> bool:
        """Whether it was for staff, from somebody who is; then it is done by now."""
        if self.staff is None or not isinstance(received, StaffCommandReceived | OrderReceived | DocumentReceived):
            return False
        return await self.staff.take(received)

    async def _follow(self, received: ChoiceReceived | OrderReceived) -> None:
        await self._acknowledge(received)
        tap = received.tap if isinstance(received, ChoiceReceived) else None
        reply = await self.conversation.choose(received.message, tap.choice if tap is not None else _LEADS_NOWHERE)
        await self._send(received, reply, tap.page if tap is not None else 1)

    async def _vote(self, received: VoteReceived) -> None:
        """Count a vote. In a group the buttons stay as they are, since others vote there, too."""
        words = self.words[await self.conversation.language_of(received.message)]
        await self.sender.acknowledge(received.query_id, _thanks(received.ballot, words))
        await self.conversation.vote(received.message, received.ballot)
        is_private = received.address.reply_to is None
        if is_private and received.shown is not None:
            after = rows_after(received.shown, received.ballot, words)
            if after is not None:
                await self.sender.change_keyboard(received.address, received.message_id, after)

    async def _acknowledge(self, received: Received) -> None:
        if isinstance(received, ChoiceReceived | VoteReceived | OrderReceived):
            await self.sender.acknowledge(received.query_id)

    async def _send(self, received: Received, reply: Reply, page: int = 1) -> None:
        more = list_behind(reply, self.conversation.library.knowledge)
        below = keyboard(reply, more, page, vote_rows(reply))
        await self.sender.send(received.address, render(reply, self.words[reply.language]), below)
        if self.staff is not None and _sets_language(reply):
            await self.staff.choose_language(received.message, reply.language)

    async def _say(self, received: Received, text: str) -> None:
        await self.sender.send(received.address, line(text))

    def _words_for(self, message: Message) -> Words:
        """The words for a line that the conversation has no part in: by script, else by the client's language."""
        if is_arabic(message.text):
            return self.words[Language.ARABIC]
        return self.words[message.language_hint or Language.ENGLISH]


def _thanks(ballot: Ballot, words: Words) -> str:
    if ballot.opinion is Opinion.UP:
        return words.vote_thanks
    return words.vote_why if ballot.complaint is None else words.vote_noted


def _sets_language(reply: Reply) -> bool:
    """Whether a language was chosen; a reply that asks for one offers both."""
    is_asked = any(choice.offer is Offer.LANGUAGE for choice in reply.choices)
    return reply.intent is Intent.LANGUAGE and not is_asked
