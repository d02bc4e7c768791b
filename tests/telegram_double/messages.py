"""The methods that write to chats: sending, editing, answering button presses, showing activity."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from .chats import Chat, Message
from .formatting import FormattedText, checked, read_entities
from .html import parse_html
from .keyboards import check_reply_markup
from .parameters import Parameters
from .refusals import JsonObject, refuse
from .signatures import MISSING
from .state import QUERY_LIFETIME_SECONDS, CallbackAnswer, TelegramState

MAXIMUM_ANSWER_CHARACTERS: Final = 200
MAXIMUM_FILE_BYTES: Final = 20 * 1024 * 1024
NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
ACTIONS: Final = frozenset(
    {
        "choose_sticker",
        "find_location",
        "record_video",
        "record_video_note",
        "record_voice",
        "typing",
        "upload_document",
        "upload_photo",
        "upload_video",
        "upload_video_note",
        "upload_voice",
    }
)


async def send_message(state: TelegramState, parameters: Parameters) -> object:
    """Send a text."""
    chat = state.writable_chat(parameters.text("chat_id"))
    content = _content(parameters)
    _check_link_preview(parameters)
    message = replace(
        state.compose(chat, state.bot(), content),
        source=parameters.text("text"),
        is_html=_is_html(parameters),
        reply_markup=check_reply_markup(parameters.structure("reply_markup")),
        reply_to=_answered_message(chat, parameters),
    )
    return chat.add(message).as_json()


async def edit_message_text(state: TelegramState, parameters: Parameters) -> object:
    """Replace the text of a message, and its keyboard with it."""
    chat, message = _editable_message(state, parameters)
    content = _content(parameters)
    _check_link_preview(parameters)
    markup = _inline_keyboard(parameters)
    if (content, markup) == (message.content, message.reply_markup):
        raise refuse(NOT_MODIFIED)
    return chat.change(
        message,
        content=content,
        source=parameters.text("text"),
        is_html=_is_html(parameters),
        reply_markup=markup,
        edit_date=int(state.now()),
    ).as_json()


async def edit_message_reply_markup(state: TelegramState, parameters: Parameters) -> object:
    """Replace or remove the keyboard of a message."""
    chat, message = _editable_message(state, parameters)
    markup = _inline_keyboard(parameters)
    if markup == message.reply_markup:
        raise refuse(NOT_MODIFIED)
    # A changed keyboard alone does not mark the message as edited, so its date of edit stays.
    return chat.change(message, reply_markup=markup).as_json()


async def answer_callback_query(state: TelegramState, parameters: Parameters) -> object:
    """Answer the press of a button once, and in time."""
    press = state.presses.get(parameters.text("callback_query_id"))
    expired = press is None or state.now() - press.pressed_at > QUERY_LIFETIME_SECONDS
    if press is None or expired or press.answered.done():
        raise refuse(MISSING["callback_query_id"])
    text = parameters.text("text")
    if len(text) > MAXIMUM_ANSWER_CHARACTERS:
        raise refuse("MESSAGE_TOO_LONG")
    parameters.integer("cache_time")
    press.answered.set_result(CallbackAnswer(text, parameters.flag("show_alert"), parameters.text("url")))
    return True


async def send_chat_action(state: TelegramState, parameters: Parameters) -> object:
    """Show that the bot is busy."""
    chat = state.writable_chat(parameters.text("chat_id"))
    action = parameters.text("action")
    if action not in ACTIONS:
        raise refuse(MISSING["action"])
    chat.actions.append(action)
    return True


async def get_file(state: TelegramState, parameters: Parameters) -> object:
    """Tell where a file can be fetched; the path is relative, as a client would read an existing local one."""
    path = parameters.text("file_id")
    content = state.files.get(path)
    if content is None:
        raise refuse("wrong file_id or the file is temporarily unavailable")
    if len(content) > MAXIMUM_FILE_BYTES:
        raise refuse("file is too big")
    identity: JsonObject = {"file_id": path, "file_unique_id": path, "file_size": len(content)}
    return identity | {"file_path": path}


def _is_html(parameters: Parameters) -> bool:
    mode = parameters.text("parse_mode").lower()
    # The Markdown modes are refused on purpose: a bot tested here speaks HTML or plain text.
    if mode not in ("", "html"):
        raise refuse("unsupported parse_mode")
    return mode == "html"


def _content(parameters: Parameters) -> FormattedText:
    text = parameters.text("text")
    if _is_html(parameters):
        return checked(parse_html(text))
    return checked(read_entities(text, parameters.array("entities")))


def _inline_keyboard(parameters: Parameters) -> JsonObject | None:
    markup = parameters.structure("reply_markup")
    if isinstance(markup, Mapping) and markup and "inline_keyboard" not in markup:
        raise refuse("inline keyboard expected")
    return check_reply_markup(markup)


def _check_link_preview(parameters: Parameters) -> None:
    options = parameters.structure("link_preview_options")
    if options is not None and not isinstance(options, Mapping):
        raise refuse("object expected as link preview options")


def _editable_message(state: TelegramState, parameters: Parameters) -> tuple[Chat, Message]:
    if parameters.has("inline_message_id"):
        raise refuse("MESSAGE_ID_INVALID")
    if not parameters.has("chat_id") or not parameters.has("message_id"):
        raise refuse("message identifier is not specified")
    chat = state.writable_chat(parameters.text("chat_id"))
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise refuse("message to edit not found")
    if not message.from_bot:
        raise refuse("message can't be edited")
    return chat, message


def _answered_message(chat: Chat, parameters: Parameters) -> int | None:
    reply = parameters.structure("reply_parameters")
    if reply is None:
        return None
    match reply:
        case {"message_id": int(message_id), **rest}:
            if chat.find(message_id):
                return message_id
            if rest.get("allow_sending_without_reply") is True:
                return None
            raise refuse("message to be replied not found")
        case _:
            raise refuse("can't parse reply parameters: an Object with message_id is expected")
