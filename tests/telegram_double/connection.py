"""The methods between the bot and the server: who am I, what is new, where is my webhook, good-bye."""

import re
from typing import Final

from .parameters import Parameters
from .refusals import JsonObject, refuse
from .state import TelegramState
from .webhooks import REACHED, Webhook

SECURE_ADDRESS: Final = re.compile(r"https://[^/:\s]+(?::(?P<port>\d+))?(?:/|$)")
PORTS: Final = frozenset({None, "443", "80", "88", "8443"})
SECRET: Final = re.compile(r"[A-Za-z0-9_-]{0,256}")
WEBHOOK_ACTIVE: Final = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def get_me(state: TelegramState, _parameters: Parameters) -> object:
    """Describe the bot to itself."""
    abilities: JsonObject = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return state.bot() | abilities


async def get_updates(state: TelegramState, parameters: Parameters) -> object:
    """Confirm old updates and return new ones, waiting for them up to the timeout."""
    if state.webhook.url:
        raise refuse(WEBHOOK_ACTIVE, 409)
    if parameters.has("allowed_updates"):
        state.updates.allow(parameters.array("allowed_updates"))
    return await state.updates.fetch(
        parameters.integer("offset"), parameters.integer("limit", 100), parameters.integer("timeout")
    )


async def set_webhook(state: TelegramState, parameters: Parameters) -> object:
    """Remember a webhook, which ends polling; an empty address removes it."""
    url = parameters.text("url")
    _check_address(url)
    if not SECRET.fullmatch(parameters.text("secret_token")):
        raise refuse("secret token contains unallowed characters")
    if parameters.has("allowed_updates"):
        state.updates.allow(parameters.array("allowed_updates"))
    await _replace_webhook(
        state,
        parameters,
        Webhook(
            url,
            parameters.text("secret_token"),
            parameters.text("ip_address"),
            parameters.integer("max_connections", 40),
        ),
    )
    if url:
        state.updates.interrupt(refuse("terminated by setWebhook request", 409))
    return True


async def delete_webhook(state: TelegramState, parameters: Parameters) -> object:
    """Forget the webhook, so that polling works again."""
    await _replace_webhook(state, parameters, Webhook())
    return True


async def get_webhook_info(state: TelegramState, _parameters: Parameters) -> object:
    """Describe the webhook and tell how many updates wait."""
    info: JsonObject = {
        "url": state.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending),
    }
    if state.updates.allowed:
        info["allowed_updates"] = list(state.updates.allowed)
    if state.webhook.url:
        info["max_connections"] = state.webhook.max_connections
        info["ip_address"] = state.webhook.ip_address or "127.0.0.1"
    if state.webhook.last_error_message:
        info["last_error_date"] = state.webhook.last_error_date
        info["last_error_message"] = state.webhook.last_error_message
    return info


async def leave(_state: TelegramState, _parameters: Parameters) -> object:
    """Answer logOut and close, which change nothing here."""
    return True


def _check_address(url: str) -> None:
    """Refuse what Telegram does not push to; this machine it does, as a server of one's own in its local mode."""
    if not url or REACHED.match(url):
        return
    parts = SECURE_ADDRESS.match(url)
    if not parts:
        raise refuse("bad webhook: An HTTPS URL must be provided for webhook")
    if parts["port"] not in PORTS:
        raise refuse("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


async def _replace_webhook(state: TelegramState, parameters: Parameters, webhook: Webhook) -> None:
    if parameters.flag("drop_pending_updates"):
        state.updates.drop_pending()
    await state.replace_webhook(webhook)
