from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_knowledge import write_knowledge
from stage import Stage
from telegram_double import TelegramDouble

from handlers.library import Library
from handlers.wording import load_words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from telegram_double import Person

    from handlers.wording import Words
    from knowledge.schema import Language


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.build(write_knowledge(tmp_path_factory.mktemp("knowledge") / "content"))


@pytest.fixture(scope="session")
def words() -> Mapping[Language, Words]:
    return load_words()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    """Telegram, which has nothing to complain about when the test ends."""
    async with TelegramDouble() as double:
        yield double
        refusals = double.refusals
    assert refusals == ()


@pytest.fixture
async def stage(telegram: TelegramDouble, library: Library, words: Mapping[Language, Words]) -> AsyncIterator[Stage]:
    """Sanad, not yet polling."""
    stage = Stage(telegram, library, words)
    yield stage
    await stage.stop()


@pytest.fixture
def laila(telegram: TelegramDouble) -> Person:
    return telegram.person(42, "Laila", "ar", started=True)


@pytest.fixture
def omar(telegram: TelegramDouble) -> Person:
    return telegram.person(7, "Omar", "en-GB", started=True)
