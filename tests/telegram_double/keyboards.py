"""The keyboards under a message: checked as Telegram checks them, and read as a person sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from .refusals import JsonObject, refuse

MAXIMUM_BUTTONS: Final = 100
MAXIMUM_BUTTONS_IN_ROW: Final = 8
MAXIMUM_DATA_BYTES: Final = 64
OTHER_MARKUPS: Final = frozenset({"keyboard", "remove_keyboard", "force_reply"})
ACTIONS: Final = frozenset(
    {
        "callback_data",
        "callback_game",
        "copy_text",
        "login_url",
        "pay",
        "switch_inline_query",
        "switch_inline_query_chosen_chat",
        "switch_inline_query_current_chat",
        "url",
        "web_app",
    }
)
DECORATIONS: Final = frozenset({"text", "style", "icon_custom_emoji_id"})


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button; it either sends data to the bot, opens an address, or does something else."""

    label: str
    data: str | None = None
    url: str | None = None


def check_reply_markup(markup: object) -> JsonObject | None:
    """Return the inline keyboard of a message, None for other markups; refuse what Telegram refuses."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise refuse("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if markup and not OTHER_MARKUPS & markup.keys():
            raise refuse("can't parse reply markup: no known keyboard in the object")
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise refuse('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    for row in rows:
        _check_row(row)
    if sum(map(len, rows)) > MAXIMUM_BUTTONS:
        raise refuse("reply markup is too long")
    # Telegram forgets empty rows, and a keyboard of nothing is no keyboard.
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def buttons_of(markup: Mapping[str, object] | None) -> tuple[tuple[Button, ...], ...]:
    """Read the rows of a keyboard that has passed the check."""
    rows = markup["inline_keyboard"] if markup else []
    if not isinstance(rows, list):
        return ()
    return tuple(
        tuple(Button(item["text"], item.get("callback_data"), item.get("url")) for item in row) for row in rows
    )


def _check_row(row: object) -> None:
    if not isinstance(row, list):
        raise refuse('field "inline_keyboard" must be an Array of Arrays of InlineKeyboardButton')
    if len(row) > MAXIMUM_BUTTONS_IN_ROW:
        raise refuse("reply markup is too long")
    for button in row:
        _check_button(button)


def _check_button(button: object) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise refuse("can't parse inline keyboard button: an Object with a String text is expected")
    if unknown := sorted(button.keys() - ACTIONS - DECORATIONS):
        raise refuse(f'can\'t parse inline keyboard button: unknown field "{unknown[0]}"')
    if not button["text"].strip():
        raise refuse("BUTTON_TEXT_INVALID")
    actions = ACTIONS & button.keys()
    if not actions:
        raise refuse("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise refuse("can't parse inline keyboard button: exactly one action is expected")
    if "callback_data" in actions:
        _check_data(button["callback_data"])
    if "url" in actions:
        _check_address(button["url"])


def _check_data(data: object) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= MAXIMUM_DATA_BYTES:
        raise refuse("BUTTON_DATA_INVALID")


def _check_address(address: object) -> None:
    complaint = f"inline keyboard button URL '{address}' is invalid"
    try:
        parts = urlsplit(address if isinstance(address, str) else "")
    except ValueError:
        raise refuse(f"{complaint}: Wrong HTTP URL") from None
    if parts.scheme == "tg":
        return
    if parts.scheme not in ("http", "https", ""):
        raise refuse(f"{complaint}: Unsupported URL protocol")
    # A host without a dot, such as localhost, is refused by Telegram too.
    if not parts.scheme or "." not in (parts.hostname or ""):
        raise refuse(f"{complaint}: Wrong HTTP URL")
