"""How well questions that ask the same are brought together, by wordings of people: see `same_questions.jsonl`.

One half was looked at while the weights of terms were found; the other only measures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from library_store import shipped_library

from knowledge.search.likeness import ALIKE, COMMON, FAINT, HALF_COMMON, SAME, likeness, telling, terms_of
from knowledge.text.language import Detected

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handlers.library import Library

FILE: Final = Path(__file__).with_name("same_questions.jsonl")
LEAST_GROUPS: Final = 60
LEAST_JOINED: Final = {"tuning": 0.85, "held-out": 0.75}
"""Share of wordings that are taken for the same as the first wording of their question."""
LEAST_PLACED: Final = {"tuning": 0.88, "held-out": 0.83}
"""Share of wordings whose nearest earlier wording, of all questions, is one of their own and near enough."""
MOST_FALSE: Final = {"tuning": 0.045, "held-out": 0.03}
"""Share of wordings that are taken for the same as the first wording of another question, of either half.

Of the eight in the tuning half five ask for a job, which the lexicon does not tell from volunteering.
"""
MOST_MISPLACED: Final = 0.03
"""Share of wordings whose nearest earlier wording is near enough, but one of another question."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@dataclass(frozen=True, slots=True)
class Group:
    """One question in several wordings, by their terms."""

    id: str
    half: str
    wordings: tuple[tuple[str, ...], ...]


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped_library()


@pytest.fixture(scope="module")
def groups(library: Library) -> list[Group]:
    with FILE.open(encoding="utf-8") as lines:
        return [_group(library, **json.loads(line)) for line in lines]


def _group(library: Library, id: str, half: str, texts: Sequence[str]) -> Group:  # noqa: A002 - as in the file
    return Group(id, half, tuple(_terms(library, text) for text in texts))


def _terms(library: Library, text: str) -> tuple[str, ...]:
    is_arabizi = library.detector.detect(text) is Detected.ARABIZI
    return terms_of(library.finder.reader.read(text, is_arabizi=is_arabizi))


def _placed(groups: Sequence[Group], half: str) -> Iterator[str | None]:
    """For each later wording of a half's groups the group it would join; None if it is like none."""
    for group in groups:
        for position in range(1, len(group.wordings)) if group.half == half else ():
            earlier = ((one.id, one.wordings[:position] if one is group else one.wordings) for one in groups)
            ranked = [(likeness(group.wordings[position], to), of) for of, those in earlier for to in those]
            nearest, own = max(ranked)
            yield None if nearest < SAME else "own" if own == group.id else "other"


def test_there_are_many(groups: list[Group]) -> None:
    """There are enough groups, each in four wordings or more, for a share to mean something."""
    assert len({group.id for group in groups}) == len(groups) >= LEAST_GROUPS
    assert all(len(group.wordings) >= 4 for group in groups)


@pytest.mark.parametrize("half", LEAST_JOINED)
def test_joined(groups: list[Group], half: str) -> None:
    """Most wordings, whatever their dialect, script and language, are taken for the same as the first one."""
    likely = [
        likeness(group.wordings[0], wording) for group in groups if group.half == half for wording in group.wordings[1:]
    ]

    assert sum(alike >= SAME for alike in likely) / len(likely) >= LEAST_JOINED[half]


@pytest.mark.parametrize("half", MOST_FALSE)
def test_kept_apart(groups: list[Group], half: str) -> None:
    """Hardly a wording is taken for the same as the first one of another question."""
    taken = [
        any(likeness(wording, other.wordings[0]) >= SAME for other in groups if other is not group)
        for group in groups
        if group.half == half
        for wording in group.wordings
    ]

    assert sum(taken) / len(taken) <= MOST_FALSE[half]


@pytest.mark.parametrize("half", LEAST_PLACED)
def test_placed(groups: list[Group], half: str) -> None:
    """More of them are nearest to an earlier wording of their own question, and very few to one of another."""
    places = list(_placed(groups, half))

    assert places.count("own") / len(places) >= LEAST_PLACED[half]
    assert places.count("other") / len(places) <= MOST_MISPLACED


def test_found_by_what_is_telling(groups: list[Group]) -> None:
    """Wordings that are the same share a term by which they are looked up."""
    same = [
        (one, other)
        for group in groups
        for one, other in combinations(group.wordings, 2)
        if likeness(one, other) >= SAME
    ]

    assert all(not set(telling(one)).isdisjoint(telling(other)) for one, other in same)


def test_terms_are_of_the_lexicon(library: Library) -> None:
    """Every concept that is weighed in a way of its own is one of the lexicon, of the class that its term says."""
    concepts = library.knowledge.lexicon.concepts
    named = {term.partition(":")[2]: term.partition(":")[0] for term in {*COMMON, *HALF_COMMON, *FAINT, *ALIKE}}

    assert {identity for identity in named if identity not in concepts} == set()
    assert {
        identity for identity, kind in named.items() if (kind == "name") != concepts[identity].klass.is_named
    } == set()
