"""One turn: what was received goes to the conversation, and what it replies is made ready to be sent.

What only staff can ask for comes here of somebody without a role. It is then what it would be if there were no staff: a
text, a button that leads nowhere, a file that cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.telegram.buttons import keyboard, list_behind
from bot.telegram.outgoing import Outgoing
from bot.telegram.rendering import line, render
from bot.telegram.updates import (
    ChoiceReceived,
    CommandReceived,
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
    from bot.telegram.updates import Received
    from handlers.conversation import Conversation
    from handlers.feedback import Ballot
    from handlers.model import Message, Reply
    from handlers.wording import Words

_LEADS_NOWHERE: Final = Choice(Offer.ENTRY, "", "")
"""Stands in for data that says nothing any more: the conversation has a polite word for choices that lead nowhere."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a turn came to."""

    outgoing: Outgoing
    reply: Reply | None = None
    """Of the conversation; None where it had no part in it."""

    @property
    def chosen_language(self) -> Language | None:
        """The language that somebody has chosen by this; None where none was. A reply that asks for one offers both."""
        reply = self.reply
        if reply is None or reply.intent is not Intent.LANGUAGE:
            return None
        is_asked = any(choice.offer is Offer.LANGUAGE for choice in reply.choices)
        return None if is_asked else reply.language


@dataclass(frozen=True, slots=True)
class Turns:
    """Answers whatever was received, but for what staff alone can ask; nothing is sent here but acknowledgements."""

    conversation: Conversation
    words: Mapping[Language, Words]
    sender: Sender

    async def acknowledge(self, received: Received) -> None:
        """Let a button rest that was tapped, if one was; a vote is thanked for."""
        if isinstance(received, VoteReceived):
            words = self.words[await self.conversation.language_of(received.message)]
            is_quiet = await self.conversation.is_quiet(received.message)
            thanks = words.vote_quiet if is_quiet else _thanks(received.ballot, words)
            await self.sender.acknowledge(received.query_id, thanks)
        elif isinstance(received, ChoiceReceived | OrderReceived):
            await self.sender.acknowledge(received.query_id)

    async def answer(self, received: Received) -> Answered:
        """Have the conversation reply; what is to be sent for it."""
        if isinstance(received, TextReceived | StaffCommandReceived):
            return self._replied(received, await self.conversation.reply(received.message))
        if isinstance(received, CommandReceived):
            return self._replied(received, await self.conversation.perform(received.message, received.intent))
        if isinstance(received, ChoiceReceived | OrderReceived):
            return await self._follow(received)
        if isinstance(received, VoteReceived):
            return Answered(await self._vote(received))
        return Answered(self._line(received, self._words_for(received.message).not_text))

    def slow_down(self, received: Received) -> Outgoing:
        """A call for patience, in place of an answer."""
        return self._line(received, self._words_for(received.message).slow_down)

    def trouble(self, received: Received) -> Outgoing:
        """A fault that is owned up to, in place of an answer."""
        return self._line(received, self._words_for(received.message).trouble)

    async def _follow(self, received: ChoiceReceived | OrderReceived) -> Answered:
        tap = received.tap if isinstance(received, ChoiceReceived) else None
        reply = await self.conversation.choose(received.message, tap.choice if tap is not None else _LEADS_NOWHERE)
        return self._replied(received, reply, tap.page if tap is not None else 1)

    async def _vote(self, received: VoteReceived) -> Outgoing:
        """Count a vote. In a group the buttons stay as they are, since others vote there, too.

        They stay in a quiet conversation as well: there is nothing to give reasons for.
        """
        language = await self.conversation.language_of(received.message)
        await self.conversation.vote(received.message, received.ballot)
        is_private = received.address.reply_to is None
        after = None
        if is_private and received.shown is not None and not await self.conversation.is_quiet(received.message):
            after = rows_after(received.shown, received.ballot, self.words[language])
        below = received.message_id if after is not None else None
        return Outgoing(received.address, keyboard=after, below=below, language=language)

    def _replied(self, received: Received, reply: Reply, page: int = 1) -> Answered:
        more = list_behind(reply, self.conversation.library.knowledge)
        below = keyboard(reply, more, page, vote_rows(reply))
        parts = render(reply, self.words[reply.language])
        return Answered(Outgoing(received.address, parts, below, language=reply.language), reply)

    def _line(self, received: Received, text: str) -> Outgoing:
        return Outgoing(received.address, line(text), language=self._language_for(received.message))

    def _words_for(self, message: Message) -> Words:
        return self.words[self._language_for(message)]

    @staticmethod
    def _language_for(message: Message) -> Language:
        """Of a line that the conversation has no part in: by script, else by the person's client."""
        return Language.ARABIC if is_arabic(message.text) else message.language_hint or Language.ENGLISH


def _thanks(ballot: Ballot, words: Words) -> str:
    if ballot.opinion is Opinion.UP:
        return words.vote_thanks
    return words.vote_why if ballot.complaint is None else words.vote_noted
