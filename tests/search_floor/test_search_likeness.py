from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_floor.words import plain_reader

from knowledge.search.likeness import ALIKE, COMMON, MOST_TELLING, SAME, likeness, telling, terms_of

READER: Final = plain_reader()
TERMS: Final = st.frozensets(
    st.sampled_from(sorted(COMMON))
    | st.sampled_from(["name:iraq", "name:mosul", "concept:school", "concept:member", "concept:oil", "attribute:pay"])
    | st.sampled_from(["kind:count", "kind:person", "kind:list", "kind:place", "time:next", "time:now", "number:85"])
    | st.sampled_from(["date:2019", "date:2019-02", "date:2020", "word:trump", "word:trumb", "sound:TRMB"]),
    max_size=8,
)


def terms(text: str, *, is_arabizi: bool = False) -> tuple[str, ...]:
    """What a text asks."""
    return terms_of(READER.read(text, is_arabizi=is_arabizi))


def are_same(one: str, other: str, *, is_arabizi: bool = False) -> bool:
    """Whether two texts ask the same; the second may be Arabic in Latin letters."""
    return likeness(terms(one), terms(other, is_arabizi=is_arabizi)) >= SAME


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many schools in Mosul", {"concept:school", "name:mosul", "kind:count"}),
        ("oil in February 2019", {"concept:oil", "date:2019-02"}),
        ("the country that was the 85th member", {"concept:country", "concept:member", "number:85"}),
        ("كم مدرسة عند ترامب", {"concept:school", "kind:count", "word:ترامب", "sound:TRMB"}),
    ],
)
def test_terms(text: str, expected: set[str]) -> None:
    """A question's terms say what each of its words stands for, whatever the language."""
    found = terms(text)

    assert expected <= set(found)
    assert len(set(found)) == len(found)


@given(TERMS, TERMS)
def test_symmetric(one: frozenset[str], other: frozenset[str]) -> None:
    """Two questions are as alike from either side, and never less than nothing or more than the same."""
    alike = likeness(one, other)

    assert alike == likeness(other, one)
    assert 0.0 <= alike <= 1.0


@given(TERMS)
def test_like_itself(asked: frozenset[str]) -> None:
    """Every question is wholly like itself."""
    assert likeness(tuple(asked), asked) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How many schools are there in Mosul?", "كم مدرسة في الموصل"),
        ("who commands the coalition", "منو قائد التحالف"),
        ("schools in Mosul in 2019", "schools in Mosul in February 2019"),
    ],
)
def test_languages_and_ways_to_ask(one: str, other: str) -> None:
    """The same question in another language, or with a month of the year, is the same."""
    assert are_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name:mosul", "kind:person"}, {"name:mosul", "kind:list"}),
        ({"attribute:budget", "kind:count"}, {"attribute:budget", "kind:definition"}),
        (
            {"concept:report", "concept:civilian", "concept:kill", "kind:manner"},
            {"concept:report", "concept:civilian", "concept:kill", "kind:place"},
        ),
        ({"concept:base", "name:mosul", "kind:count"}, {"concept:base", "name:mosul"}),
    ],
)
def test_kinds_that_go_together(one: set[str], other: set[str]) -> None:
    """'Which' asks for a person, too, 'what is' for a figure, 'where' for a way; and a kind may stay unsaid."""
    assert likeness(one, other) >= SAME


def test_figures_are_one_kind() -> None:
    """How many, how much and how large are one kind, since dialects have one word for them; money is spoken of, too."""
    asked = terms_of(replace(READER.read("oil in Mosul"), kinds=frozenset({"money", "quantity"})))

    assert set(asked) == {"concept:oil", "name:mosul", "concept:pay-transfer", "kind:count"}


@pytest.mark.parametrize(("kinds", "expected"), [({"person"}, "time:next"), ({"date"}, "time:future")])
def test_future(kinds: set[str], expected: str) -> None:
    """'Who will' asks for the next one; elsewhere a future is hardly told from a present."""
    asked = replace(READER.read("commander"), kinds=frozenset(kinds), times=frozenset({"future"}))

    assert expected in terms_of(asked)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How many schools in Mosul?", "How many schools in Sinjar?"),
        ("How many schools in Mosul?", "How many schools in Iraq?"),
        ("Who trained the forces?", "When were the forces trained?"),
        ("schools in Mosul in 2019", "schools in Mosul in 2020"),
        ("member number 85", "member number 86"),
        ("the 85th member", "the 86th member"),
        ("who is the next commander", "who was the first commander"),
        ("schools of the coalition", "hospitals of the coalition"),
        ("air strikes of the coalition", "air strikes of NATO on schools"),
    ],
)
def test_other_questions(one: str, other: str) -> None:
    """Another place, kind, date, number, order or thing makes another question of nearly the same words."""
    assert not are_same(one, other)


def test_own_name() -> None:
    """A name that only one of two questions has makes another question, however much else they share."""
    assert not are_same("how many strikes", "how many strikes in Mosul")
    assert not are_same("how many schools and hospitals", "how many schools and hospitals in Mosul")


@pytest.mark.parametrize(
    ("one", "other", "is_arabizi"),
    [
        ("متى زار ترامب المدارس", "when was Trump in the schools", False),
        ("تشيلكوت والعراق", "chilcot wel 3iraq", True),
        ("مدارس ستارلينك", "schools of Starlink", False),
    ],
)
def test_sound(one: str, other: str, is_arabizi: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """An unknown name is heard to be the same in both scripts."""
    assert are_same(one, other, is_arabizi=is_arabizi)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("schools of Starlink", "schools of Starlnik"),
        ("التحالف وستارلينك", "التحالف وستارلنك"),
    ],
)
def test_slips(one: str, other: str) -> None:
    """A slip in a word that nobody knows does not make another word of it."""
    assert are_same(one, other)


def test_other_unknown_words() -> None:
    """Two unknown words that are neither spelt nor heard alike are two."""
    assert not are_same("the schools of Starlink", "the schools of Neptune")


def test_other_subject() -> None:
    """What is asked of the coalition is not asked of Daesh, when little else is said."""
    asked = {"concept:pay-transfer", "kind:count"}

    assert likeness({*asked, "name:global-coalition"}, {*asked, "name:daesh"}) < SAME


def test_terms_alike_are_one() -> None:
    """No term that stands for another is itself replaced, so that a term is always the last word."""
    assert ALIKE.keys().isdisjoint(ALIKE.values())


@given(TERMS)
def test_few_are_told(asked: frozenset[str]) -> None:
    """A question is looked up by a few of its own terms, and by some if it has any."""
    told = telling(tuple(asked))

    assert set(told) <= asked
    assert bool(asked) == bool(told)
    assert len(told) <= MOST_TELLING


def test_common_is_not_telling() -> None:
    """What every question is about is looked up only where there is nothing else."""
    assert telling(("name:global-coalition", "concept:school", "name:mosul", "kind:count")) == (
        "name:mosul",
        "concept:school",
    )
    assert telling(("name:global-coalition", "kind:count")) == ("name:global-coalition",)
