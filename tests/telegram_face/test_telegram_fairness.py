"""Order within a conversation, fairness between conversations, and faults that stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram_face.stage import HOW_MANY, Stage, until

from bot.inbox import MOST_WAITING
from bot.telegram.handling import TURNS_AT_ONCE
from handlers import keeping
from handlers.remembering import REMEMBERED
from knowledge.schema import Language

if TYPE_CHECKING:
    import pytest
    from telegram_double import Person, TelegramDouble


async def test_answers_keep_the_order_of_questions(stage: Stage, omar: Person) -> None:
    """Over HTTP too a chat's answers come in the order of its questions."""
    await stage.start()
    for command in ("/help", "/privacy", "/about", "/topics", "/help"):
        await omar.say(command)
    english = stage.words[Language.ENGLISH]
    expected = [english.help, keeping.privacy(english, REMEMBERED), english.about, english.topics_intro, english.help]

    assert [(await omar.next_message()).text for _ in expected] == expected


async def test_slow_chat_holds_up_nobody_else(stage: Stage, omar: Person, laila: Person) -> None:
    """A chat that is stuck leaves the others alone."""
    await stage.start()
    gate = stage.sessions.hold("telegram:7")
    await omar.say(HOW_MANY)
    await laila.say(HOW_MANY)
    await laila.next_message()
    waiting = omar.messages
    gate.set()
    await omar.next_message()

    assert waiting == ()


async def test_few_turns_at_once(stage: Stage, telegram: TelegramDouble) -> None:
    """However many ask, few turns are in the database at once, and the others follow."""
    await stage.start()
    readers = [telegram.person(200 + number, "Reader", "en", started=True) for number in range(TURNS_AT_ONCE + 2)]
    gates = [stage.sessions.hold(f"telegram:{reader.id}") for reader in readers]
    for reader in readers:
        await reader.say(HOW_MANY)
    await until(lambda: stage.sessions.loading == TURNS_AT_ONCE)
    await until(lambda: not telegram.pending_updates)
    at_once = stage.sessions.loading
    for gate in gates:
        gate.set()

    assert at_once == TURNS_AT_ONCE
    assert [(await reader.next_message()).text.startswith("The Coalition") for reader in readers] == [True] * len(
        readers
    )


async def test_flooding_chat(stage: Stage, omar: Person, laila: Person, telegram: TelegramDouble) -> None:
    """Of a hundred messages at once the first are answered, and one line is for the rest; others do not wait."""
    await stage.start()
    gate = stage.sessions.hold("telegram:7")
    for _ in range(100):
        await omar.say(HOW_MANY)
    await laila.say(HOW_MANY)
    await laila.next_message()
    await until(lambda: telegram.calls_to("getUpdates")[-1].time > 0 and not _has_waiting(telegram))
    gate.set()
    await stage.stop()

    slow_down = stage.words[Language.ENGLISH].slow_down
    assert [message.text == slow_down for message in omar.messages].count(True) == 1
    assert omar.messages[-1].text == slow_down
    assert len(omar.messages) == MOST_WAITING + 1


async def test_fault_in_one_turn(
    stage: Stage, omar: Person, caplog: pytest.LogCaptureFixture, telegram: TelegramDouble
) -> None:
    """A turn that fails is owned up to and logged by its kind, without the words of anybody; the next one works."""
    await stage.start()
    stage.sessions.break_once("telegram:7", RuntimeError(f"{HOW_MANY} {telegram.token}"))
    await omar.say(HOW_MANY)
    await omar.say(HOW_MANY)
    first, second = await omar.next_message(), await omar.next_message()

    assert first.text == stage.words[Language.ENGLISH].trouble
    assert second.text.startswith("The Coalition has 90 members")
    [record] = [record for record in caplog.records if record.getMessage() == "turn_failed"]
    assert record.__dict__["sanad_keys"]["error"] == "RuntimeError"
    assert record.exc_info is None
    assert HOW_MANY not in str(record.__dict__)


def _has_waiting(telegram: TelegramDouble) -> bool:
    offset = int(str(telegram.calls_to("getUpdates")[-1].parameters.get("offset", 0)))
    return any(int(str(update["update_id"])) >= offset for update in telegram.pending_updates)
