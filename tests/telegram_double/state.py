"""What the double knows: its clock, its chats, its open button presses and its update queue."""

import asyncio
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from .chats import PATIENCE_SECONDS, Chat, Message
from .formatting import FormattedText
from .refusals import JsonObject, RefusalError, refuse
from .updates import UpdateQueue
from .webhooks import Push, Pusher, Webhook

QUERY_LIFETIME_SECONDS: Final = 15


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the bot answered to the press of a button."""

    text: str
    show_alert: bool
    url: str


@dataclass(slots=True)
class Press:
    """One press of a button, until and after the bot answers it."""

    query_id: str
    pressed_at: float
    answered: asyncio.Future[CallbackAnswer]

    async def answer(self, within: float = PATIENCE_SECONDS) -> CallbackAnswer:
        """Wait for the bot's answer."""
        async with asyncio.timeout(within):
            return await asyncio.shield(self.answered)


@dataclass(slots=True)
class TelegramState:
    """Everything the methods and the people of one double share."""

    token: str
    username: str
    first_name: str
    clock_offset: float = 0.0
    chats: dict[int, Chat] = field(default_factory=dict)
    presses: dict[str, Press] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    """The contents behind /file, by relative path."""
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    webhook: Webhook = field(default_factory=Webhook)
    pusher: Pusher | None = None
    pushes: list[Push] = field(default_factory=list)
    """Every try to hand an update to the webhook."""
    profile: dict[tuple[str, str, str], object] = field(default_factory=dict)
    """Name, descriptions and commands, by (what, scope, language)."""
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def now(self) -> float:
        """Seconds since the epoch, including the time the test let pass."""
        return time.time() + self.clock_offset

    def bot(self) -> JsonObject:
        """Write the bot as the sender of its messages."""
        number = int(self.token.partition(":")[0])
        return {"id": number, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def chat(self, target: str) -> Chat:
        """Find the chat the bot names, by number or by @username."""
        if not target:
            raise refuse("chat_id is empty")
        for chat in self.chats.values():
            username = chat.description.get("username")
            is_private = chat.description["type"] == "private"
            # A person's username does not lead a bot to the private chat; only groups and channels are found so.
            if target == str(chat.id) or (username and not is_private and target.lower() == f"@{username}".lower()):
                return chat
        raise refuse("chat not found")

    def writable_chat(self, target: str) -> Chat:
        """Find the chat and make sure that the bot may write there."""
        chat = self.chat(target)
        if chat.barrier:
            raise RefusalError(chat.barrier.status, chat.barrier.description)
        if not chat.open_to_bot:
            raise refuse("bot can't initiate conversation with a user", 403)
        return chat

    async def replace_webhook(self, webhook: Webhook) -> None:
        """Push to another webhook from now on, or to none."""
        await self.stop_pushing()
        self.webhook = webhook
        if webhook.url:
            self.pusher = Pusher(webhook, self.updates, self.pushes)
            self.pusher.start()

    async def stop_pushing(self) -> None:
        """Leave the webhook alone."""
        pusher, self.pusher = self.pusher, None
        if pusher:
            await pusher.stop()

    def compose(self, chat: Chat, sender: JsonObject | None, content: FormattedText) -> Message:
        """Make a plain new message; the caller adds it to the chat."""
        return Message(
            message_id=next(self.numbers),
            chat=chat.description,
            sender=sender,
            from_bot=bool(sender and sender["is_bot"]),
            date=int(self.now()),
            content=content,
            source=content.text,
        )
