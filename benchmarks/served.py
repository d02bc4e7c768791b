"""`sanad run` in a process of its own, with the transport and the limits that are to be measured."""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.serving import run
from bot.settings import read_settings
from bot.telegram.client import TelegramClient
from bot.telegram.pacing import TELEGRAMS, Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from telegram.request import BaseRequest

UNLIMITED: Final = Limits(overall=1_000_000, group=1_000_000, burst=1_000_000, every=0.0)
OURS: Final = "ours"
LIMITED: Final = "ours, Telegram's limits"
DEFAULT: Final = "PTB's default"


def _default(connections: int, patience: float, proxy: str | None, _flooded: Callable[[], None]) -> BaseRequest:
    """What python-telegram-bot takes unless it is given something else."""
    from telegram.request import HTTPXRequest  # noqa: PLC0415 - after `bot.telegram`, which keeps httpx from loading its command line

    return HTTPXRequest(
        connections, read_timeout=patience, connect_timeout=patience / 2, pool_timeout=patience, proxy=proxy
    )


CLIENTS: Final = {
    OURS: partial(TelegramClient, limits=UNLIMITED),
    LIMITED: partial(TelegramClient, limits=TELEGRAMS),
    DEFAULT: partial(TelegramClient, limits=UNLIMITED, transport=_default),
}

if __name__ == "__main__":
    sys.exit(asyncio.run(run(read_settings(os.environ), CLIENTS[sys.argv[1]])))
