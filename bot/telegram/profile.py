"""What Telegram shows of the bot before anybody has written: commands and descriptions, in each language."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from telegram import BotCommand, error

from bot.logs import event
from bot.telegram.updates import COMMANDS
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.telegram.client import TelegramClient
    from handlers.wording import Words

_LOG: Final = logging.getLogger(__name__)

_LANGUAGES: Final[tuple[tuple[str | None, Language], ...]] = ((None, Language.ENGLISH), ("ar", Language.ARABIC))
"""Telegram's language code, and what is shown under it; without a code: to everybody else."""


async def update_profile(client: TelegramClient, words: Mapping[Language, Words]) -> None:
    """Set what differs; setting is limited, asking is cheap. A bot without a profile answers all the same."""
    try:
        for code, language in _LANGUAGES:
            await _commands(client, code, words[language])
            await _description(client, code, words[language])
            await _short_description(client, code, words[language])
    except error.TelegramError as failure:
        event(_LOG, "profile_not_updated", level=logging.WARNING, error=type(failure).__name__)


async def _commands(client: TelegramClient, code: str | None, words: Words) -> None:
    wanted = [(name, str(getattr(words, f"command_{name}"))) for name in COMMANDS]
    shown = await client.get_my_commands(language_code=code)
    if [(command.command, command.description) for command in shown] != wanted:
        await client.set_my_commands([BotCommand(*command) for command in wanted], language_code=code)
        event(_LOG, "profile_updated", what="commands", language=code)


async def _description(client: TelegramClient, code: str | None, words: Words) -> None:
    shown = await client.get_my_description(language_code=code)
    if shown.description != words.bot_description:
        await client.set_my_description(words.bot_description, language_code=code)
        event(_LOG, "profile_updated", what="description", language=code)


async def _short_description(client: TelegramClient, code: str | None, words: Words) -> None:
    shown = await client.get_my_short_description(language_code=code)
    if shown.short_description != words.bot_short_description:
        await client.set_my_short_description(words.bot_short_description, language_code=code)
        event(_LOG, "profile_updated", what="short_description", language=code)
