"""Structured logs on the standard library: events are names with keys, and no token ever stands in a record."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections import deque
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

REDACTED: Final = "[token]"
_TOKEN: Final = re.compile(r"\d{6,}:[\w-]{30,}")
"""What Telegram's tokens look like."""
_KEYS: Final = "sanad_keys"
"""The attribute of a record that holds its event's keys; the prefix keeps it apart from the library's own."""
_IS_OURS: Final = "sanad_event"
"""The attribute that tells an event of ours from others' words; keys do not, for filters put them into every record."""
_CORRELATION: ContextVar[str | None] = ContextVar("correlation", default=None)
_QUIET: Final = {
    "httpx": logging.WARNING,  # writes every address at INFO, and Telegram's addresses hold the token
    "httpcore": logging.WARNING,
    "alembic.runtime.plugins": logging.WARNING,  # lists its own parts at every start
    "uvicorn": logging.ERROR,  # whatever strangers send that is no HTTP would be a warning each
    "aiosqlite": logging.WARNING,  # writes every statement at DEBUG, with the words of gaps in it
    "telegram": logging.CRITICAL,  # quotes whole answers of the server, and so what people wrote
}


def event(logger: logging.Logger, name: str, /, *, level: int = logging.INFO, **keys: object) -> None:
    """Log that something happened: its name, and keys that say which. What people write is never among them."""
    logger.log(level, name, extra={_KEYS: keys, _IS_OURS: True})


def failure(logger: logging.Logger, name: str, error: Exception) -> None:
    """Log that something failed, and where; the error's own words may quote what somebody wrote."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place is not None else None
    event(logger, name, level=logging.ERROR, error=type(error).__name__, where=where)


def correlate() -> None:
    """Have whatever this task logs from now on bear one `correlation`, so that what belongs together is found together.

    It is drawn at random each time, and kept nowhere: it leads to nobody.
    """
    _CORRELATION.set(token_hex(4))


def configure(
    *, level: int = logging.INFO, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> logging.Handler:
    """Send every record to `stream` (standard error): readable on a terminal, else one JSON object a line.

    Args:
        level: the lowest level that is written.
        secrets: texts that are taken out wherever they occur, such as the bot's token.
        stream: where to write.
    """
    target = sys.stderr if stream is None else stream
    handler = logging.StreamHandler(target)
    handler.setFormatter(ReadableLines() if target.isatty() else JsonLines())
    handler.addFilter(Correlation())
    handler.addFilter(Redaction(secrets))
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(quiet)
    root = logging.getLogger()
    for earlier in [one for one in root.handlers if isinstance(one.formatter, ReadableLines | JsonLines)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(level)
    return handler


class Correlation(logging.Filter):
    """Puts what `correlate` has drawn into every record, whoever logs it."""

    def filter(self, record: logging.LogRecord) -> bool:
        correlation = _CORRELATION.get()
        if correlation is not None:
            setattr(record, _KEYS, {**_keys(record), "correlation": correlation})
        return True


class Redaction(logging.Filter):
    """Takes secrets, and whatever looks like a token, out of a record: message, keys, exception and stack."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.redact(_message(record)), None
        setattr(record, _KEYS, {key: self._value(value) for key, value in _keys(record).items()})
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self.redact(record.stack_info)
        return True

    def redact(self, text: str) -> str:
        """The text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return _TOKEN.sub(REDACTED, text)

    def _value(self, value: object) -> object:
        return value if value is None or isinstance(value, int | float) else self.redact(str(value))


@dataclass(frozen=True, slots=True)
class LoggedError:
    """That something went wrong: by its name alone, since what is said of it may quote anything."""

    at: datetime
    name: str


class LatestErrors(logging.Handler):
    """Remembers the latest errors of this process, for whoever asks how it goes."""

    def __init__(self, most: int = 20) -> None:
        super().__init__(logging.ERROR)
        self._latest: deque[LoggedError] = deque(maxlen=most)

    def emit(self, record: logging.LogRecord) -> None:
        self._latest.append(LoggedError(_time(record), _error_name(record)))

    def latest(self) -> Sequence[LoggedError]:
        """The latest ones, oldest first."""
        return tuple(self._latest)


class CountedErrors(logging.Handler):
    """Has the errors of this process counted."""

    def __init__(self, count: Callable[[str], None]) -> None:
        """Count with a function that is told the error's name."""
        super().__init__(logging.ERROR)
        self._count = count

    def emit(self, record: logging.LogRecord) -> None:
        self._count(_error_name(record))


class JsonLines(logging.Formatter):
    """One JSON object a line, for whatever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        content: dict[str, object] = {
            "time": _time(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _message(record),
            **_keys(record),
        }
        if record.exc_info or record.exc_text:
            content["exception"] = record.exc_text or self.formatException(record.exc_info or (None, None, None))
        if record.stack_info:
            content["stack"] = record.stack_info
        return json.dumps(content, ensure_ascii=False, default=str)


class ReadableLines(logging.Formatter):
    """One line for a person at a terminal, with a traceback below it where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        keys = " ".join(f"{key}={_on_one_line(value)}" for key, value in _keys(record).items())
        line = f"{_time(record):%H:%M:%S} {record.levelname:<8} {_on_one_line(_message(record))} {keys}".rstrip()
        if record.exc_info or record.exc_text:
            line += "\n" + (record.exc_text or self.formatException(record.exc_info or (None, None, None)))
        return f"{line}\n{record.stack_info}" if record.stack_info else line


def _error_name(record: logging.LogRecord) -> str:
    # Only events of our own are named by us; of others' words nothing is known but who said them.
    return _message(record) if hasattr(record, _IS_OURS) else record.name


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        # A filter that raises would take the program down with somebody else's slip.
        return str(record.msg)


def _on_one_line(value: object) -> str:
    """As a terminal may be shown it: what would begin a line, move the cursor or turn the writing is spelt out."""
    text = str(value)
    return text if text.isprintable() else "".join(map(_visibly, text))


def _visibly(sign: str) -> str:
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")


def _keys(record: logging.LogRecord) -> Mapping[str, object]:
    keys: Mapping[str, object] = getattr(record, _KEYS, {})
    return keys


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)
