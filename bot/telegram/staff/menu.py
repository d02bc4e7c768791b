"""The commands that Telegram lists to somebody with a role, beside those that everybody has."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from telegram import BotCommand, BotCommandScopeChat, error

from bot.logs import event
from bot.telegram.staff.orders import COMMANDS, FOR_ADMINS
from bot.telegram.updates import COMMANDS as COMMANDS_OF_ALL
from handlers.staff import Role

if TYPE_CHECKING:
    from bot.telegram.staff.office import Office
    from knowledge.schema import Language

_LOG: Final = logging.getLogger(__name__)
_CHANNEL: Final = "telegram:"


async def show(office: Office, identity: str, role: Role, language: Language) -> None:
    """List the commands of a role in somebody's chat, unless they are listed there already."""
    if not identity.startswith(_CHANNEL):
        return
    scope = BotCommandScopeChat(int(identity.removeprefix(_CHANNEL)))
    wanted = _commands(office, role, language)
    try:
        if tuple(await office.client.get_my_commands(scope)) != wanted:
            await office.client.set_my_commands(wanted, scope)
    except error.TelegramError as failure:
        # Somebody who has never written to the bot has no chat yet; what was granted to them holds all the same.
        event(_LOG, "staff_commands_not_listed", level=logging.WARNING, error=type(failure).__name__)


async def hide(office: Office, identity: str) -> None:
    """List to somebody what everybody has."""
    if not identity.startswith(_CHANNEL):
        return
    try:
        await office.client.delete_my_commands(BotCommandScopeChat(int(identity.removeprefix(_CHANNEL))))
    except error.TelegramError as failure:
        event(_LOG, "staff_commands_not_hidden", level=logging.WARNING, error=type(failure).__name__)


def _commands(office: Office, role: Role, language: Language) -> tuple[BotCommand, ...]:
    """The narrowest list is the only one that is shown, so it has the public's commands, too."""
    words, say = office.words[language], office.speeches[language]
    public = [BotCommand(name, str(getattr(words, f"command_{name}"))) for name in COMMANDS_OF_ALL]
    own = [name for name in COMMANDS if role is Role.ADMIN or name not in FOR_ADMINS]
    return (*(BotCommand(name, say(f"command_{name}")) for name in own), *public)
