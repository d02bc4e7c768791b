"""A strict double of the Telegram Bot API, spoken over HTTP, for tests of a bot."""

from .chats import Chat, Message
from .double import TelegramDouble
from .formatting import Entity
from .keyboards import Button
from .people import Channel, Person
from .refusals import Call, Refusal
from .server import LoopbackServer
from .state import CallbackAnswer, Press
from .webhooks import SECRET_HEADER, Push, Webhook

__all__ = [
    "SECRET_HEADER",
    "Button",
    "Call",
    "CallbackAnswer",
    "Channel",
    "Chat",
    "Entity",
    "LoopbackServer",
    "Message",
    "Person",
    "Press",
    "Push",
    "Refusal",
    "TelegramDouble",
    "Webhook",
]
