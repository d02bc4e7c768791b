"""Which entries a change concerns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from knowledge_floor.small_folder import ENTRIES, LEXICON, knowledge_of, mistaken

from knowledge.checks import check_entries, concerned
from knowledge.errors import Place
from knowledge.schema import Elsewhere, Heard, Phrasing, Variety
from knowledge.search.finder import Finder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from knowledge.schema import Entry, Knowledge

    After = Callable[..., Knowledge]

MONEY, MEMBERS = "daesh-money", "coalition-members"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return knowledge_of(tmp_path_factory.mktemp("before"))


@pytest.fixture
def after(tmp_path: Path) -> After:
    """The knowledge with one text replaced by another."""
    return lambda file, right, wrong: knowledge_of(tmp_path, mistaken(file, right, wrong))


def ids(entries: Iterable[Entry]) -> list[str]:
    return [entry.id for entry in entries]


def concerned_since(before: Knowledge, now: Knowledge) -> list[str]:
    return ids(concerned(now, before, Finder(now)))


def test_nothing_changed(before: Knowledge, after: After) -> None:
    """Lines that moved and nothing else concern no entry."""
    now = after(ENTRIES, "# The Coalition and its money.", "# Of the Coalition,\n# and its money.")

    assert concerned_since(before, now) == []


def test_changed_entry(before: Knowledge, after: After) -> None:
    """A changed claim concerns its entry alone."""
    assert concerned_since(before, after(ENTRIES, "Daesh lived from oil", "It lived from oil")) == [MONEY]


def test_new_entry(before: Knowledge, after: After) -> None:
    """An entry that was not there before is concerned."""
    now = after(ENTRIES, "Daesh lived from oil", "It lived from oil")
    fewer = replace(before, entries={MEMBERS: before.entries[MEMBERS]})

    assert concerned_since(fewer, now)[0] == MONEY


def test_neighbour(before: Knowledge, after: After) -> None:
    """A new phrasing concerns the entry that it comes near to, too."""
    now = after(ENTRIES, "sources of Daesh income", "number of member states")

    assert concerned_since(before, now) == [MONEY, MEMBERS]


def test_what_people_asked(before: Knowledge) -> None:
    """What people asked about an entry concerns it."""
    asked = Phrasing("so what did they live on", Variety.ENGLISH, before.entries[MONEY].place)
    now = replace(before, heard={MONEY: Heard(MONEY, (asked,), (), asked.place)})

    assert MONEY in concerned_since(before, now)


def test_new_question_that_belongs_elsewhere(before: Knowledge) -> None:
    """A question that belongs elsewhere concerns the entries that it comes near to."""
    place = before.entries[MONEY].place
    asked = Phrasing("How many members does the Arab League have?", Variety.ENGLISH, place)
    now = replace(before, elsewhere=(Elsewhere("league", (asked,), place),))

    assert MEMBERS in concerned_since(before, now)


def test_changed_lexicon(before: Knowledge, after: After) -> None:
    """Where words mean something else, every entry is concerned."""
    now = after(LEXICON, "oil: {en: [oil]", "oil: {en: [oil, petrol]")

    assert concerned_since(before, now) == [MEMBERS, MONEY]


def test_places_do_not_count(before: Knowledge) -> None:
    """The same entry in another file is the same."""
    moved = {
        entry.id: replace(entry, place=Place(entry.place.file.with_name("more.yaml"), 1))
        for entry in before.entries.values()
    }

    assert concerned_since(before, replace(before, entries=moved)) == []


def test_check_of_some_entries(after: After) -> None:
    """Of the rules that ask the search, only the problems of the given entries are told."""
    now = after(ENTRIES, "sources of Daesh income", '"How many members does the Coalition have"')
    finder = Finder(now)

    assert {problem.rule for problem in check_entries([now.entries[MONEY]], finder)} == {"lost-phrasing"}
    assert check_entries([], finder) == []
