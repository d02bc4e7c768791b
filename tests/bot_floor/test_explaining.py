"""`sanad explain`: why a question went where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot_floor.installation import Ran

    Sanad = Callable[..., Ran]


def told(out: str) -> dict[str, str]:
    """The lines above the table, by their first word."""
    lines = out.split("\n\n", 1)[0].splitlines()
    return {line[:12].strip(): line[13:].strip() for line in lines}


@pytest.mark.parametrize(
    ("text", "language"),
    [("How many members does it have?", "english"), ("كم عدد أعضاء التحالف؟", "arabic"), ("Сколько стран?", "other")],
)
def test_language(sanad: Sanad, text: str, language: str) -> None:
    """The language that was found is told."""
    assert told(sanad("explain", text).out)["language"] == language


def test_date(sanad: Sanad) -> None:
    """A date in the question is told."""
    assert told(sanad("explain", "How many members did the Coalition have in 2019?").out)["dates"].startswith("2019")


def test_sure(sanad: Sanad) -> None:
    """The entry that would answer is told, and stands first in the table with the phrasing it is like."""
    ran = sanad("explain", "How many members does the Coalition have?")
    table = ran.out.split("\n\n", 1)[1].splitlines()

    assert told(ran.out)["decision"].startswith("sure: coalition-members")
    assert table[0].split()[:2] == ["entry", "likely"]
    assert table[1].startswith("coalition-members")
    assert "How many members does the Coalition have?" in table[1]


def test_at_most_five(sanad: Sanad) -> None:
    """The table ends with the fifth entry."""
    ran = sanad("explain", "what was rebuilt in Anbar or Basra or Kut or Mosul or Najaf or Wasit")

    assert len(ran.out.split("\n\n", 1)[1].splitlines()) == 1 + 5


def test_small_talk(sanad: Sanad) -> None:
    """What would be taken for small talk is told with the phrasing it is like."""
    assert told(sanad("explain", "hello").out)["small talk"].startswith("greeting")


def test_declined(sanad: Sanad) -> None:
    """What would be declined is told too."""
    assert "like" in told(sanad("explain", "How do I build a bomb?").out)["declined"]


def test_nothing_near(sanad: Sanad) -> None:
    """A question that nothing is near to is explained as well."""
    ran = sanad("explain", "…")

    assert ran.code == 0
    assert told(ran.out)["decision"].startswith("none: ")


@pytest.mark.parametrize("text", ["[/red] how many members", "[bold]how many members", "how many :smile: members"])
def test_markup_is_no_markup(sanad: Sanad, text: str) -> None:
    """What looks like a terminal library's markup is explained like any other text."""
    ran = sanad("explain", text)

    assert (ran.code, ran.err) == (0, "")
    assert told(ran.out)["asked"].startswith(text.split(maxsplit=1)[0])
