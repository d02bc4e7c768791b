"""People talk to Sanad on a double of Telegram, over HTTP, from their words to what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram_face.small_knowledge import PROJECTS
from telegram_face.stage import HOW_MANY, HOW_MANY_ARABIC, until

from knowledge.schema import Language

if TYPE_CHECKING:
    from telegram_double import Message, Person, TelegramDouble
    from telegram_face.stage import Stage

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def labels(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.rows]


async def test_question_is_answered_with_source_and_buttons(stage: Stage, omar: Person) -> None:
    """An English question gets the claim, its source folded away with a link, and buttons for history and votes."""
    await stage.start()
    await omar.say(HOW_MANY)
    answer = await omar.next_message()

    assert answer.text.startswith("The Coalition has 90 members <today> [1].")
    assert "[1] Rudaw: Coalition ministers meet in Riyadh & agree, 9 February 2026" in answer.text
    assert [entity.kind for entity in answer.content.entities] == ["expandable_blockquote", "bold", "text_link"]
    assert answer.content.entities[2].url == "https://rudaw.example/english/090220261?a=1&b=2"
    assert labels(answer) == [["How it changed"], ["👍", "👎"]]


async def test_arabic_question_is_answered_in_arabic(stage: Stage, omar: Person) -> None:
    """An Arabic question is answered in Arabic, with Latin runs isolated and every line led by an Arabic letter."""
    await stage.start()
    await omar.say(HOW_MANY_ARABIC)
    answer = await omar.next_message()

    assert "90 عضواً ومنها \u2068NATO\u2069 اليوم" in answer.text
    assert "عن شبكة رووداو: \u2068Coalition ministers meet in Riyadh & agree\u2069، 9 شباط/فبراير 2026" in answer.text


async def test_previews_are_off(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """No answer unfolds a preview of its first link."""
    await stage.start()
    await omar.say(HOW_MANY)
    await omar.next_message()

    [call] = telegram.calls_to("sendMessage")
    assert call.parameters["link_preview_options"] == '{"is_disabled": true}'


@pytest.mark.parametrize(
    ("command", "attribute"),
    [
        ("/start", "start"),
        ("/help", "help"),
        ("/HELP@faq_test_bot", "help"),
        ("/topics", "topics_intro"),
        ("/sources", "sources_intro"),
        ("/quiet_off", "quiet_off"),
        ("/forget", "forget_done"),
        ("/about", "about"),
    ],
)
async def test_commands_in_both_languages(
    stage: Stage, omar: Person, laila: Person, command: str, attribute: str
) -> None:
    """A command is answered in the language of the reader's client, since everybody writes it in Latin letters."""
    await stage.start()
    await omar.say(command)
    await laila.say(command)
    english, arabic = await omar.next_message(), await laila.next_message()

    assert _bare(english.text).startswith(getattr(stage.words[Language.ENGLISH], attribute))
    assert _bare(arabic.text).startswith(getattr(stage.words[Language.ARABIC], attribute))


async def test_language_command_with_a_language(stage: Stage, omar: Person) -> None:
    """'/language عربي' sets the language at once, and it holds for commands."""
    await stage.start()
    await omar.say("/language عربي")
    first = await omar.next_message()
    await omar.say("/help")
    second = await omar.next_message()

    assert first.text == stage.words[Language.ARABIC].language_set
    assert _bare(second.text) == stage.words[Language.ARABIC].help


async def test_arabic_word_after_a_slash(stage: Stage, omar: Person) -> None:
    """'/المواضيع' is no command to Telegram, and is understood as the word without its slash."""
    await stage.start()
    await omar.say("المواضيع")
    await omar.say("/المواضيع")
    word, command = await omar.next_message(), await omar.next_message()

    assert command.text == word.text


async def test_button_leads_on_in_a_new_message(stage: Stage, omar: Person) -> None:
    """A tap is acknowledged and answered below; the message it was under stays as it is."""
    await stage.start()
    await omar.say(HOW_MANY)
    await omar.next_message()
    press = await omar.press("How it changed")
    await press.answer()
    history = await omar.next_message()

    assert history.text.startswith("How it changed: Members of the Global Coalition")
    assert "In 2019 it had 79 members [2]." in history.text
    assert len(omar.messages) == 2


async def test_buttons_outlive_a_restart(stage: Stage, laila: Person) -> None:
    """A button of an earlier process leads where it did, in a process that remembers nothing."""
    await stage.start()
    await laila.say(HOW_MANY_ARABIC)
    await laila.next_message()
    await stage.stop()
    await stage.start()
    press = await laila.press("h:coalition-members")
    await press.answer()

    assert (await laila.next_message()).text.startswith("كيف تغيّر مع الوقت: أعضاء التحالف الدولي")


async def test_late_tap_is_answered(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A tap that Telegram calls too old is not acknowledged any more, and answered all the same."""
    await stage.start()
    await omar.say(HOW_MANY)
    await omar.next_message()
    telegram.fail_next("answerCallbackQuery", 400, TOO_OLD)
    await omar.press("How it changed")

    assert (await omar.next_message()).text.startswith("How it changed")


async def test_acknowledgement_delays_nothing(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """An acknowledgement that Telegram wants to have later is left out; the answer comes now."""
    await stage.start()
    await omar.say(HOW_MANY)
    await omar.next_message()
    telegram.fail_next("answerCallbackQuery", 429, "Too Many Requests: retry after 30", retry_after=30)
    await omar.press("How it changed")

    assert (await omar.next_message()).text.startswith("How it changed")


async def test_data_that_says_nothing_any_more(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """A button of some other bot's age gets a polite word and the topics."""
    await stage.start()
    # A tap of the double's own would need a message with such a button, and so would its acknowledgement.
    telegram.fail_next("answerCallbackQuery", 400, TOO_OLD)
    telegram.push_raw(_tap(omar, "answer_17|x"))
    answer = await omar.next_message()

    assert answer.text == stage.words[Language.ENGLISH].expired_choice
    assert labels(answer)[0] == ["The Global Coalition", "Stabilisation in Iraq"]


async def test_long_topic_is_paged(stage: Stage, omar: Person) -> None:
    """Every entry of a long topic can be reached, page after page, also by a bare number first."""
    await stage.start()
    await omar.say("/topics")
    await omar.next_message()
    await omar.say("2")
    seen: list[str] = []
    for more in ("t:stabilisation-iraq:2", "t:stabilisation-iraq:3", None):
        page = await omar.next_message()
        seen += [button.data or "" for button in page.buttons if (button.data or "").startswith("e:")]
        assert len(page.rows) <= 9
        if more is not None:
            await omar.press(more)

    assert seen == [f"e:project-{number}" for number in range(1, PROJECTS + 1)]


async def test_topics_stand_two_a_row_in_reading_order(stage: Stage, omar: Person, laila: Person) -> None:
    """In Arabic the first topic of a row stands on the right."""
    await stage.start()
    await omar.say("/topics")
    await laila.say("/topics")

    assert labels(await omar.next_message())[0] == ["The Global Coalition", "Stabilisation in Iraq"]
    assert labels(await laila.next_message())[0] == ["الاستقرار في العراق", "التحالف الدولي"]


async def test_pictures_get_a_word(stage: Stage, laila: Person) -> None:
    """Whoever sends something else than text is told, in the language of their client."""
    await stage.start()
    await laila.send_file("question.pdf", b"%PDF", "application/pdf", caption=HOW_MANY)

    assert (await laila.next_message()).text == stage.words[Language.ARABIC].not_text


async def test_edits_posts_and_blocks_are_passed_over(stage: Stage, omar: Person, telegram: TelegramDouble) -> None:
    """What asks for nothing is confirmed and not answered."""
    channel = telegram.channel(-1001, "News")
    await omar.say(HOW_MANY)
    await omar.edit("Who leads it?")
    await channel.post(HOW_MANY)
    await omar.block()
    await omar.unblock()
    await stage.start()
    await omar.next_message()
    await stage.stop()

    assert len(telegram.calls_to("sendMessage")) == 1
    assert telegram.pending_updates == ()


async def test_blocked_bot_carries_on(stage: Stage, omar: Person, laila: Person) -> None:
    """Somebody who asks and blocks the bot at once does not disturb anybody else."""
    await omar.say(HOW_MANY)
    await omar.block()
    await laila.say(HOW_MANY_ARABIC)
    await stage.start()
    await laila.next_message()
    await until(lambda: len(stage.telegram.calls_to("sendMessage")) == 2)

    assert omar.messages == ()


def _tap(person: Person, data: str) -> dict[str, object]:
    message = {"message_id": 1, "date": 0, "chat": {"id": person.id, "type": "private"}}
    query = {"id": "1", "from": person.user, "chat_instance": "1", "data": data, "message": message}
    return {"callback_query": query}


def _bare(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")
