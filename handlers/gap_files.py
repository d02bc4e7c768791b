"""The queue as a file, CSV or JSON lines, and back: to sort it in a spreadsheet, or to take another one's gaps in.

Each row is one way in which a gap was asked. Nobody's pseudonym stands in it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from handlers.inquiry import Inquiry
from handlers.model import Gap, Message, Reason, Session
from handlers.recording import LONGEST_GAP, gap_of
from handlers.redaction import redact

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
    from datetime import date

    from handlers.desk import Desk
    from handlers.gap_queue import GapGroup, GapState, Wording

_PAGE: Final = 500
"""Groups that are read at once."""
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
"""Spreadsheets calculate a cell that begins like this, unless an apostrophe stands before it."""


class FileForm(StrEnum):
    """How rows are written down."""

    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class GapRow:
    """One way in which a gap was asked."""

    text: str
    """Empty where nothing of it is kept, or too few have asked."""
    language: str
    reason: Reason
    times: int
    askers: int
    last_day: date
    group: int | None = None
    state: GapState | None = None
    """Where its group stands; gaps that are taken in stand where the queue has put what asks the same."""
    entry: str | None = None
    """The entry it was attached to, or that was voted down."""


COLUMNS: Final = tuple(field.name for field in fields(GapRow))


async def exported(desk: Desk, states: Sequence[GapState] = ()) -> AsyncIterator[GapRow]:
    """Every row of the queue, most asked first; of all states when none is given."""
    offset = 0
    while page := await desk.gaps.groups(states=states, limit=_PAGE, offset=offset, fewest_askers=desk.fewest_askers):
        for group in page:
            wordings = await desk.gaps.wordings(group.id, fewest_askers=desk.fewest_askers)
            for row in _rows(group, wordings):
                yield row
        offset += len(page)


def written(row: GapRow, form: FileForm) -> str:
    """A row as a line with its end."""
    values = {column: getattr(row, column) for column in COLUMNS}
    if form is FileForm.JSONL:
        return json.dumps({**values, "last_day": row.last_day.isoformat()}, ensure_ascii=False) + "\n"
    return _csv_line(["" if value is None else _harmless(str(value)) for value in values.values()])


def heading(form: FileForm) -> str:
    """What stands above the rows; a CSV begins with the mark by which spreadsheets know UTF-8."""
    return "\ufeff" + _csv_line(COLUMNS) if form is FileForm.CSV else ""


def meant(cell: str) -> str:
    """What a cell of a CSV says, without the apostrophe that keeps spreadsheets from calculating it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


async def record(desk: Desk, rows: Iterable[GapRow]) -> int:
    """Take rows in as gaps: redacted again, read anew, and grouped with what asks the same; how many gaps that gave.

    The people of a row are made up. They are the same for the same row, which so cannot be made to look asked by more.
    """
    count = 0
    for row in rows:
        gap = _gap(desk, row)
        for number in range(row.times):
            await desk.gaps.record(replace(gap, pseudonym=_somebody(row, number % row.askers)))
            count += 1
    return count


def _rows(group: GapGroup, wordings: Sequence[Wording]) -> Iterator[GapRow]:
    whole = GapRow(
        "", group.language, group.reason, group.times, group.askers, group.last_day, group.id, group.state, group.entry
    )
    for one in wordings:
        times, askers, day = one.times, one.askers, one.last_day
        yield replace(whole, text=one.text, language=one.language, times=times, askers=askers, last_day=day)
    if not wordings:
        yield whole


def _gap(desk: Desk, row: GapRow) -> Gap:
    if row.reason is Reason.DISLIKED:
        nearest = ((row.entry, 1.0),) if row.entry is not None else ()
        return Gap("", row.language, row.reason, row.last_day, "", nearest, entry=row.entry)
    library = desk.shelf.library
    text = redact(row.text, library.public_names)[:LONGEST_GAP]
    inquiry = Inquiry(Message(text, "", ""), Session(), library)
    return replace(gap_of(inquiry, row.reason, day=row.last_day, pseudonym=""), language=row.language)


def _somebody(row: GapRow, number: int) -> str:
    made_up = f"{row.last_day}\x00{row.language}\x00{row.reason}\x00{row.text}\x00{number}"
    return hashlib.sha256(made_up.encode(errors="replace")).hexdigest()[:16]


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
