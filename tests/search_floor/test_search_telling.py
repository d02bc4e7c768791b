from __future__ import annotations

from typing import Final

import pytest
from search_floor.building import target
from search_floor.words import plain_reader

from knowledge.search.index import Index

CLAIMS: Final = (
    "The coalition trained troops in Syria.",
    "Brennan said that 5 trainers came from NATO.",
    "A school in Mosul.",
)
OTHERS: Final = ("oil money", "a hospital", "the State Department", "air strikes", "the commander", "members") * 3
READER: Final = plain_reader()
INDEX: Final = Index(
    [
        target("training", ["training by the coalition", "trained troops", "training", "the troops"], claims=CLAIMS),
        target("one-claim", ["the school of Brennan"], claims=["Brennan had a school."]),
        *(target(f"other-{number}", [f"{text} in Syria", text, f"the {text}"]) for number, text in enumerate(OTHERS)),
    ],
    READER,
)


def told(text: str, identity: str = "training") -> list[bool]:
    """Which of the claims of a target tell something that a question names."""
    return [weight > 0.0 for weight in INDEX.telling(identity, READER.read(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what did Brennan say", [False, True, False]),
        ("the five trainers", [False, True, False]),
        ("Mosul or NATO", [False, True, True]),
        ("was there a school", [False, False, True]),
        ("who trained them", [False, False, False]),
        ("and in Syria", [False, False, False]),
        ("the oil", [False, False, False]),
    ],
)
def test_what_a_claim_tells(text: str, expected: list[bool]) -> None:
    """A name, a number or a rare concept points at the claims that tell it; what is usual or common points at none."""
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("how many schools", [False, False, False]), ("how many schools in Mosul", [False, False, True])],
)
def test_a_figure_needs_a_name(text: str, expected: list[bool]) -> None:
    """A question for a figure points at no claim by a common noun, since the newest figure may be worded otherwise."""
    assert told(text) == expected


def test_a_name_counts_for_more() -> None:
    """A name that is as rare as a common noun points more strongly."""
    _, named, thing = INDEX.telling("training", READER.read("NATO, the school"))

    assert named > thing > 0.0


def test_what_every_claim_tells() -> None:
    """A single claim is set apart by nothing, and an unknown target tells nothing."""
    assert INDEX.telling("one-claim", READER.read("Brennan's school")) == (0.0,)
    assert INDEX.telling("nobody", READER.read("Brennan's school")) == ()
