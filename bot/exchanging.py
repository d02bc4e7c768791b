"""`sanad gaps export` and `import`: the queue as a file, CSV or JSON lines by the file's name."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.app import open_desk
from bot.served import served_library
from handlers.gap_files import FileForm, exported, heading, record, written
from handlers.gap_parsing import GapFileError, parsed
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from bot.settings import Settings
    from handlers.gap_queue import GapState

STANDARD: Final = "-"
"""In place of a file: standard output, as JSON lines."""


async def export(settings: Settings, target: str, states: Sequence[GapState]) -> int:
    """Write every wording of the queue, most asked first; of all states when none is given."""
    form, count = _form_of(target), 0
    async with open_desk(settings) as desk:
        with _opened(target) as out:
            out.write(heading(form))
            async for row in exported(desk, states):
                out.write(written(row, form))
                count += 1
    print(f"{count} wordings", file=sys.stderr)
    return 0


async def take_in(settings: Settings, path: Path) -> int:
    """Record the gaps of a file, all of them or, where a line is wrong, none."""
    form = _form_of(str(path))
    async with open_desk(settings) as desk:
        try:
            rows = parsed(_text(path), form, today=desk.clock.now().date())
        except GapFileError as error:
            raise GapFileError(f"{path}: {error}; nothing was taken in") from error
        desk.shelf.put(served_library(settings), 0)
        count = await record(desk, rows)
    print(f"{len(rows)} wordings taken in, as {count} gaps")
    return 0


def _form_of(target: str) -> FileForm:
    if target == STANDARD:
        return FileForm.JSONL
    try:
        return FileForm(Path(target).suffix.removeprefix(".").lower())
    except ValueError:
        raise GapFileError(f"{target}: write .csv or .jsonl at its end, or - for JSON lines right here") from None


@contextmanager
def _opened(target: str) -> Iterator[TextIO]:
    if target == STANDARD:
        yield sys.stdout
        return
    try:
        # For this user alone: what people asked is confidential, redacted though it is.
        number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        raise SanadError(f"{target} cannot be written: {error.strerror}") from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise SanadError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GapFileError(f"it is not in UTF-8 (byte {error.start}): save it as UTF-8") from error
