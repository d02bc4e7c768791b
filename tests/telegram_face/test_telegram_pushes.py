"""Behind a webhook each question is answered exactly once, whatever Telegram, the database or a stranger does."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Final

import pytest
from telegram_face.pushed_stage import HURRIED, PushedStage
from telegram_face.stage import HOW_MANY, until

from bot.storage.errors import StorageError
from bot.storage.memory import MemoryInbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime

    from telegram_double import Person, TelegramDouble

    from bot.inbox import Event, Receipt
    from handlers.library import Library
    from handlers.wording import Words
    from knowledge.schema import Language

ANSWER: Final = "The Coalition has 90 members"


class FullInbox(MemoryInbox):
    """An inbox that cannot keep anything for a while."""

    refusals = 0

    async def receive(self, events: Sequence[Event], *, at: datetime) -> Receipt:
        if self.refusals:
            self.refusals -= 1
            raise StorageError("the disk is full")
        return await super().receive(events, at=at)


@pytest.fixture
async def pushed(
    telegram: TelegramDouble, library: Library, words: Mapping[Language, Words]
) -> AsyncIterator[PushedStage]:
    """Sanad behind a webhook, not yet started."""
    stage = PushedStage(telegram, library, words)
    yield stage
    await stage.stop()


def is_answer(text: str) -> bool:
    return text.startswith(ANSWER)


async def test_question(pushed: PushedStage, omar: Person, telegram: TelegramDouble) -> None:
    """A question that is pushed is answered; nothing is fetched."""
    await pushed.start()
    await omar.say(HOW_MANY)

    assert is_answer((await omar.next_message()).text)
    assert telegram.pending_updates == ()
    assert telegram.calls_to("getUpdates") == ()


async def test_question_before_the_start(pushed: PushedStage, omar: Person) -> None:
    """What was asked while nobody was there is pushed once somebody is."""
    await omar.say(HOW_MANY)
    await pushed.start()

    assert is_answer((await omar.next_message()).text)


async def test_tap(pushed: PushedStage, omar: Person) -> None:
    """A button that is tapped is answered, as a text is."""
    await pushed.start()
    await omar.say("/topics")
    topics = await omar.next_message()
    press = await omar.press(topics.buttons[0].label)
    await press.answer()

    assert (await omar.next_message()).text != topics.text


async def test_many_people(pushed: PushedStage, telegram: TelegramDouble) -> None:
    """Sixty people who write at once, several times each: every message has one answer, in order."""
    people = [telegram.person(1000 + number, f"Person {number}", "en") for number in range(60)]
    await pushed.start()
    for text in (HOW_MANY, "/privacy"):
        for person in people:
            await person.say(text)
    for person in people:
        await person.next_message(20)
        await person.next_message(20)
    await pushed.stop()

    assert {len(person.messages) for person in people} == {2}
    assert all(is_answer(person.messages[0].text) for person in people)
    assert telegram.pending_updates == ()


async def test_replay(pushed: PushedStage, omar: Person, telegram: TelegramDouble) -> None:
    """The same update, pushed again and again, is taken and answered once."""
    await pushed.start()
    await omar.say(HOW_MANY)
    await omar.next_message()
    [push] = telegram.pushes
    statuses = [await pushed.push(push.update) for _ in range(5)]
    await omar.say("/privacy")
    await omar.next_message()

    assert statuses == [200] * 5
    assert len(omar.messages) == 2


async def test_forged_push(pushed: PushedStage, omar: Person) -> None:
    """A stranger who knows the address and not the secret asks nothing in another's name."""
    await pushed.start()
    await omar.say("/privacy")
    await omar.next_message()
    [push] = pushed.telegram.pushes
    forged = json.loads(json.dumps(push.update).replace("/privacy", HOW_MANY)) | {"update_id": 1}
    status = await pushed.push(forged, secret="a guess")
    await omar.say("/privacy")
    await omar.next_message()

    assert status == 403
    assert [is_answer(message.text) for message in omar.messages] == [False, False]


async def test_unreadable_update(pushed: PushedStage, omar: Person, telegram: TelegramDouble) -> None:
    """An update that cannot be read is taken, so that it does not come for ever, and its neighbours are answered."""
    await pushed.start()
    await omar.say(HOW_MANY)
    telegram.push_raw({"message": {"message_id": "x", "text": "secret words", "chat": 5}})
    await omar.say(HOW_MANY)
    await omar.next_message()
    await omar.next_message()
    await until(lambda: telegram.pending_updates == ())

    assert {push.status for push in telegram.pushes} == {200}


async def test_inbox_that_is_full(pushed: PushedStage, omar: Person, telegram: TelegramDouble) -> None:
    """What cannot be kept is pushed again until it can be, and is answered then."""
    inbox = FullInbox(pushed.stores.leases)
    inbox.refusals = 2
    pushed.keep_in(inbox)
    await pushed.start()
    await omar.say(HOW_MANY)
    message = await omar.next_message()

    assert is_answer(message.text)
    assert [push.status for push in telegram.pushes] == [503, 503, 200]


async def test_stop(pushed: PushedStage, omar: Person, laila: Person, telegram: TelegramDouble) -> None:
    """What was taken before a stop is answered before the end; what comes later waits for the next start."""
    await pushed.start()
    gate = pushed.sessions.hold("telegram:7")
    for _ in range(3):
        await omar.say(HOW_MANY)
    await until(lambda: pushed.sessions.loading == 1 and telegram.pending_updates == ())
    pushed.begin_to_stop()
    while await pushed.push({"update_id": 1}) != 503:
        pass
    await laila.say(HOW_MANY)
    gate.set()
    await pushed.stop()
    before = (len(omar.messages), len(laila.messages))
    await pushed.start()
    await laila.next_message()

    assert before == (3, 0)
    assert (len(omar.messages), len(laila.messages)) == (3, 1)


async def test_no_stop_before_registration(pushed: PushedStage, telegram: TelegramDouble) -> None:
    """A stop is heard while Telegram leaves a call unanswered."""
    telegram.stall_next("getWebhookInfo")
    pushed.begin()
    await until(lambda: len(telegram.calls_to("getWebhookInfo")) == 1)
    async with asyncio.timeout(30):
        await pushed.stop()

    assert telegram.calls_to("setWebhook") == ()


async def test_webhook_that_is_taken_away(pushed: PushedStage, omar: Person, telegram: TelegramDouble) -> None:
    """When somebody has deleted the webhook, it is set again, and what was asked meanwhile is answered."""
    await pushed.start(HURRIED)
    await pushed.delete_webhook()
    await omar.say(HOW_MANY)

    assert is_answer((await omar.next_message()).text)
    assert len(telegram.calls_to("setWebhook")) == 2


async def test_polling_afterwards(pushed: PushedStage, omar: Person, telegram: TelegramDouble) -> None:
    """Whoever goes back to polling takes the webhook down, and answers what was not pushed."""
    await pushed.start()
    await pushed.stop()
    await omar.say(HOW_MANY)
    polling = pushed.polling()
    await polling.start()
    message = await omar.next_message()
    await polling.stop()

    assert is_answer(message.text)
    assert telegram.webhook.url == ""
