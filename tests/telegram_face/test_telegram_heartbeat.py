"""When the polling loop gives its sign of life."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from telegram_face.stage import HASTE, Stage, until

from bot.telegram.errors import TokenRefusedError
from bot.telegram.polling import run_polling

if TYPE_CHECKING:
    from telegram_double import TelegramDouble


async def test_every_fetch_that_succeeds(stage: Stage, telegram: TelegramDouble) -> None:
    """Each answered fetch is a sign of life, also one that brought nothing; one that a stop cuts off is none."""
    stop, beats = asyncio.Event(), list[int]()
    pace = replace(HASTE, long_poll=0)
    polling = asyncio.create_task(run_polling(stage.reception(), stop, pace=pace, after_fetch=lambda: beats.append(1)))
    await until(lambda: len(beats) > 2)
    stop.set()
    await polling

    assert len(telegram.calls_to("getUpdates")) - len(beats) in {0, 1}


async def test_no_fetch_that_fails(stage: Stage, telegram: TelegramDouble) -> None:
    """Fetches that Telegram refuses are none."""
    beats = list[int]()
    telegram.fail_next("getUpdates", 401, "Unauthorized", times=10)
    with pytest.raises(TokenRefusedError):
        await run_polling(stage.reception(), asyncio.Event(), pace=HASTE, after_fetch=lambda: beats.append(1))

    assert beats == []
