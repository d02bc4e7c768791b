from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.turns import from_json, to_json
from handlers.model import Choice, Offer, Turn
from knowledge.schema import Language

_ANY_TEXT: Final = st.text(st.characters(), max_size=30)
_TEXTS: Final = st.lists(_ANY_TEXT, max_size=5).map(tuple)
_CHOICES: Final = st.builds(Choice, offer=st.sampled_from(Offer), target=_ANY_TEXT, label=_ANY_TEXT)
TURNS: Final = st.builds(
    Turn,
    language=st.sampled_from(Language),
    entry=st.none() | _ANY_TEXT,
    features=_TEXTS,
    kinds=_TEXTS,
    asked=st.none() | _ANY_TEXT,
    choices=st.lists(_CHOICES, max_size=5).map(tuple),
    claims=st.lists(st.integers(min_value=0), max_size=3).map(tuple),
    times=_TEXTS,
    is_dated=st.booleans(),
)
_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
TURN: Final = Turn(
    language=Language.ENGLISH,
    entry="members-count",
    features=("coalition",),
    kinds=("count",),
    asked=None,
    choices=(Choice(Offer.ENTRY, "members-list", "Who belongs to it?"),),
    claims=(1, 0),
    times=("now",),
    is_dated=True,
)


@given(TURNS)
def test_a_turn_comes_back_as_it_was(turn: Turn) -> None:
    """Writing and reading loses nothing, whatever the letters."""
    assert from_json(to_json(turn)) == turn


@given(TURNS)
def test_every_field_is_written(turn: Turn) -> None:
    """A field that is added to `Turn` may not be lost on the way."""
    assert set(json.loads(to_json(turn))) == {field.name for field in fields(Turn)}


@given(_ANY_TEXT | _JSON.map(json.dumps))
def test_anything_else_is_no_turn(written: str) -> None:
    """Text that no version wrote is read as None, never as an error."""
    assert from_json(written) is None


@given(st.sampled_from(sorted(field.name for field in fields(Turn))), _JSON)
def test_a_field_of_another_kind_never_raises(name: str, value: object) -> None:
    """One strange value gives None or a turn that can be written again."""
    turn = from_json(json.dumps({**json.loads(to_json(TURN)), name: value}))

    assert turn is None or from_json(to_json(turn)) == turn


@pytest.mark.parametrize("choice", [["entry", "x"], ["dance", "x", "y"], ["entry", "x", 1], "abc"])
def test_a_choice_that_cannot_be_read_spoils_the_turn(choice: object) -> None:
    """Numbers must not lead to something else than what was offered under them."""
    fields_written = {**json.loads(to_json(TURN)), "choices": [choice]}

    assert from_json(json.dumps(fields_written)) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("choices", replace(TURN, choices=())),
        ("claims", replace(TURN, claims=())),
        ("times", replace(TURN, times=())),
        ("is_dated", replace(TURN, is_dated=False)),
    ],
)
def test_a_turn_without_a_field_that_came_later_is_read(name: str, expected: Turn) -> None:
    """A field with a default may be absent."""
    fields_written = json.loads(to_json(TURN))
    del fields_written[name]

    assert from_json(json.dumps(fields_written)) == expected


@pytest.mark.parametrize("place", [-1, True, "1", 0.5, None])
def test_a_place_that_is_none_spoils_the_turn(place: object) -> None:
    """What was shown must not be taken for another claim."""
    fields_written = {**json.loads(to_json(TURN)), "claims": [place]}

    assert from_json(json.dumps(fields_written)) is None


@pytest.mark.parametrize("value", [False, None, 1, "true", []])
def test_only_true_makes_a_turn_dated(value: object) -> None:
    """What does not say plainly that the question was about a date is read as if it was not."""
    fields_written = {**json.loads(to_json(TURN)), "is_dated": value}

    assert from_json(json.dumps(fields_written)) == replace(TURN, is_dated=False)


def test_a_field_from_the_future_is_passed_over() -> None:
    """A newer version may have known more about the turn."""
    fields_written = {**json.loads(to_json(TURN)), "mood": "curious"}

    assert from_json(json.dumps(fields_written)) == TURN


def test_absurd_nesting_is_no_turn() -> None:
    """The parser's own limits count as unreadable, too."""
    assert from_json("[" * 100_000) is None
