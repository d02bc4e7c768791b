from __future__ import annotations

import pytest
from handlers_floor.small_library import small_library

from handlers.entry_search import search_entries


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("commander", "commander"),
        ("COALITION commander", "commander"),
        ("قائد قوات", "commander"),
        ("how many schools are in Sinjar", "schools"),
    ],
)
def test_found_by_what_is_remembered(words: str, found: str) -> None:
    """An id, words of a title in any order and either language, or a question that it answers."""
    assert search_entries(small_library(), words)[0].id == found


@pytest.mark.parametrize("words", ["", "   "])
def test_nothing_asked_nothing_found(words: str) -> None:
    """An empty search lists nothing."""
    assert search_entries(small_library(), words) == ()


def test_no_more_than_asked_for() -> None:
    """A search that fits many entries names the first few."""
    assert len(search_entries(small_library(), "coalition", limit=2)) == 2
