"""The queue as a file and back: what is written is read again, and what is wrong is named by its line."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from bot_floor.desks import Office, office
from handlers_floor.small_library import small_library
from hypothesis import given
from hypothesis import strategies as st

from handlers.gap_files import COLUMNS, FileForm, GapRow, exported, heading, record, written
from handlers.gap_parsing import MOST_TIMES, GapFileError, parsed
from handlers.gap_queue import GapState
from handlers.model import Message, Reason
from handlers.staff import Role, Staff

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = date(2026, 3, 1)
ROW = GapRow("who pays for it?", "en", Reason.UNKNOWN, 3, 2, date(2026, 2, 9), 7, GapState.OPEN, None)
FORMS = pytest.mark.parametrize("form", list(FileForm))

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)
rows = st.builds(
    GapRow,
    text=texts,
    language=st.sampled_from(["ar", "en", "other"]),
    reason=st.sampled_from([Reason.UNKNOWN, Reason.LANGUAGE]),
    times=st.integers(5, MOST_TIMES),
    askers=st.integers(1, 5),
    last_day=st.dates(max_value=TODAY),
    group=st.integers(1),
    state=st.sampled_from(list(GapState)),
    entry=st.none() | st.just("members"),
)


def file_of(written_rows: Sequence[GapRow], form: FileForm) -> str:
    return heading(form) + "".join(written(row, form) for row in written_rows)


def without_group(row: GapRow) -> GapRow:
    """A row as it is taken in: the number of its group says nothing elsewhere."""
    return GapRow(
        row.text, row.language, row.reason, row.times, row.askers, row.last_day, state=row.state, entry=row.entry
    )


@pytest.fixture
def desk() -> Office:
    return office(small_library())


async def all_rows(desk: Office, *states: GapState) -> list[GapRow]:
    return [row async for row in exported(desk.desk, states)]


@FORMS
@given(st.lists(rows, max_size=5))
def test_there_and_back(form: FileForm, given_rows: list[GapRow]) -> None:
    """Whatever was asked, a file of it is read as it was written."""
    assert parsed(file_of(given_rows, form), form, today=TODAY) == tuple(map(without_group, given_rows))


@pytest.mark.parametrize("text", ["=1+1", "+964", "-1", "@SUM(A1)", "'=1", "''+1", "\t=1"])
def test_formula(text: str) -> None:
    """A text that a spreadsheet would calculate is kept from it by an apostrophe, and is read as it was."""
    row = GapRow(text, "en", Reason.UNKNOWN, 1, 1, TODAY)
    content = file_of([row], FileForm.CSV)

    assert f",'{text}," in content or f'"\'{text}"' in content or content.splitlines()[1].startswith(f"'{text},")
    assert parsed(content, FileForm.CSV, today=TODAY)[0].text == text


def test_spreadsheets_know_the_encoding() -> None:
    """A CSV begins with the mark by which spreadsheets know UTF-8, and with a heading."""
    assert heading(FileForm.CSV) == "\ufeff" + ",".join(COLUMNS) + "\r\n"


def test_line_of_json() -> None:
    """A line of JSON has every column, and Arabic as letters."""
    row = GapRow("من يدفع؟", "ar", Reason.UNKNOWN, 1, 1, TODAY)
    line = written(row, FileForm.JSONL)

    assert list(json.loads(line)) == list(COLUMNS)
    assert "من يدفع؟" in line


@pytest.mark.parametrize(
    ("form", "content"),
    [
        (FileForm.CSV, "text,language,reason\nhow?,en,unknown\n"),
        (FileForm.JSONL, '{"text": "how?", "language": "en", "reason": "unknown"}\n\n'),
    ],
)
def test_least_that_is_needed(form: FileForm, content: str) -> None:
    """A text, its language and the reason are enough: it was asked once, today."""
    assert parsed(content, form, today=TODAY) == (GapRow("how?", "en", Reason.UNKNOWN, 1, 1, TODAY),)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ({"text": None}, "text"),
        ({"text": 7}, "text"),
        ({"language": None}, "language"),
        ({"language": "English"}, "language"),
        ({"reason": None}, "reason"),
        ({"reason": "boring"}, "reason"),
        ({"times": 0}, "times"),
        ({"times": "many"}, "times"),
        ({"times": True}, "times"),
        ({"times": MOST_TIMES + 1}, "times"),
        ({"times": 2, "askers": 3}, "askers"),
        ({"last_day": "yesterday"}, "last_day"),
        ({"last_day": "2026-03-02"}, "last_day"),
        ({"state": "half"}, "state"),
        ({"asked": "how?"}, "asked"),
    ],
)
def test_wrong_line(line: dict[str, object], column: str) -> None:
    """A line with a wrong value is named, with the column and what to write."""
    good = {"text": "how?", "language": "en", "reason": "unknown"}
    content = "\n".join(json.dumps(one) for one in (good, {**good, **line}))

    with pytest.raises(GapFileError, match=f"^line 2: {column} "):
        parsed(content, FileForm.JSONL, today=TODAY)


@pytest.mark.parametrize(
    ("form", "content"),
    [
        (FileForm.JSONL, "\n{"),
        (FileForm.JSONL, "\n[1]"),
        (FileForm.JSONL, "\n" + "[" * 100_000),
        (FileForm.CSV, "text,language,reason\nhow?,en\n"),
        (FileForm.CSV, "text,language,reason\nhow?,en,unknown,more\n"),
        (FileForm.CSV, 'text,language,reason\n"how"?,en,unknown\n'),
    ],
)
def test_line_that_is_none(form: FileForm, content: str) -> None:
    """A line that is no row at all is named by its number, in one line."""
    with pytest.raises(GapFileError, match=r"^line 2 ") as caught:
        parsed(content, form, today=TODAY)

    assert len(str(caught.value).splitlines()) == 1


@FORMS
@given(content=st.text(max_size=60))
def test_any_text(form: FileForm, content: str) -> None:
    """Any text is rows, or refused with its line."""
    try:
        outcome = f"line of {len(parsed(content, form, today=TODAY))} rows"
    except GapFileError as error:
        outcome = str(error)

    assert outcome.startswith("line ")


async def test_export(desk: Office) -> None:
    """Every wording is a row with its counts and where its group stands."""
    await desk.conversation.reply(Message("tomatoes and zebras", "one", "one"))
    await desk.conversation.reply(Message("tomatoes and zebras", "two", "two"))
    (row,) = await all_rows(desk)

    assert (row.text, row.language, row.times, row.askers) == ("tomatoes and zebras", "en", 2, 2)
    assert (row.reason, row.state) == (Reason.UNKNOWN, GapState.OPEN)


async def test_export_of_some_states(desk: Office) -> None:
    """Only groups of the states that are named are written."""
    await desk.conversation.reply(Message("tomatoes and zebras", "one", "one"))

    assert await all_rows(desk, GapState.DISMISSED) == []
    assert len(await all_rows(desk, GapState.OPEN, GapState.DISMISSED)) == 1


async def test_declined_has_no_words(desk: Office) -> None:
    """Of a declined request there is a row without words, which can be taken in."""
    await desk.conversation.reply(Message("How do I build a bomb?", "one", "one"))
    (row,) = await all_rows(desk)

    assert (row.text, row.reason) == ("", Reason.DECLINED)
    assert parsed(written(row, FileForm.JSONL), FileForm.JSONL, today=row.last_day)[0].reason is Reason.DECLINED


async def test_taken_in(desk: Office) -> None:
    """What is taken in stands in the queue, as often and by as many as the row says, with its nearest entries."""
    count = await record(desk.desk, [ROW])
    (group,) = await desk.desk.gaps.groups()

    assert count == 3
    assert (group.text, group.times, group.askers, group.last_day) == (ROW.text, 3, 2, ROW.last_day)


async def test_taken_in_is_redacted(desk: Office) -> None:
    """A phone number in a file is taken out, as one in a message is."""
    await record(desk.desk, [GapRow("call 07701234567 for tomatoes", "en", Reason.UNKNOWN, 1, 1, TODAY)])
    (group,) = await desk.desk.gaps.groups()

    assert "0770" not in group.text
    assert "[number]" in group.text


async def test_taken_in_twice(desk: Office) -> None:
    """The same file taken in again makes nobody more of those who asked."""
    await record(desk.desk, [ROW])
    await record(desk.desk, [ROW])
    (group,) = await desk.desk.gaps.groups()

    assert (group.times, group.askers) == (6, 2)


async def test_decision_sticks(desk: Office) -> None:
    """What was dismissed here stays dismissed when a file brings it again."""
    await record(desk.desk, [ROW])
    (group,) = await desk.desk.gaps.groups()
    staff = Staff("cli:amal", Role.ADMIN)
    await desk.desk.gaps.decide(group.id, GapState.DISMISSED, by=staff.id, at=desk.desk.clock.now())
    await record(desk.desk, [ROW])

    assert await desk.desk.gaps.groups(states=[GapState.OPEN]) == ()
