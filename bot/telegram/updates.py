"""From a raw update to what the conversation understands, one update at a time.

In a group each member has a conversation of their own: 'and in 2019?' continues what the same person asked, a bare
number chooses from what that person was offered, and nobody sets the language for everybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from telegram import Message as TelegramMessage
from telegram import Update
from telegram.constants import ChatType

from bot.telegram import votes
from bot.telegram.buttons import Tap, decode
from bot.telegram.errors import UnreadableUpdateError
from bot.telegram.staff import orders
from handlers.model import Intent, Message
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from telegram import CallbackQuery, InlineKeyboardMarkup, User

    from bot.telegram.staff.orders import Order
    from handlers.feedback import Ballot

COMMANDS: Final[Mapping[str, Intent | None]] = {
    "start": None,
    "help": Intent.HELP,
    "topics": Intent.TOPICS,
    "sources": Intent.SOURCES,
    "language": Intent.LANGUAGE,
    "privacy": Intent.PRIVACY,
    "quiet": Intent.QUIET,
    "quiet_off": Intent.QUIET_OFF,
    "forget": Intent.FORGET,
    "about": Intent.ABOUT,
}
"""In the order in which Telegram lists them."""
_COMMAND: Final = re.compile(
    r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>[A-Za-z0-9_]+))?(?!\S)\s*(?P<arguments>.*)", re.DOTALL
)
"""Latin letters only, as in Telegram; '/مساعدة' is a text, and understood as one."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a reply goes."""

    chat_id: int
    reply_to: int | None = None
    """The message that is answered; in groups, where others write in between."""
    thread: int | None = None
    """The topic of a group that has topics."""


@dataclass(frozen=True, slots=True)
class TextReceived:
    """Somebody wrote something."""

    message: Message
    address: Address


@dataclass(frozen=True, slots=True)
class CommandReceived:
    """Somebody gave a command; without an intent it is the start of a conversation."""

    message: Message
    address: Address
    intent: Intent | None


@dataclass(frozen=True, slots=True)
class ChoiceReceived:
    """Somebody tapped a button; without a tap its data says nothing any more."""

    message: Message
    address: Address
    query_id: str
    tap: Tap | None


@dataclass(frozen=True, slots=True)
class VoteReceived:
    """Somebody tapped a thumb under an answer, or a reason below it."""

    message: Message
    address: Address
    query_id: str
    ballot: Ballot
    message_id: int
    """The answer."""
    shown: InlineKeyboardMarkup | None
    """What stands under it; None where that cannot be told any more."""


@dataclass(frozen=True, slots=True)
class StaffCommandReceived:
    """Somebody wrote what would be a command of staff's; of anybody else it is a text like any other."""

    message: Message
    """With everything that was written."""
    address: Address
    name: str
    arguments: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class OrderReceived:
    """Somebody tapped what would be a button of staff's."""

    message: Message
    address: Address
    query_id: str
    order: Order
    message_id: int
    """Under which the button stands."""


@dataclass(frozen=True, slots=True)
class DocumentReceived:
    """Somebody sent a file."""

    message: Message
    address: Address
    file_id: str
    name: str
    size: int
    """Bytes, as Telegram tells it; 0 where it does not."""


@dataclass(frozen=True, slots=True)
class UnreadableReceived:
    """Somebody sent a picture, a voice message or the like."""

    message: Message
    address: Address


Tapped: TypeAlias = ChoiceReceived | VoteReceived | OrderReceived
Received: TypeAlias = (
    TextReceived | CommandReceived | Tapped | StaffCommandReceived | DocumentReceived | UnreadableReceived
)


def receive(raw: Mapping[str, Any], bot: User) -> Received | None:
    """What an update asks of the bot; None when that is nothing.

    Raises:
        UnreadableUpdateError: it is not written as Telegram's are.
    """
    try:
        return _read(Update.de_json(dict(raw), None), bot)
    except Exception as error:  # the library says nowhere what it raises
        raise UnreadableUpdateError(type(error).__name__) from error


def _read(update: Update, bot: User) -> Received | None:
    if update.callback_query is not None:
        return _tapped(update.callback_query)
    # Edits, posts in channels and changes of membership ask for nothing.
    return _message(update.message, bot) if update.message is not None else None


def _tapped(query: CallbackQuery) -> Tapped | None:
    place = query.message
    if place is None:
        return None
    is_private = place.chat.type == ChatType.PRIVATE
    address = Address(place.chat.id) if is_private else Address(place.chat.id, place.message_id, _thread(place))
    message = _of(query.from_user, place.chat.id, "", is_private=is_private)
    data = query.data or ""
    order = orders.decode(data) if is_private else None
    if order is not None:
        return OrderReceived(message, address, query.id, order, place.message_id)
    ballot = votes.decode(data)
    if ballot is not None:
        shown = place.reply_markup if isinstance(place, TelegramMessage) else None
        return VoteReceived(message, address, query.id, ballot, place.message_id, shown)
    return ChoiceReceived(message, address, query.id, decode(data))


def _message(message: TelegramMessage, bot: User) -> Received | None:
    sender = message.from_user
    if sender is None or sender.is_bot or message.sender_chat is not None:
        return None
    is_private = message.chat.type == ChatType.PRIVATE
    address = Address(message.chat.id) if is_private else Address(message.chat.id, message.message_id, _thread(message))
    if message.text is not None:
        return _text(message, _whole(message.text), sender, address, bot)
    # Service messages ('joined', 'pinned') have no attachment, and nobody wants to hear about pictures in groups.
    if not is_private or message.effective_attachment is None:
        return None
    wordless = _of(sender, message.chat.id, "", is_private=True)
    file = message.document
    if file is not None:
        return DocumentReceived(wordless, address, file.file_id, _whole(file.file_name or ""), file.file_size or 0)
    return UnreadableReceived(wordless, address)


def _text(message: TelegramMessage, text: str, sender: User, address: Address, bot: User) -> Received | None:
    is_private = message.chat.type == ChatType.PRIVATE
    command = _COMMAND.match(text)
    if command is not None and not _is_for(bot, command["bot"]):
        return None
    name = command["name"].lower() if command is not None else ""
    if command is not None and name in COMMANDS:
        intent = COMMANDS[name]
        # A command is written in English by everybody: only what stands after it may speak for a language.
        said = command["arguments"] if intent is Intent.LANGUAGE else ""
        return CommandReceived(_of(sender, message.chat.id, said, is_private=is_private), address, intent)
    addressed = text if is_private else _addressed(message, text, bot)
    if addressed is None:
        return None
    written = _of(sender, message.chat.id, addressed, is_private=is_private)
    if command is not None and is_private and name in orders.COMMANDS:
        return StaffCommandReceived(written, address, name, command["arguments"].strip(), message.date)
    return TextReceived(written, address)


def _addressed(message: TelegramMessage, text: str, bot: User) -> str | None:
    """What somebody in a group says to the bot; None when it is said to others."""
    # Telegram marks mentions too, but not in what is forwarded from clients that do not.
    said, mentions = re.subn(rf"(?<!\w)@{re.escape(bot.username or '')}(?!\w)", " ", text, flags=re.IGNORECASE)
    if mentions:
        return said.strip()
    answered = message.reply_to_message
    is_answer = answered is not None and answered.from_user is not None and answered.from_user.id == bot.id
    return text if is_answer else None


def _whole(text: str) -> str:
    """Without halves of characters: JSON can hold them, but nothing that is sent or stored can."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _is_for(bot: User, name: str | None) -> bool:
    return name is None or name.lower() == (bot.username or "").lower()


def _of(person: User, chat_id: int, text: str, *, is_private: bool) -> Message:
    conversation = f"telegram:{chat_id}" if is_private else f"telegram:{chat_id}:{person.id}"
    return Message(text, conversation, f"telegram:{person.id}", _hint(person.language_code))


def _hint(code: str | None) -> Language | None:
    """The language that the person's client is set to, where Sanad speaks it."""
    short = (code or "").partition("-")[0].lower()
    return Language(short) if short in set(Language) else None


def _thread(message: object) -> int | None:
    is_in_topic = isinstance(message, TelegramMessage) and message.is_topic_message
    return message.message_thread_id if is_in_topic and isinstance(message, TelegramMessage) else None
