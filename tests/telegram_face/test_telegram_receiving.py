"""What is kept of an update, and what is not even that."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Final

import pytest
from telegram import User
from telegram_face.stage import HOW_MANY, SECRET, UtcClock

from bot.inbox import MOST_WAITING, Event
from bot.metrics import Metrics
from bot.storage.memory import MemoryInbox, MemoryLeases
from bot.telegram.receiving import Receiving
from handlers import privacy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.inbox import Receipt

BOT: Final = User(99, "Sanad", is_bot=True, username="SanadBot")
OMAR: Final = {"id": 7, "is_bot": False, "first_name": "Omar"}
GROUP: Final = {"id": -100, "type": "supergroup", "title": "Newsroom"}


class Watched(MemoryInbox):
    """Remembers what was handed in."""

    def __init__(self) -> None:
        super().__init__(MemoryLeases())
        self.events: list[Event] = []

    async def receive(self, events: Sequence[Event], *, at: datetime) -> Receipt:
        self.events += events
        return await super().receive(events, at=at)


class Reader:
    """Receives, and remembers how often it was told that something is there."""

    def __init__(self) -> None:
        self.inbox, self.metrics, self.woken = Watched(), Metrics(), 0
        self._receiving = Receiving(lambda: BOT, self.inbox, UtcClock(), SECRET, self._wake, self.metrics)

    async def receive(self, *updates: dict[str, Any]) -> None:
        await self._receiving.receive(updates)

    def count(self, outcome: str) -> float:
        """Events of an outcome, as the metrics tell."""
        lines = self.metrics.render().decode().splitlines()
        return next((float(line.split()[1]) for line in lines if f'outcome="{outcome}"' in line and "total" in line), 0)

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
def reader() -> Reader:
    return Reader()


def key(name: str) -> str:
    return privacy.conversation_key(name, secret=SECRET)


def wrote(number: object, text: str = HOW_MANY, chat: dict[str, Any] | None = None) -> dict[str, Any]:
    place = chat or {"id": 7, "type": "private", "first_name": "Omar"}
    return {
        "update_id": number,
        "message": {"message_id": 5, "date": 0, "chat": place, "from": OMAR, "text": text},
    }


async def test_question_is_kept(reader: Reader) -> None:
    """An update that asks for something is an event by its number, with all it takes to answer it."""
    update = wrote(17, "كم \ud800 عدد؟")
    await reader.receive(update)
    [event] = reader.inbox.events

    assert (event.channel, event.number, json.loads(event.payload)) == ("telegram", 17, update)
    assert reader.woken == 1


async def test_conversation_and_sender_are_keyed(reader: Reader) -> None:
    """In a group each member has a conversation of their own, and neither is told by its number."""
    await reader.receive(wrote(1), wrote(2, "@SanadBot how many?", GROUP))

    assert [(event.conversation, event.sender) for event in reader.inbox.events] == [
        (key("telegram:7"), key("telegram:7")),
        (key("telegram:-100:7"), key("telegram:7")),
    ]


async def test_what_asks_for_nothing_is_not_kept(reader: Reader) -> None:
    """What others say in a group is none of the bot's business."""
    await reader.receive(wrote(1, "hello", GROUP), {"update_id": 2, "edited_message": wrote(2)["message"]})

    assert reader.inbox.events == []
    assert reader.woken == 0


@pytest.mark.parametrize("number", ["seven", None, -1, 2**63])
async def test_update_without_a_number(reader: Reader, number: object, caplog: pytest.LogCaptureFixture) -> None:
    """It cannot be told from others, and is passed over like what cannot be read."""
    await reader.receive(wrote(number), wrote(1))

    assert [event.number for event in reader.inbox.events] == [1]
    assert "update_unreadable" in caplog.messages


async def test_unreadable_update(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing but its number is logged, and its neighbours are kept."""
    await reader.receive(wrote(1), {"update_id": 2, "message": {"text": "secret words", "chat": 5}}, wrote(3))
    [record] = [record for record in caplog.records if record.getMessage() == "update_unreadable"]

    assert (record.levelno, record.__dict__["sanad_keys"]["update"]) == (logging.WARNING, 2)
    assert "secret words" not in str(record.__dict__)
    assert [event.number for event in reader.inbox.events] == [1, 3]


async def test_what_is_counted(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    """What is new, known, dropped for a flood, or unreadable."""
    await reader.receive(*(wrote(number) for number in range(MOST_WAITING + 3)), {"update_id": 99, "message": 5})
    await reader.receive(wrote(0))

    assert [reader.count(outcome) for outcome in ("new", "dropped", "known", "unreadable")] == [
        MOST_WAITING + 1,
        2,
        1,
        1,
    ]
    assert reader.woken == 1
    assert "messages_dropped" in caplog.messages
