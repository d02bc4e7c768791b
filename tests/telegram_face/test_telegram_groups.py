"""In groups Sanad answers whoever talks to it, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram_face.stage import HOW_MANY, Stage

from knowledge.schema import Language

if TYPE_CHECKING:
    from telegram_double import Person, TelegramDouble


async def test_group_is_answered_only_when_addressed(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """In a group mentions and commands are answered below the message; talk and other bots' commands are not."""
    group = telegram.group(-1002, "Newsroom")
    await stage.start()
    await omar.say(HOW_MANY, chat=group)
    await omar.say("/help@other_bot", chat=group)
    asked = await omar.say(f"@FAQ_test_bot {HOW_MANY}", chat=group)
    answer = await group.next_message()
    await omar.say("/help@faq_test_bot", chat=group)
    helped = await group.next_message()

    assert answer.text.startswith("The Coalition has 90 members")
    assert answer.reply_to == asked.message_id
    assert helped.text == stage.words[Language.ENGLISH].help
    assert len(group.messages) == 2


async def test_members_of_a_group_have_their_own_conversations(
    stage: Stage, omar: Person, laila: Person, telegram: TelegramDouble
) -> None:
    """One member's choice of language is not another's."""
    group = telegram.group(-1002, "Newsroom")
    await stage.start()
    await laila.say("/language العربية", chat=group)
    await group.next_message()
    await omar.say("/help@faq_test_bot", chat=group)

    assert (await group.next_message()).text == stage.words[Language.ENGLISH].help
