"""Ten thousand conversations at once: what waits is bounded for each sender, and whoever else writes is answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest
from telegram import User

from bot.inbox import MOST_OF_A_SENDER
from bot.metrics import Metrics
from bot.storage.database import Database
from bot.storage.stores import Stores
from bot.telegram.receiving import Receiving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

BOT: Final = User(99, "Sanad", is_bot=True, username="SanadBot")
NOON: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET: Final = b"a secret of the tests"
MANY: Final = 10_000
A_FETCH: Final = 100
"""Updates that Telegram hands over at once."""
ANSWERED_AT_ONCE: Final = 32


class Noon:
    """The port `Clock`."""

    def now(self) -> datetime:
        return NOON


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with Database(f"sqlite:///{tmp_path / 'sanad.sqlite3'}") as database:
        yield Stores.on(database, SECRET)


@pytest.fixture
def receiving(stores: Stores) -> Receiving:
    return Receiving(lambda: BOT, stores.inbox, Noon(), SECRET, lambda: None, Metrics())


def question(number: int, sender: int, chat: int) -> dict[str, Any]:
    """A mention of the bot in a group."""
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1,
            "chat": {"id": -chat, "type": "supergroup", "title": "x"},
            "from": {"id": sender, "is_bot": False, "first_name": "x"},
            "text": "@SanadBot who?",
        },
    }


def fetches(made: Callable[[int], dict[str, Any]], count: int) -> Iterator[list[dict[str, Any]]]:
    for first in range(0, count, A_FETCH):
        yield [made(number) for number in range(first, first + A_FETCH)]


async def test_conversations_of_one_sender(stores: Stores, receiving: Receiving) -> None:
    """Sixty of ten thousand wait, and one that stands for the rest; a third person is among the next to be answered."""
    for updates in fetches(lambda number: question(number, 7, number + 1), MANY):
        await receiving.receive(updates)
    await receiving.receive([question(MANY, 8, 1)])

    assert (await stores.inbox.backlog()).events == MOST_OF_A_SENDER + 2
    claimed = await stores.inbox.claim("someone", most=MOST_OF_A_SENDER + 2, at=NOON)
    assert MANY in {waiting.event.number for waiting in claimed}


async def test_many_senders(stores: Stores, receiving: Receiving) -> None:
    """A thousand people at once all wait, on the disk; a process takes as many into its memory as it asks for."""
    for updates in fetches(lambda number: question(number, number + 1, number + 1), MANY // 10):
        await receiving.receive(updates)

    assert (await stores.inbox.backlog()).events == MANY // 10
    assert len(await stores.inbox.claim("someone", most=ANSWERED_AT_ONCE, at=NOON)) == ANSWERED_AT_ONCE


async def test_update_that_is_replayed(stores: Stores, receiving: Receiving) -> None:
    """The same update a thousand times, by whoever captured it, is one question; once answered, it is none."""
    await receiving.receive([question(1, 7, 1)] * 1000)
    [waiting] = await stores.inbox.claim("someone", most=2, at=NOON)
    await stores.inbox.done(waiting, "someone")
    for _ in range(10):
        await receiving.receive([question(1, 7, 1)])

    assert (await stores.inbox.backlog()).events == 0
