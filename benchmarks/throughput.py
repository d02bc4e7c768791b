"""How many questions a running bot answers, how soon, and what it costs: `sanad run` as a process, Telegram as a sink.

Whoever asks and what stands in Telegram's place share the other process, which is this one.
"""

from __future__ import annotations

import asyncio
import functools
import os
import signal
import socket
import sqlite3
import sys
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from itertools import cycle, islice, pairwise, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.served import DEFAULT, LIMITED, OURS
from benchmarks.small_knowledge import QUESTIONS, write_small_knowledge
from benchmarks.tables import NOTHING, head, milliseconds, row
from benchmarks.telegram_sink import TOKEN, TelegramSink
from benchmarks.timing import Percentiles
from benchmarks.transports import AT_ONCE, transports

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

ROOT: Final = Path(__file__).parent.parent
PEOPLE: Final = 64
"""Who ask at the same time, each as soon as they have their answer."""
EACH: Final = 3
"""Questions that each of them asks, before somebody else does."""
RATE: Final = 30.0
"""Questions a second, which is what Telegram lets a bot answer."""
STARTING_SECONDS: Final = 120.0
STOPPING_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    warm_up: int = 200
    """Questions before anything is measured."""
    questions: int = 3_000
    """Asked as fast as they are answered."""
    seconds: float = 30.0
    """For which questions come at `RATE`."""
    marks: tuple[int, ...] = (0, 25_000, 50_000, 100_000)
    """Questions after which memory is looked at."""
    sessions: tuple[int, ...] = (1_000, 100_000, 1_000_000)
    """Stored before the start."""
    sends: int = 2_000
    """Over each transport alone."""
    at_once: tuple[int, ...] = AT_ONCE
    """Of these."""
    is_whole: bool = True
    """Whether every way is measured, and not only the first."""


FULL: Final = Size()


@dataclass(frozen=True, slots=True)
class Way:
    """How a bot is run."""

    client: str = OURS
    is_webhook: bool = False
    postgresql: str | None = None
    """The address of an empty database; None: a file of SQLite."""

    @property
    def cells(self) -> tuple[str, str, str]:
        """Its names in a table."""
        return (
            "webhook" if self.is_webhook else "polling",
            "PostgreSQL" if self.postgresql is not None else "SQLite",
            self.client,
        )


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that runs, and those who ask it."""

    telegram: TelegramSink
    number: int
    """Of its process."""
    database: Path

    async def ask(self, questions: int) -> float:
        """Ask as fast as it answers; the seconds that it takes."""
        return await self.telegram.saturate(texts(questions), people=PEOPLE, each=EACH)

    def cpu_seconds(self) -> float:
        """What its process has used so far; 0 where that cannot be told."""
        path = Path(f"/proc/{self.number}/stat")
        if not path.is_file():
            return 0.0
        fields = path.read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """What its process holds in memory; 0 where that cannot be told."""
        path = Path(f"/proc/{self.number}/status")
        if not path.is_file():
            return 0.0
        lines = dict(line.split(":", 1) for line in path.read_text(encoding="utf-8").splitlines() if ":" in line)
        return int(lines["VmRSS"].split()[0]) / 1024


def texts(count: int) -> list[str]:
    """So many questions."""
    return list(islice(cycle(QUESTIONS), count))


def throughput(postgresql: str | None = None, size: Size = FULL) -> Iterator[str]:
    """Four tables: how fast each way is, what memory does over time, what stored sessions cost, transports alone.

    Args:
        postgresql: the address of a database of PostgreSQL that nobody needs; without one it is left out.
        size: how much is measured.
    """
    yield f"{PEOPLE} people ask {EACH} questions each, one after the other, and then others do. Answers are short."
    yield f"For p50 and so on {RATE:.0f} questions come each second, every one from somebody else."
    if postgresql is None:
        yield "PostgreSQL is left out: name a database of it with --postgresql."
    yield ""
    yield from _speed(postgresql, size)
    yield ""
    yield from _memory(size)
    yield ""
    yield from _growth(size)
    yield ""
    yield from transports(size.sends, size.at_once)


def _speed(postgresql: str | None, size: Size) -> Iterator[str]:
    yield from head(
        "updates", "database", "transport", "questions a second", "CPU ms each", "p50 ms", "p95 ms", "p99 ms"
    )
    for way in _ways(postgresql) if size.is_whole else [Way()]:
        yield row(*way.cells, *asyncio.run(_measured(way, size)))


def _ways(postgresql: str | None) -> Iterator[Way]:
    databases = (None,) if postgresql is None else (None, postgresql)
    for is_webhook, database, client in product((False, True), databases, (OURS, DEFAULT)):
        yield Way(client, is_webhook, database)
    yield Way(LIMITED)


async def _measured(way: Way, size: Size) -> tuple[str, ...]:
    async with running(way) as bot:
        if way.client == LIMITED:
            fast: tuple[str, ...] = (NOTHING, NOTHING)
        else:
            await bot.ask(size.warm_up)
            before = bot.cpu_seconds()
            seconds = await bot.ask(size.questions)
            cpu = bot.cpu_seconds() - before
            fast = (f"{size.questions / seconds:.0f}", f"{1000 * cpu / size.questions:.2f}")
        return (*fast, *await _soon(bot, size))


async def _soon(bot: Bot, size: Size) -> tuple[str, ...]:
    """Percentiles of the time to an answer when questions come one by one."""
    await bot.telegram.steady(texts(int(RATE * size.seconds)), rate=RATE)
    found = Percentiles.of(bot.telegram.latencies)
    return tuple(milliseconds(part) for part in (found.p50, found.p95, found.p99))


def _memory(size: Size) -> Iterator[str]:
    yield from head("questions answered", "memory MB")
    for answered, megabytes in asyncio.run(_memory_over_time(size)):
        yield row(f"{answered:,}", f"{megabytes:.0f}")


async def _memory_over_time(size: Size) -> list[tuple[int, float]]:
    async with running(Way()) as bot:
        found = [(0, bot.megabytes())]
        for before, mark in pairwise(size.marks):
            await bot.ask(mark - before)
            found.append((mark, bot.megabytes()))
        return found


def _growth(size: Size) -> Iterator[str]:
    yield from head("sessions stored", "database MB", "memory MB", "p50 ms", "p95 ms", "p99 ms")
    for sessions in size.sessions:
        yield row(f"{sessions:,}", *asyncio.run(_grown(sessions, size)))


async def _grown(sessions: int, size: Size) -> tuple[str, ...]:
    with TemporaryDirectory() as home:
        async with running(Way(), Path(home)) as bot:
            await bot.ask(1)
        _multiply(bot.database, sessions)
        async with running(Way(), Path(home)) as bot:
            soon = await _soon(bot, size)
            megabytes = bot.megabytes()
        return f"{bot.database.stat().st_size / 1024 / 1024:.1f}", f"{megabytes:.0f}", *soon


def _multiply(database: Path, sessions: int) -> None:
    """Store so many sessions like the one that is there."""
    with closing(sqlite3.connect(database)) as connection, connection:
        columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(sessions)") if name != "key"]
        listed = ", ".join(columns)
        connection.execute(
            "WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < ?) "  # noqa: S608 - the columns are ours
            f"INSERT INTO sessions (key, {listed}) "
            f"SELECT lower(hex(randomblob(32))), {listed} FROM numbers, (SELECT * FROM sessions LIMIT 1)",
            (sessions,),
        )


@asynccontextmanager
async def running(way: Way, home: Path | None = None) -> AsyncIterator[Bot]:
    """A bot in a home of its own, from the start until it has stopped in peace."""
    if home is None:
        with TemporaryDirectory() as folder:
            async with running(way, Path(folder)) as bot:
                yield bot
        return
    port = _free_port()
    async with TelegramSink(("127.0.0.1", port)).open() as telegram:
        with (home / "output").open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "benchmarks.served", way.client),
                stdout=output,
                stderr=output,
                env=_environment(way, home, telegram.address, port),
                cwd=ROOT,
            )
        try:
            await _heard(telegram, process)
            yield Bot(telegram, process.pid, home / "data" / "sanad.sqlite3")
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(STOPPING_SECONDS):
                await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def _environment(way: Way, home: Path, address: str, port: int) -> dict[str, str]:
    """That of a process whose settings are nobody's but ours; its knowledge is written if it is not there."""
    knowledge = home / "knowledge"
    if not knowledge.is_dir():
        write_small_knowledge(knowledge)
    hook = {"SANAD_WEB": f"127.0.0.1:{port}", "SANAD_WEBHOOK": "https://sanad.example/telegram"}
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("SANAD_", "XDG_"))},
        "HOME": str(home),
        "XDG_CACHE_HOME": _cache().name,
        "PYTHONPATH": str(ROOT),
        "SANAD_KNOWLEDGE": str(knowledge),
        "SANAD_TELEGRAM_TOKEN": TOKEN,
        "SANAD_TELEGRAM_API": address,
        "SANAD_SECRET": "a-secret-of-the-benchmark",
        "SANAD_DATABASE": way.postgresql or f"sqlite:///{home / 'data' / 'sanad.sqlite3'}",
        **(hook if way.is_webhook else {}),
    }


@functools.cache
def _cache() -> TemporaryDirectory[str]:
    """Where the library is kept that is built once for all of them."""
    return TemporaryDirectory()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
    return port


async def _heard(telegram: TelegramSink, process: asyncio.subprocess.Process) -> None:
    """Wait until the bot is there.

    Raises:
        RuntimeError: it is not; its output says why.
    """
    heard, ended = asyncio.create_task(telegram.is_heard.wait()), asyncio.create_task(process.wait())
    await asyncio.wait({heard, ended}, timeout=STARTING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    heard.cancel()
    ended.cancel()
    if not telegram.is_heard.is_set():
        raise RuntimeError("the bot that was to be measured did not start")
