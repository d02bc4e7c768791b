"""Structured logs, and the token that never stands in them."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from typing import TYPE_CHECKING

import pytest
from telegram_face.stage import HOW_MANY, Stage

from bot import logs
from bot.logs import event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram_double import Person, TelegramDouble

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_12345"  # what a token looks like; it opens nothing

NAMES = ("one", "other", "afterwards")


class Terminal(io.StringIO):
    """A stream with a person in front of it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Leave the loggers as they were."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    quiet = {name: logging.getLogger(name).level for name in ("httpx", "httpcore", "telegram")}
    yield
    root.handlers[:], root.level = handlers, level
    for name, before in quiet.items():
        logging.getLogger(name).setLevel(before)


def test_json_lines() -> None:
    """Where no terminal is, each record is one JSON object with the event's keys."""
    stream = io.StringIO()
    logs.configure(stream=stream)
    event(logging.getLogger("sanad.test"), "update_unreadable", update=5, error="KeyError", text="ع")

    written = json.loads(stream.getvalue())
    assert written.pop("time").endswith("+00:00")
    assert written == {
        "level": "info",
        "logger": "sanad.test",
        "event": "update_unreadable",
        "update": 5,
        "error": "KeyError",
        "text": "ع",
    }


def test_readable_lines() -> None:
    """At a terminal a record is one line for a person."""
    stream = Terminal()
    logs.configure(stream=stream)
    event(logging.getLogger("sanad.test"), "update_unreadable", update=5, level=logging.WARNING)

    assert stream.getvalue()[8:] == " WARNING  update_unreadable update=5\n"


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_token_is_taken_out_everywhere(stream: io.StringIO) -> None:
    """Message, keys, exception and stack lose a known secret as well as whatever looks like a token."""
    logs.configure(stream=stream, secrets=["123456:SHORT"])
    logger = logging.getLogger("sanad.test")
    logger.warning("at %s and %s", f"https://api.telegram.org/bot{TOKEN}/getMe", "123456:SHORT", stack_info=True)
    event(logger, "failed", level=logging.ERROR, address=f"/bot{TOKEN}/x", nested={"token": TOKEN})
    try:
        int(TOKEN)
    except ValueError:
        logger.exception("it broke")

    assert TOKEN not in stream.getvalue()
    assert "SHORT" not in stream.getvalue()
    assert stream.getvalue().count(logs.REDACTED) >= 5
    assert "ValueError" in stream.getvalue()


def test_broken_record_breaks_nothing() -> None:
    """A record whose arguments do not fit its message is written as it is."""
    stream = io.StringIO()
    handler = logs.configure(stream=stream)
    # Straight to the handler: pytest's own raises for such a record.
    handler.handle(logging.LogRecord("sanad.test", logging.WARNING, __file__, 1, "%d", ("no number",), None))

    assert json.loads(stream.getvalue())["event"] == "%d"


def test_second_configuration_replaces_the_first() -> None:
    """Nothing is written twice."""
    first, second = io.StringIO(), io.StringIO()
    logs.configure(stream=first)
    logs.configure(stream=second)
    event(logging.getLogger("sanad.test"), "once")

    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1


async def test_what_belongs_together_is_found_together() -> None:
    """Whatever a task logs, whoever says it, bears its correlation; tasks side by side have one each."""
    stream = io.StringIO()
    logs.configure(stream=stream)
    both_began = asyncio.Barrier(2)

    async def answer(name: str) -> None:
        logs.correlate()
        await both_began.wait()
        event(logging.getLogger("sanad.test"), name, part=1)
        logging.getLogger("some.library").warning(name)

    await asyncio.gather(answer("one"), answer("other"))
    event(logging.getLogger("sanad.test"), "afterwards")
    written = [json.loads(line) for line in stream.getvalue().splitlines()]
    correlations = {name: {line.get("correlation") for line in written if line["event"] == name} for name in NAMES}

    assert correlations["afterwards"] == {None}
    assert len(correlations["one"]) == len(correlations["other"]) == 1
    assert correlations["one"] != correlations["other"]
    assert [line["part"] for line in written if "part" in line] == [1, 1]


def test_errors_are_counted_by_name() -> None:
    """Each error is counted under its event, or under who told it; nothing that was said becomes a name."""
    stream, counted = io.StringIO(), list[str]()
    logs.configure(stream=stream)
    counting = logs.CountedErrors(counted.append)
    logging.getLogger().addHandler(counting)
    event(logging.getLogger("sanad.test"), "turn_failed", level=logging.ERROR)
    event(logging.getLogger("sanad.test"), "no_error")
    logging.getLogger("some.library").error("somebody wrote: %s", "secret words")
    logging.getLogger().removeHandler(counting)

    assert counted == ["turn_failed", "some.library"]


async def test_token_and_questions_stay_out_of_the_log(
    stage: Stage, omar: Person, telegram: TelegramDouble, caplog: pytest.LogCaptureFixture
) -> None:
    """A whole exchange with every kind of trouble, logged at DEBUG, spells out neither the token nor what was asked."""
    stream = io.StringIO()
    logs.configure(level=logging.DEBUG, stream=stream, secrets=[telegram.token])
    telegram.drop_next("getMe")
    telegram.drop_next("sendMessage")
    await stage.start()
    telegram.fail_next("getUpdates", 401, "Unauthorized")
    stage.sessions.break_once("telegram:7", RuntimeError(f"{HOW_MANY} {telegram.token}"))
    for _ in range(3):
        await omar.say(HOW_MANY)
    await omar.next_message()
    await stage.stop()

    assert "polling_started" in stream.getvalue()
    everything = stream.getvalue() + "".join(str(record.__dict__) for record in caplog.records)
    assert telegram.token not in everything
    assert HOW_MANY not in everything


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2J", "\u2028", "\u202e", "\x85"])
def test_line_that_cannot_be_forged(sign: str) -> None:
    """A key that holds a line end, or what moves a terminal's cursor, stays on its line and is spelt out."""
    forged = f"5{sign}12:00:00 ERROR    token_revoked"
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        logs.configure(stream=stream)
        event(logging.getLogger("sanad.test"), "upload_refused", file=forged)

    assert len(terminal.getvalue().splitlines()) == 1
    assert terminal.getvalue().rstrip("\n").isprintable()
    assert file.getvalue().count("\n") == 1
    assert json.loads(file.getvalue())["file"] == forged
