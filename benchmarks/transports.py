"""How fast messages go out over a transport alone, the more at once, and what each costs."""

from __future__ import annotations

import asyncio
import time
from itertools import product
from typing import TYPE_CHECKING, Final

from benchmarks.apart import apart
from benchmarks.served import CLIENTS, DEFAULT, OURS
from benchmarks.tables import head, milliseconds, row
from benchmarks.telegram_sink import TOKEN, TelegramSink
from bot.telegram.updates import Address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AT_ONCE: Final = (1, 16, 64, 256)
NOWHERE: Final = ("127.0.0.1", 9)
"""There is no webhook here."""
WARM_UP: Final = 50
TEXT: Final = "A school and a bridge in Anbar were rebuilt."


def transports(sends: int, at_once: Sequence[int] = AT_ONCE) -> Iterator[str]:
    """A table with a row for each transport and each number of calls at once; each in a process of its own."""
    yield from head("transport", "messages at once", "messages a second", "CPU ms each")
    for name, most in product((OURS, DEFAULT), at_once):
        seconds, cpu = asyncio.run(_measured(name, most, sends))
        yield row(name, str(most), f"{sends / seconds:.0f}", milliseconds(cpu / sends))


async def _measured(name: str, most: int, sends: int) -> tuple[float, float]:
    async with TelegramSink(NOWHERE).open() as telegram:
        return await asyncio.to_thread(apart, _in_its_process, telegram.address, name, most, sends)


def _in_its_process(address: str, name: str, most: int, sends: int) -> tuple[float, float]:
    return asyncio.run(_send(address, name, most, sends))


async def _send(address: str, name: str, most: int, sends: int) -> tuple[float, float]:
    """Send as many at once; the seconds that it takes, and those that this process works."""
    client = CLIENTS[name](TOKEN, address)
    left = iter(range(WARM_UP + sends))

    async def one_after_the_other(until: int) -> None:
        for number in left:
            await client.write(Address(number), TEXT, is_html=True)
            if number + 1 >= until:
                return

    await client.initialize()
    await one_after_the_other(WARM_UP)
    began, worked = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one_after_the_other(WARM_UP + sends) for _ in range(most)))
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    await client.shutdown()
    return seconds, cpu
