from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_floor.building import PLACE

from knowledge.schema import ConceptClass, Phrasing, Variety
from knowledge.search import tuning
from knowledge.search.evidence import Evidence, weigh
from knowledge.search.question import Feature

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

shares = st.floats(0.0, 1.0)
features = st.builds(Feature, st.just("x"), st.sampled_from(ConceptClass), st.booleans())


@st.composite
def evidences(draw: DrawFn) -> Evidence:
    """Evidence of any strength that a question of up to twenty concepts can have."""
    return Evidence(
        phrasings=[Phrasing("anything", Variety.ENGLISH, PLACE)],
        nearest=0,
        concepts=draw(shares),
        support=draw(shares),
        typical=draw(shares),
        classified=draw(st.floats(-2.0, 2.0)),
        classified_none=draw(st.floats(-2.0, 2.0)),
        asks_opinion=draw(st.booleans()),
        later_date=draw(st.booleans()),
        length=draw(st.floats(0.0, 3.0)),
        usual_kind=draw(shares),
        other_wanted=draw(st.booleans()),
        other_time=draw(st.booleans()),
        other_kind=draw(st.booleans()),
        lacks_figures=draw(st.booleans()),
        unexplained=tuple(draw(st.lists(features, max_size=4))),
        missing=draw(st.integers(0, 3)),
        unlike=draw(shares),
        speaks_of_date=draw(shares),
        other_date=draw(st.booleans()),
    )


def plain(**changed: object) -> Evidence:
    given_parts: dict[str, object] = {
        "phrasings": [Phrasing("anything", Variety.ENGLISH, PLACE)],
        "nearest": 0,
        **dict.fromkeys(("concepts", "support", "typical", "length", "usual_kind", "unlike"), 0.5),
        "other_kind": False,
        "other_wanted": False,
        "other_time": False,
        "lacks_figures": False,
        "unexplained": (),
        "missing": 0,
        "speaks_of_date": 0.0,
        "classified": 0.0,
        "classified_none": 0.0,
        "asks_opinion": False,
        "later_date": False,
        **changed,
    }
    return Evidence(**given_parts)  # type: ignore[arg-type]  # parts of several types in one mapping


def test_every_part_has_a_weight() -> None:
    """Parts and weights name the same kinds of evidence."""
    assert set(plain().parts) == set(tuning.WEIGHTS)


@pytest.mark.parametrize(
    ("feature", "part"),
    [
        (Feature("syria", ConceptClass.COUNTRY), "unexplained name"),
        (Feature("salary", ConceptClass.ATTRIBUTE), "unexplained attribute"),
        (Feature("school"), "unexplained concept"),
        (Feature("number:86"), "unexplained number"),
        (Feature("word:zebra", is_known=False), "unknown word"),
    ],
)
def test_unexplained_features_are_counted_by_sort(feature: Feature, part: str) -> None:
    """What nothing explains counts apart by sort; concepts and unknown words by the logarithm of their number."""
    parts = plain(unexplained=(feature, feature)).parts
    sorts = [name for name in parts if name.startswith(("unexplained", "unknown"))]

    expected = math.log1p(2.0) if part in {"unexplained concept", "unknown word"} else 2.0

    assert {sort: parts[sort] for sort in sorts} == {sort: expected if sort == part else 0.0 for sort in sorts}


def test_opinion_counts_as_an_attribute() -> None:
    """To ask for an opinion makes another question of the same words, as an attribute does."""
    parts = plain(unexplained=(Feature("salary", ConceptClass.ATTRIBUTE),), asks_opinion=True).parts

    assert (parts["unexplained attribute"], parts["unexplained concept"]) == (2.0, 0.0)


@pytest.mark.parametrize(
    ("against", "for_it"),
    [
        ({"unexplained": (Feature("salary", ConceptClass.ATTRIBUTE),)}, {}),
        ({"asks_opinion": True}, {}),
        ({"later_date": True}, {}),
        ({"other_date": True}, {}),
        ({"other_wanted": True}, {}),
        ({"other_time": True}, {}),
        ({"classified": -1.0}, {"classified": 1.0}),
        ({"classified_none": 1.0}, {"classified_none": -1.0}),
        ({"speaks_of_date": 0.1}, {"speaks_of_date": 1.0}),
    ],
)
def test_what_speaks_against_a_target(against: dict[str, object], for_it: dict[str, object]) -> None:
    """What makes another question of the same words weakens a target, as do a vague date and the classifier's word."""
    assert plain(**against).strength < plain(**for_it).strength


@pytest.mark.parametrize(
    ("unlike", "expected"),
    [(1.0, 2.0), (tuning.FLOOR_NEAR_MISS, 1.0), (math.nextafter(tuning.FLOOR_NEAR_MISS, 0.0), 0.0)],
)
def test_floor_of_near_misses(unlike: float, expected: float) -> None:
    """A near miss counts from its floor on, in full; twice when it is the very question."""
    assert plain(unlike=unlike).parts["near miss"] == expected


@given(evidences())
def test_strength_is_the_weighted_sum(evidence: Evidence) -> None:
    """Log-odds are each part times its weight, added up."""
    slowly = 0.0
    for name, value in evidence.parts.items():
        slowly += tuning.WEIGHTS[name] * value

    assert evidence.strength == pytest.approx(slowly)


@settings(max_examples=60)
@given(st.lists(evidences(), max_size=6), st.dictionaries(st.sampled_from("012345"), st.floats(0.0, 3.0)))
def test_probabilities(found: list[Evidence], favour: dict[str, float]) -> None:
    """Probabilities are positive, stand likeliest first, and leave something for 'none of these'."""
    candidates = weigh([(str(number), evidence) for number, evidence in enumerate(found)], favour)
    probabilities = [candidate.probability for candidate in candidates]

    assert all(probability > 0.0 for probability in probabilities)
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) < 1.0


@settings(max_examples=60)
@given(st.lists(evidences(), min_size=1, max_size=4))
def test_probabilities_against_the_slow_twin(found: list[Evidence]) -> None:
    """Each probability is its odds over all odds and the one of 'none of these'."""
    candidates = weigh([(str(number), evidence) for number, evidence in enumerate(found)], {})
    odds = {str(number): math.exp(evidence.strength) for number, evidence in enumerate(found)}

    assert {candidate.id: candidate.probability for candidate in candidates} == {
        identity: pytest.approx(odd / (1.0 + sum(odds.values()))) for identity, odd in odds.items()
    }


def test_strength_of_nought_is_even() -> None:
    """A candidate as likely as 'none of these' has half of the probability."""
    even = plain()
    [candidate] = weigh([("even", even)], {"even": -even.strength})

    assert candidate.probability == pytest.approx(0.5)
