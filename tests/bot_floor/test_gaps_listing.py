"""`sanad gaps`: what the curators read of the questions without an answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.storage.database import Database
from bot.storage.gaps import SqlGapQueue
from handlers.model import Gap, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot_floor.installation import Installation, Ran

    Sanad = Callable[..., Ran]

DAY = date(2026, 2, 9)


def gap(text: str, pseudonym: str = "a", reason: Reason = Reason.UNKNOWN, language: str = "en") -> Gap:
    return Gap(text, language, reason, DAY, pseudonym, (("coalition-members", 0.125), ("daesh-money", 0.0625)))


@pytest.fixture
def listing(sanad: Sanad, installation: Installation) -> Callable[..., list[str]]:
    """What is listed once some gaps are recorded: its lines, without space at their ends."""

    async def record(*gaps: Gap) -> None:
        async with Database(f"sqlite:///{installation.database}") as database:
            for one in gaps:
                await SqlGapQueue(database).record(one)

    def run(*gaps: Gap, arguments: tuple[str, ...] = ()) -> list[str]:
        asyncio.run(record(*gaps))
        ran = sanad("gaps", *arguments)
        assert (ran.code, ran.err) == (0, "")
        return [line.rstrip() for line in ran.out.splitlines()]

    return run


def test_nothing(listing: Callable[..., list[str]]) -> None:
    """An empty list says that it is empty."""
    assert listing() == ["No gaps: every question so far was answered, or none was asked."]


def test_row(listing: Callable[..., list[str]]) -> None:
    """A question is listed with its number and state, who asked it how often and when, and what is near."""
    _, row = listing(gap("who leads it?"), gap("who leads it?", "b"), gap("who leads it?"))

    assert " ".join(row.split()) == (
        "1 open 2 en 3 2026-02-09 unknown who leads it? coalition-members 0.12, daesh-money 0.06"
    )


def test_askers_by_language(listing: Callable[..., list[str]]) -> None:
    """Askers are counted for each language, the one of most askers first."""
    _, row = listing(*(gap("Mosul", pseudonym, language="ar") for pseudonym in "abc"), gap("Mosul", "d"))

    assert " ".join(row.split()).startswith("1 open 3 ar, 1 en 4 ")


def test_disliked(listing: Callable[..., list[str]]) -> None:
    """An answer that was voted down is listed by its entry."""
    _, row = listing(replace(gap("", reason=Reason.DISLIKED), entry="founding"))

    assert "(the answer of founding)" in row


def test_most_asked_first(listing: Callable[..., list[str]]) -> None:
    """What most people asked stands first."""
    _, *rows = listing(gap("rarely"), gap("often"), gap("often", "b"))

    assert ["often" in rows[0], "rarely" in rows[1]] == [True, True]


def test_limit(listing: Callable[..., list[str]]) -> None:
    """`--limit` cuts the list."""
    assert len(listing(gap("one"), gap("two"), gap("three"), arguments=("--limit", "2"))) == 1 + 2


def test_declined(listing: Callable[..., list[str]]) -> None:
    """Of a declined request it is said that its words were not kept."""
    _, row = listing(gap("", reason=Reason.DECLINED))

    assert "declined" in row
    assert "(not kept)" in row


def test_arabic(listing: Callable[..., list[str]]) -> None:
    """An Arabic question is listed as it was asked."""
    _, row = listing(gap("من يقود التحالف؟", language="ar"))

    assert "من يقود التحالف؟" in row


def test_what_people_write_does_not_steer_the_terminal(listing: Callable[..., list[str]]) -> None:
    """A question with a terminal's escapes, its line breaks or a library's markup in it is listed as plain text."""
    _, row = listing(gap("a\x1b[31m b\x1b]0;title\x07 c\nd [bold]e :smile: \x9bf"))

    assert "a [31m b ]0;title c d [bold]e :smile: f" in " ".join(row.split())
    assert [letter for letter in row if not letter.isprintable()] == []


def test_question_that_was_asked(sanad: Sanad) -> None:
    """What `ask` could not answer is in the list, without what would tell who asked."""
    sanad("ask", "tomatoes omar@example.org")
    ran = sanad("gaps")

    assert "tomatoes" in ran.out
    assert "omar" not in ran.out
