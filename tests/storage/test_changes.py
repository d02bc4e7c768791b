from __future__ import annotations

import json
from typing import Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.changes import from_json, to_json
from bot.storage.errors import StorageError
from knowledge.editing import (
    AddElsewhere,
    AddEntry,
    AddNearMiss,
    AddPhrasing,
    AddSource,
    AddTold,
    AddUntold,
    Change,
    ReplaceEntry,
)
from knowledge.schema import Variety

_ANY_TEXT: Final = st.text(st.characters(), max_size=30)
_VARIETIES: Final = st.sampled_from(Variety)
CHANGES: Final[dict[type[Change], st.SearchStrategy[Change]]] = {
    AddPhrasing: st.builds(AddPhrasing, entry=_ANY_TEXT, text=_ANY_TEXT, variety=_VARIETIES),
    AddNearMiss: st.builds(AddNearMiss, entry=_ANY_TEXT, text=_ANY_TEXT, variety=_VARIETIES),
    AddTold: st.builds(AddTold, entry=_ANY_TEXT, text=_ANY_TEXT, variety=_VARIETIES),
    AddUntold: st.builds(AddUntold, entry=_ANY_TEXT, text=_ANY_TEXT, variety=_VARIETIES),
    AddElsewhere: st.builds(AddElsewhere, subject=_ANY_TEXT, text=_ANY_TEXT, variety=_VARIETIES),
    AddEntry: st.builds(AddEntry, file=_ANY_TEXT, text=_ANY_TEXT),
    ReplaceEntry: st.builds(ReplaceEntry, entry=_ANY_TEXT, before=_ANY_TEXT, text=_ANY_TEXT),
    AddSource: st.builds(AddSource, text=_ANY_TEXT),
}
_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
PHRASING: Final = AddPhrasing("founding", "شوكت تأسس", Variety.IRAQI)


@given(st.one_of(*CHANGES.values()))
def test_a_change_comes_back_as_it_was(change: Change) -> None:
    """Writing and reading loses nothing, neither its kind nor a letter."""
    assert from_json(to_json(change)) == change


def test_every_kind_is_tried() -> None:
    """A kind that is added may not be lost on the way."""
    assert set(CHANGES) == set(get_args(Change))


def test_the_form() -> None:
    """What stands in the database can be read by people, too."""
    assert json.loads(to_json(PHRASING)) == {
        "kind": "AddPhrasing",
        "entry": "founding",
        "text": "شوكت تأسس",
        "variety": "iraqi",
    }


@given(_ANY_TEXT | _JSON.map(json.dumps))
def test_anything_else_is_refused(written: str) -> None:
    """A change that nobody can read must not get lost in silence; what was in it is not repeated."""
    with pytest.raises(StorageError, match="install the version that wrote it") as caught:
        from_json(written)

    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    "altered", [{"kind": "AddPoem"}, {"kind": ["AddPhrasing"]}, {"variety": "latin"}, {"text": 1}, {"entry": None}]
)
def test_a_field_that_makes_no_sense(altered: dict[str, object]) -> None:
    """One strange value spoils the change."""
    with pytest.raises(StorageError):
        from_json(json.dumps({**json.loads(to_json(PHRASING)), **altered}))


def test_a_field_that_is_missing() -> None:
    """Nothing is made up in its place."""
    with pytest.raises(StorageError):
        from_json('{"kind":"AddSource"}')
