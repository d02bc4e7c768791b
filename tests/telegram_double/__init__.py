"""A strict double of the Telegram Bot API, spoken over HTTP, for tests of a bot."""

from .chats import Chat, Message
from .double import TelegramDouble
from .formatting import Entity
from .keyboards import Button
from .people import Channel, Person
from .refusals import Call, Refusal
from .state import CallbackAnswer, Press

__all__ = [
    "Button",
    "Call",
    "CallbackAnswer",
    "Channel",
    "Chat",
    "Entity",
    "Message",
    "Person",
    "Press",
    "Refusal",
    "TelegramDouble",
]
