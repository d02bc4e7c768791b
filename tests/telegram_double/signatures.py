"""The parameters that every supported method takes, carried over from the Bot API's description (10.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from .refusals import refuse

SENDING: Final = (
    "business_connection_id message_thread_id direct_messages_topic_id parse_mode entities link_preview_options "
    "disable_notification protect_content allow_paid_broadcast message_effect_id suggested_post_parameters "
    "reply_parameters reply_markup"
)
TARGET: Final = "business_connection_id chat_id message_id inline_message_id"
WEBHOOK: Final = "certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"

MISSING: Final[Mapping[str, str]] = {
    "action": "wrong parameter action in request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "chat_id": "chat_id is empty",
    "file_id": "file_id not specified",
    "text": "message text is empty",
}
"""Telegram's own wording where it is known; the rest get a plain sentence."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What one method must and may be given."""

    name: str
    required: frozenset[str]
    optional: frozenset[str]

    def check(self, given: Mapping[str, object]) -> None:
        """Refuse a parameter that is missing or that the method does not have.

        Telegram ignores unknown parameters; a test wants to hear of them.
        """
        for name in sorted(self.required):
            # An empty address is how setWebhook removes the webhook, so there emptiness is a value.
            if name not in given or (given[name] == "" and name != "url"):
                raise refuse(MISSING.get(name, f'parameter "{name}" is required'))
        for name in sorted(given.keys() - self.required - self.optional):
            raise refuse(f'unknown parameter "{name}" of the method {self.name}')


def _signature(name: str, required: str = "", optional: str = "") -> Signature:
    return Signature(name, frozenset(required.split()), frozenset(optional.split()))


def _by_name(signatures: Iterable[Signature]) -> Mapping[str, Signature]:
    return {signature.name.lower(): signature for signature in signatures}


SIGNATURES: Final[Mapping[str, Signature]] = _by_name(
    (
        _signature("getMe"),
        _signature("getUpdates", optional="offset limit timeout allowed_updates"),
        _signature("sendMessage", "chat_id text", SENDING),
        # The rich_message of 10.1 is left out on purpose, which makes the text required.
        _signature("editMessageText", "text", f"{TARGET} parse_mode entities link_preview_options reply_markup"),
        _signature("editMessageReplyMarkup", optional=f"{TARGET} reply_markup"),
        _signature("answerCallbackQuery", "callback_query_id", "text show_alert url cache_time"),
        _signature("sendChatAction", "chat_id action", "business_connection_id message_thread_id"),
        _signature("getFile", "file_id"),
        _signature("setMyCommands", "commands", "scope language_code"),
        _signature("getMyCommands", optional="scope language_code"),
        _signature("deleteMyCommands", optional="scope language_code"),
        _signature("setMyDescription", optional="description language_code"),
        _signature("getMyDescription", optional="language_code"),
        _signature("setMyShortDescription", optional="short_description language_code"),
        _signature("getMyShortDescription", optional="language_code"),
        _signature("setMyName", optional="name language_code"),
        _signature("getMyName", optional="language_code"),
        _signature("setWebhook", "url", WEBHOOK),
        _signature("deleteWebhook", optional="drop_pending_updates"),
        _signature("getWebhookInfo"),
        _signature("logOut"),
        _signature("close"),
    )
)
