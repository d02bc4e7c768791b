"""Commands and descriptions: set once, in both languages, and never a reason not to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from telegram_face.stage import HOW_MANY, Stage, opened

from bot.telegram.updates import COMMANDS
from knowledge.schema import Language

if TYPE_CHECKING:
    from telegram_double import Person, TelegramDouble

SETTERS: Final = ("setMyCommands", "setMyDescription", "setMyShortDescription")


async def test_profile_is_set_in_both_languages(stage: Stage) -> None:
    """After the first start Telegram lists the commands and shows the descriptions in both languages."""
    await stage.start()
    async with opened(stage.client) as client:
        for code, language in ((None, Language.ENGLISH), ("ar", Language.ARABIC)):
            words = stage.words[language]
            commands = await client.get_my_commands(language_code=code)

            assert [command.command for command in commands] == list(COMMANDS)
            assert commands[0].description == words.command_start
            assert (await client.get_my_description(code)).description == words.bot_description
            assert (await client.get_my_short_description(code)).short_description == words.bot_short_description


async def test_second_start_sets_nothing(stage: Stage, telegram: TelegramDouble) -> None:
    """What is already there is not set again."""
    await stage.start()
    await stage.stop()
    first = [len(telegram.calls_to(setter)) for setter in SETTERS]
    await stage.start()

    assert first == [2, 2, 2]
    assert [len(telegram.calls_to(setter)) for setter in SETTERS] == first


async def test_failure_is_not_fatal(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A bot that may not set its profile answers all the same."""
    telegram.fail_next("setMyCommands", 429, "Too Many Requests: retry after 900", retry_after=900)
    await stage.start()
    await omar.say(HOW_MANY)

    assert (await omar.next_message()).text.startswith("The Coalition has 90 members")
