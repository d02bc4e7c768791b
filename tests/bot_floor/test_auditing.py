"""`sanad audit`: what of the knowledge is worth a look, for a person and for a program."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from knowledge_floor.small_folder import ENTRIES, FILES, SOURCES, line_of, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot_floor.installation import Ran

    Sanad = Callable[..., Ran]

LEFT_OVER = """\
- id: left-over
  publisher: {en: The Coalition, ar: التحالف}
  title: A partnership
  language: en
  published: 2020
"""
LEFT_OVER_LINE = line_of(FILES[SOURCES] + LEFT_OVER, "id: left-over")
MEMBERS = line_of(FILES[ENTRIES], "id: coalition-members")
MONEY = line_of(FILES[ENTRIES], "id: daesh-money")
MONEY_CLAIM = line_of(FILES[ENTRIES], "as_of: 2019-02-06")
SECTIONS = [
    "collisions",
    "strays",
    "answered_near_misses",
    "alike",
    "thin",
    "without_near_miss",
    "old_claims",
    "unused_sources",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sanad: Sanad) -> Path:  # noqa: ARG001 - settings first
    """A small knowledge with one source that nothing cites, set as the knowledge."""
    folder = write_folder(tmp_path / "content", {**FILES, SOURCES: FILES[SOURCES] + LEFT_OVER})
    monkeypatch.setenv("SANAD_KNOWLEDGE", str(folder))
    return folder


def test_summary_first(sanad: Sanad, folder: Path) -> None:
    """First it is told how many there are of everything; it is advice, so the exit code is 0."""
    ran = sanad("audit")
    summary = [line.split(maxsplit=1) for line in ran.out.split("\n\n")[0].splitlines()]

    assert folder.is_dir()
    assert (ran.code, ran.err) == (0, "")
    assert [what for _, what in summary] == [
        "pairs of entries that are taken for each other",
        "phrasings whose entry is not among the first three without them",
        "near misses that their entry answers unless they are written down",
        "near misses that say what their entry answers, too",
        "entries with few phrasings in a variety",
        "entries without a near miss",
        "entries whose newest claim is old",
        "sources that nothing cites",
    ]
    assert [number for number, _ in summary][4:] == ["2", "1", "1", "1"]


def test_places(sanad: Sanad, folder: Path) -> None:
    """What is told stands with file and line, in sections; sections without anything are left out."""
    _, *sections = sanad("audit").out.split("\n\n")
    told = {heading: lines for heading, *lines in (section.splitlines() for section in sections)}

    assert told["sources that nothing cites:"] == [f"  {folder / SOURCES}:{LEFT_OVER_LINE}: left-over"]
    assert told["entries without a near miss:"] == [f"  {folder / ENTRIES}:{MONEY}: daesh-money"]
    assert told["entries whose newest claim is old:"] == [
        f"  {folder / ENTRIES}:{MONEY_CLAIM}: daesh-money: 2019-02-06"
    ]
    assert told["entries with few phrasings in a variety:"] == [
        f"  {folder / ENTRIES}:{MEMBERS}: coalition-members: en 3 of 4, ar 3 of 4, another dialect 0 of 1",
        f"  {folder / ENTRIES}:{MONEY}: daesh-money: en 3 of 4, ar 3 of 4, another dialect 0 of 1",
    ]
    assert "pairs of entries that are taken for each other:" not in told


def test_limit(sanad: Sanad, folder: Path) -> None:
    """`--limit` shortens each section and tells how much is left; without lines the counts are all."""
    ran = sanad("audit", "--limit", "1")

    assert "coalition-members: en 3 of 4, ar 3 of 4, another dialect 0 of 1\n  … and 1 more\n" in ran.out
    assert f"{folder / ENTRIES}:{MONEY}: daesh-money: en" not in ran.out
    assert len(sanad("audit", "--limit", "0").out.splitlines()) == len(SECTIONS)


def test_object(sanad: Sanad, folder: Path) -> None:
    """`--json` prints all of it as one object on one line, whatever the limit."""
    ran = sanad("audit", "--json", "--limit", "0")
    told = json.loads(ran.out)

    assert (ran.code, ran.err, ran.out.count("\n")) == (0, "", 1)
    assert list(told) == ["summary", *SECTIONS]
    assert told["summary"] == {name: len(told[name]) for name in SECTIONS}
    assert told["unused_sources"] == [{"source": "left-over", "place": f"{folder / SOURCES}:{LEFT_OVER_LINE}"}]
    assert told["thin"][1]["phrasings"]["en"] == {"count": 3, "fewest": 4}
    assert date.fromisoformat(told["old_claims"][0]["known_until"]) == date(2019, 2, 6)
