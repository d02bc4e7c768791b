"""The chats of the double and the messages in them, as the people there see them."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from .formatting import FormattedText
from .keyboards import Button, buttons_of
from .refusals import JsonObject, RefusalError

PATIENCE_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message in its present wording; an edit replaces the object."""

    message_id: int
    chat: JsonObject
    sender: JsonObject | None
    """The user who wrote it, None in a channel."""
    from_bot: bool
    date: int
    content: FormattedText
    source: str
    """What the bot wrote before the markup was parsed."""
    is_html: bool = False
    reply_markup: JsonObject | None = None
    reply_to: int | None = None
    edit_date: int | None = None
    document: JsonObject | None = None

    @property
    def text(self) -> str:
        """The plain text, without markup."""
        return self.content.text

    @property
    def html(self) -> str:
        """The HTML as the bot sent it; a plain text is escaped."""
        return self.source if self.is_html else escape(self.source, quote=False)

    @property
    def rows(self) -> tuple[tuple[Button, ...], ...]:
        """The inline buttons, row by row."""
        return buttons_of(self.reply_markup)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All inline buttons in reading order."""
        return tuple(button for row in self.rows for button in row)

    def as_json(self) -> JsonObject:
        """Write the message as the Bot API does."""
        optional: JsonObject = {
            "from": self.sender,
            "sender_chat": self.chat if self.sender is None else None,
            "reply_markup": self.reply_markup,
            "edit_date": self.edit_date,
            "document": self.document,
            "caption" if self.document else "text": self.text or None,
            "entities": [entity.as_json() for entity in self.content.entities] or None,
        }
        # The answered message is given in its shortest form, which is all a client needs to thread.
        if self.reply_to is not None:
            answered: JsonObject = {"message_id": self.reply_to, "chat": self.chat, "date": self.date}
            optional["reply_to_message"] = answered
        known = {name: value for name, value in optional.items() if value is not None}
        return {"message_id": self.message_id, "date": self.date, "chat": self.chat} | known


class Chat:
    """A private chat, a group or a channel, seen from the people's side."""

    def __init__(self, description: JsonObject, *, open_to_bot: bool) -> None:
        """Keep the Chat object that the bot is shown, and whether the bot may write here yet."""
        self.description = description
        self.actions: list[str] = []
        """The chat actions the bot has shown, such as "typing"."""
        self.open_to_bot = open_to_bot
        self.barrier: RefusalError | None = None
        """Why the bot may not write here any more."""
        self._messages: dict[int, Message] = {}
        self._unread: asyncio.Queue[Message] = asyncio.Queue()
        self._unseen_edits: asyncio.Queue[Message] = asyncio.Queue()

    @property
    def id(self) -> int:
        """The number of the chat."""
        number = self.description["id"]
        assert isinstance(number, int), "a chat is described with a whole number"
        return number

    @property
    def messages(self) -> tuple[Message, ...]:
        """Everything the bot has sent here, in its present wording, oldest first."""
        return tuple(message for message in self._messages.values() if message.from_bot)

    def find(self, message_id: int) -> Message | None:
        """Look a message up by its number."""
        return self._messages.get(message_id)

    def latest_of(self, user_id: object) -> Message | None:
        """Find the last message that a user wrote here."""
        own = (message for message in self._newest_first() if message.sender and message.sender["id"] == user_id)
        return next(own, None)

    def latest_with(self, wanted: str) -> tuple[Message, Button] | None:
        """Find the newest button of that label or data."""
        for message in self._newest_first():
            for button in message.buttons:
                if wanted in (button.label, button.data):
                    return message, button
        return None

    def add(self, message: Message) -> Message:
        """Put a new message into the chat."""
        self._messages[message.message_id] = message
        if message.from_bot:
            self._unread.put_nowait(message)
        return message

    def change(self, message: Message, **changes: object) -> Message:
        """Replace a message by its edited self."""
        edited = replace(message, **changes)  # type: ignore[arg-type]  # the fields differ in type
        self._messages[edited.message_id] = edited
        if edited.from_bot:
            self._unseen_edits.put_nowait(edited)
        return edited

    async def next_message(self, within: float = PATIENCE_SECONDS) -> Message:
        """Wait for the next message of the bot that was not taken yet."""
        return await self._next(self._unread, within, "no new message")

    async def next_edit(self, within: float = PATIENCE_SECONDS) -> Message:
        """Wait for the next edit by the bot that was not taken yet."""
        return await self._next(self._unseen_edits, within, "no edit")

    async def _next(self, arrivals: asyncio.Queue[Message], within: float, complaint: str) -> Message:
        try:
            async with asyncio.timeout(within):
                return await arrivals.get()
        except TimeoutError:
            seen = [message.text for message in self.messages]
            raise TimeoutError(f"{complaint} in chat {self.id} within {within} s; the bot has sent {seen}") from None

    def _newest_first(self) -> Iterator[Message]:
        return reversed(list(self._messages.values()))
