"""Whether what is asked of a target is commonly told."""

from __future__ import annotations

import pickle
from functools import cache
from typing import TYPE_CHECKING

import pytest
from search_floor.asked_and_not import leads
from search_floor.building import heard, target
from search_floor.words import plain_reader

from knowledge.search.asked_of import LEAST_SEEN, AskedOf
from knowledge.search.finder import Finder
from knowledge.search.index import Index

if TYPE_CHECKING:
    from knowledge.search.profile import Target


@cache
def finder() -> Finder:
    return Finder(leads())


def _score(text: str, of: str) -> float:
    return finder().experience.asked_of.score(finder().reader.read(text), finder().index.profile(of))


@pytest.mark.parametrize("of", ["schools", "oil"])
def test_what_is_told_and_what_is_not(of: str) -> None:
    """In other words for the subject, and of any entry: who leads it is told, who paid for it is not."""
    assert _score(f"who leads the {of} these days", of) > 0.0
    assert _score(f"who paid for the {of} these days", of) < 0.0


def test_subject_does_not_count() -> None:
    """What is asked of an entry is judged alike, whatever the entry is about."""
    assert _score("who leads the schools", "schools") == pytest.approx(_score("who leads the oil", "oil"))


@pytest.mark.parametrize("unlike", [0, LEAST_SEEN])
def test_nothing_to_tell_apart(unlike: int) -> None:
    """Where there are no near misses, or too few texts to learn from, nothing speaks for or against anything."""
    few = Index([target("oil", ["who sold the oil"], unlike=["who bought it"] * (unlike > 0))], plain_reader())
    asked_of = AskedOf(few, plain_reader())

    assert asked_of.score(plain_reader().read("who sold the oil"), few.profile("oil")) == 0.0


def test_kept_and_loaded() -> None:
    """What is kept with the built index judges as it did."""
    question, profile = finder().reader.read("who leads the oil"), finder().index.profile("oil")
    kept = pickle.loads(pickle.dumps(finder().experience.asked_of))  # noqa: S301 - written in this line

    assert kept.score(question, profile) == finder().experience.asked_of.score(question, profile)


def test_what_people_asked_counts_more() -> None:
    """What people asked in their own words outweighs as many questions that curators thought of."""
    unlike = [f"who bought it in town{number}" for number in range(LEAST_SEEN)]
    asked = [f"who bought it in the year {number}" for number in range(LEAST_SEEN)]
    phrasings = [f"who sold the oil in town{number}" for number in range(LEAST_SEEN)]
    by_curators = target("oil", [*phrasings, *asked], unlike=unlike)
    by_people = target("oil", phrasings, unlike=unlike, heard=heard("oil", told=asked))

    def score_of(one: Target) -> float:
        index = Index([one], plain_reader())
        question = plain_reader().read("who bought it")
        return AskedOf(index, plain_reader()).score(question, index.profile("oil"))

    assert score_of(by_people) > score_of(by_curators)
