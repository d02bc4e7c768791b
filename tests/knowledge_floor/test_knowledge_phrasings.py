"""Phrasings that lie end to end come out as they went in."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import Place
from knowledge.phrasings import Joined, Phrasings
from knowledge.schema import Phrasing, Variety

PLACES: Final = st.builds(Place, st.sampled_from([Path("oil.yaml"), Path("camps.yaml")]), st.integers(1, 10**6))
WRITTEN: Final = st.lists(st.builds(Phrasing, st.text() | st.just("\ud800"), st.sampled_from(Variety), PLACES))
NOWHERE: Final = Place(Path("oil.yaml"), 1)
THREE: Final = tuple(Phrasing(text, Variety.STANDARD, NOWHERE) for text in ("كم عضو", "", "كم دولة"))


@given(WRITTEN)
def test_phrasings(written: list[Phrasing]) -> None:
    """Each has its text, its variety and its place again, also after it was kept in a file."""
    kept = pickle.loads(pickle.dumps(Phrasings(written)))  # noqa: S301 - written in this line

    assert [kept[number] for number in range(len(kept))] == written
    assert [one.place for one in kept] == [one.place for one in written]


@given(st.lists(WRITTEN))
def test_joined(parts: list[list[Phrasing]]) -> None:
    """Several sequences, empty ones among them, are one: the phrasings of each in turn."""
    joined, expected = Joined(map(Phrasings, parts)), [one for part in parts for one in part]

    assert (list(joined), len(joined)) == (expected, len(expected))
    assert [joined[number] for number in range(len(joined))] == expected


@pytest.mark.parametrize("several", [Phrasings(THREE), Joined([Phrasings(THREE[:1]), THREE[1:]])])
def test_places(several: Phrasings | Joined) -> None:
    """They are counted from the end and cut into slices as those of a tuple, and there is nothing beyond the last."""
    assert (several[-3], several[-1], several[1:], several[::-2]) == (THREE[0], THREE[2], THREE[1:], THREE[::-2])
    for number in (3, -4):
        with pytest.raises(IndexError):
            several[number]


def test_equal() -> None:
    """They are equal to the same ones in a tuple, wherever they stand, and to nothing else."""
    elsewhere = [Phrasing(one.text, one.variety, Place(Path("camps.yaml"), 7)) for one in THREE]
    same = Phrasings(elsewhere)

    assert (same == THREE, same == THREE, same == Phrasings(THREE), hash(same)) == (True, True, True, hash(THREE))
    assert (same == THREE[:2], same == "oil", same == 3) == (False, False, False)


def test_shown() -> None:
    """A test that fails shows what is in them."""
    assert "كم دولة" in repr(Phrasings(THREE))
