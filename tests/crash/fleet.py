"""Several `sanad run` on one database, and what stands before them."""

from __future__ import annotations

import socket
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .balancer import Balancer
from .replica import Replica

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from telegram_double import TelegramDouble

TOKEN: Final = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345"  # what a token looks like; it opens nothing
SECRET: Final = "a secret of the crash test"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a crash test takes place."""

    home: Path
    database: str
    """A URL."""
    knowledge: Path
    cache: Path
    """Holds the library of the knowledge, so that a start takes a moment."""
    is_warm: bool = False
    """Whether processes begin where the imports of Sanad end, which is where there is nothing to lose yet."""


@asynccontextmanager
async def fleet(
    ground: Ground, telegram: TelegramDouble, replicas: int, *, is_webhook: bool
) -> AsyncIterator[Sequence[Replica]]:
    """So many replicas, which have just been started; none is left behind."""
    async with AsyncExitStack() as stack:
        ports = [free_port() for _ in range(replicas)]
        shared = settings(ground, telegram)
        if is_webhook:
            balancer = await stack.enter_async_context(Balancer(ports))
            shared["SANAD_WEBHOOK"] = f"{balancer.address}/telegram"
        started = []
        for number, port in enumerate(ports, start=1):
            listening = {"SANAD_WEB": f"127.0.0.1:{port}"} if is_webhook else {}
            replica = Replica(ground.home / f"replica-{number}", shared | listening, is_warm=ground.is_warm)
            stack.push_async_callback(replica.clean_up)
            await replica.start()
            started.append(replica)
        yield started


def settings(ground: Ground, telegram: TelegramDouble) -> dict[str, str]:
    """The environment that all replicas share."""
    return {
        "SANAD_TELEGRAM_TOKEN": TOKEN,
        "SANAD_TELEGRAM_API": telegram.base_address,
        "SANAD_DATABASE": ground.database,
        "SANAD_KNOWLEDGE": str(ground.knowledge),
        "SANAD_SECRET": SECRET,
        "XDG_CACHE_HOME": str(ground.cache),
    }


def free_port() -> int:
    """A port of the loopback interface on which nobody listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number
