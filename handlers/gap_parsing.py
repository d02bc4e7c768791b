"""Reading files of gaps: every row is as it should be, or the line is named that is not."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

from handlers.gap_files import COLUMNS, FileForm, GapRow, meant
from handlers.gap_queue import GapState
from handlers.model import Reason
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum

    _Named = TypeVar("_Named", bound=StrEnum)

MOST_TIMES: Final = 10_000
"""That one row may say it was asked."""
_LANGUAGE: Final = re.compile(r"[a-z]{2,8}")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_WORDLESS: Final = frozenset({Reason.DECLINED, Reason.DISLIKED})
"""Reasons of gaps of which no words are kept."""


class GapFileError(SanadError):
    """A line of a file of gaps cannot be taken in; names it and says what to write."""


def parsed(content: str, form: FileForm, *, today: date) -> tuple[GapRow, ...]:
    """The rows of a file. Text, language and reason have to be there; without more, one person asked once today.

    Raises:
        GapFileError: a line cannot be taken in.
    """
    lines = _csv_lines(content) if form is FileForm.CSV else _json_lines(content)
    return tuple(_Line(number, values).row(today) for number, values in lines)


def _csv_lines(content: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    lines = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        columns = next(lines, [])
        for cells in filter(None, lines):
            if len(cells) != len(columns):
                raise GapFileError(f"line {lines.line_num} has not as many cells as the heading: mend it")
            yield lines.line_num, {column: meant(cell) for column, cell in zip(columns, cells, strict=True) if cell}
    except csv.Error as error:
        wrong = f"line {lines.line_num} is no CSV ({error}): write cells with commas between them"
        raise GapFileError(wrong) from error


def _json_lines(content: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(content.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise GapFileError(f'line {number} is not JSON ({error}): write {{"text": "…"}}') from error
        if not isinstance(values, dict):
            raise GapFileError(f'line {number} is no JSON object: write {{"text": "…"}}')
        yield number, {column: value for column, value in values.items() if value is not None}


class _Line:
    """One line of a file, by its columns."""

    def __init__(self, number: int, values: Mapping[str, Any]) -> None:
        self._number = number
        self._values = values

    def row(self, today: date) -> GapRow:
        for column in self._values:
            if column not in COLUMNS:
                raise self._wrong(column, f"is no column: known are {', '.join(COLUMNS)}")
        reason, times = self._one_of(Reason, "reason"), self._count("times", MOST_TIMES)
        if "text" not in self._values and reason not in _WORDLESS:
            raise self._wrong("text", "is missing: write what was asked")
        return GapRow(
            text=self._text("text"),
            language=self._language(),
            reason=reason,
            times=times,
            askers=self._count("askers", times),
            last_day=self._day(today),
            state=self._one_of(GapState, "state") if "state" in self._values else None,
            entry=self._text("entry") or None,
        )

    def _text(self, column: str) -> str:
        value = self._values.get(column, "")
        if not isinstance(value, str):
            raise self._wrong(column, "is no text: put it in quotation marks")
        return value

    def _language(self) -> str:
        written = self._text("language")
        if _LANGUAGE.fullmatch(written) is None:
            raise self._wrong("language", "is no language: write ar, en or other")
        return written

    def _one_of(self, kind: type[_Named], column: str) -> _Named:
        try:
            return kind(self._text(column))
        except ValueError:
            raise self._wrong(column, f"is not known: write one of {', '.join(kind)}") from None

    def _count(self, column: str, most: int) -> int:
        written = str(self._values.get(column, 1))
        if _NUMBER.fullmatch(written) is None or int(written) > most:
            raise self._wrong(column, f"is no number from 1 to {most}")
        return int(written)

    def _day(self, today: date) -> date:
        try:
            day = date.fromisoformat(self._text("last_day")) if "last_day" in self._values else today
        except ValueError:
            raise self._wrong("last_day", "is no day: write it as 2026-02-09") from None
        if day > today:
            raise self._wrong("last_day", "is still to come")
        return day

    def _wrong(self, column: str, what: str) -> GapFileError:
        return GapFileError(f"line {self._number}: {column} {what}")
