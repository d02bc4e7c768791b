from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from search_floor.building import PLACE

from knowledge.schema import Phrasing, Variety
from knowledge.search.decide import ELSEWHERE, Verdict, decide
from knowledge.search.evidence import Candidate, Evidence
from knowledge.search.review import Review
from knowledge.search.tuning import FLOOR_ASK, FLOOR_ASK_REVIEWED, FLOOR_OFFERED, FLOOR_SURE, MOST_OFFERED

if TYPE_CHECKING:
    from collections.abc import Sequence

EVIDENCE: Final = Evidence(
    phrasings=[Phrasing("anything", Variety.ENGLISH, PLACE)],
    nearest=0,
    concepts=0.5,
    support=0.5,
    typical=0.5,
    classified=0.0,
    classified_none=-1.0,
    asks_opinion=False,
    later_date=False,
    length=1.0,
    usual_kind=0.5,
    other_wanted=False,
    other_time=False,
    other_kind=False,
    lacks_figures=False,
    unexplained=(),
    missing=0,
    unlike=0.0,
    speaks_of_date=0.0,
)
SLIGHTLY: Final = 1e-6


def candidates(*probabilities: float) -> list[Candidate]:
    """Candidates a, b, c… with these probabilities."""
    return [Candidate(chr(ord("a") + place), EVIDENCE, probability) for place, probability in enumerate(probabilities)]


def decided(*probabilities: float) -> tuple[Verdict, str]:
    decision = decide(candidates(*probabilities))
    return decision.verdict, "".join(candidate.id for candidate in decision.candidates)


def test_floors_fit_each_other() -> None:
    """Whoever may answer alone may also be asked about, and three that are asked about can each be offered."""
    assert 1.0 > FLOOR_SURE > FLOOR_ASK > FLOOR_ASK_REVIEWED > FLOOR_OFFERED * MOST_OFFERED > 0.0


@pytest.mark.parametrize("probability", [FLOOR_SURE, 0.99])
def test_sure(probability: float) -> None:
    """From its floor on, the likeliest answers alone."""
    assert decided(probability, (1 - probability) / 2) == (Verdict.SURE, "a")


def test_two_that_are_sure() -> None:
    """Where two reach the floor, none is the answer: the reader is asked which one is meant."""
    assert decided(FLOOR_SURE + SLIGHTLY, FLOOR_SURE + SLIGHTLY) == (Verdict.ASK, "ab")


def test_not_quite_sure() -> None:
    """Below that floor, even by a hair, the reader is asked."""
    assert decided(FLOOR_SURE - SLIGHTLY) == (Verdict.ASK, "a")


@pytest.mark.parametrize(("floor", "expected"), [(0.5, (Verdict.SURE, "a")), (0.6, (Verdict.ASK, "ab"))])
def test_another_floor(floor: float, expected: tuple[Verdict, str]) -> None:
    """The caller may set the floor from which one answers; below it, the reader is asked."""
    decision = decide(candidates(0.5, 0.42), floor=floor)

    assert (decision.verdict, "".join(candidate.id for candidate in decision.candidates)) == expected


def test_near_miss_is_told() -> None:
    """A decision says of which entry a question is a near miss in its very words, however unlikely that entry is."""
    held_back = Candidate("z", EVIDENCE._replace(unlike=1.0), 0.0)

    assert decide([*candidates(0.1, 0.1, 0.1), held_back]).near_miss_of == "z"
    assert decide(candidates(0.1, 0.1, 0.1)).near_miss_of is None


def test_less_is_asked_for_at_a_second_look() -> None:
    """Where the likeliest were looked at twice, the reader is asked from a lower floor on."""
    review = Review(commonly_told=1.0, untold=0, untold_anywhere=0.5, alike=0.5, ahead=0.1)
    once = Candidate("a", EVIDENCE, FLOOR_ASK_REVIEWED)

    assert decide([once]).verdict is Verdict.NONE
    assert decide([once._replace(evidence=EVIDENCE._replace(review=review))]).verdict is Verdict.ASK


def test_ask_offers_the_likely_ones() -> None:
    """Those that are likely together are offered, without the ones that are hardly likely."""
    assert decided(FLOOR_ASK, FLOOR_OFFERED, FLOOR_OFFERED - SLIGHTLY) == (Verdict.ASK, "ab")


def test_ask_offers_three_at_most() -> None:
    """More than three are never offered."""
    assert decided(0.24, 0.24, 0.24, 0.24) == (Verdict.ASK, "abc")


def test_likely_together_is_enough() -> None:
    """None needs to be likely by itself to be asked about."""
    third = FLOOR_ASK / 3 + SLIGHTLY

    assert decided(third, third, third) == (Verdict.ASK, "abc")


def test_fourth_does_not_count() -> None:
    """What is likely together is the best three's."""
    quarter = FLOOR_ASK / 4 + SLIGHTLY

    assert decided(quarter, quarter, quarter, quarter) == (Verdict.NONE, "abc")


def test_none_keeps_what_is_near() -> None:
    """Where 'none of these' is likelier, the nearest are still told."""
    assert decided(FLOOR_ASK - SLIGHTLY) == (Verdict.NONE, "a")


def test_nothing() -> None:
    """Without a candidate there is nothing to say."""
    assert decided() == (Verdict.NONE, "")


def with_elsewhere(*probabilities: float) -> list[Candidate]:
    """The same, but the first of them is a subject that belongs elsewhere."""
    first, *rest = candidates(*probabilities)
    return [Candidate(f"{ELSEWHERE}sport", EVIDENCE, first.probability), *rest]


def test_subject_of_elsewhere() -> None:
    """A question that is surely about something else has no answer, though an entry is near."""
    decision = decide(with_elsewhere(FLOOR_SURE, 0.1))

    assert (decision.verdict, [candidate.id for candidate in decision.candidates]) == (Verdict.NONE, ["b"])


def test_subject_of_elsewhere_at_another_floor() -> None:
    """The caller's floor is that of what belongs elsewhere, too."""
    below, above = decide(with_elsewhere(0.5, 0.4), floor=0.6), decide(with_elsewhere(0.5, 0.4), floor=0.5)

    assert (below.verdict, above.verdict) == (Verdict.ASK, Verdict.NONE)


def test_subject_of_elsewhere_is_never_offered() -> None:
    """Where it is merely likely, the reader is asked about entries alone."""
    decision = decide(with_elsewhere(0.2, FLOOR_ASK))

    assert (decision.verdict, [candidate.id for candidate in decision.candidates]) == (Verdict.ASK, ["b"])


@pytest.mark.parametrize(("probabilities", "expected"), [((0.9, 0.05), 0.9), ((0.3, 0.25), 0.3), ((), 0.0)])
def test_confidence(probabilities: Sequence[float], expected: float) -> None:
    """Confidence is the likeliest candidate's probability, whatever the verdict."""
    assert decide(candidates(*probabilities)).confidence == expected


def test_reason_names_the_entry() -> None:
    """A sure decision says which entry, for whoever asks why."""
    assert "a is likely enough" in decide(candidates(0.9)).why


@given(st.lists(st.floats(0.0, 1.0), max_size=6))
def test_any_candidates(drawn: list[float]) -> None:
    """A sure verdict has one candidate, a question back at least one, and none ever more than three."""
    total = math.fsum(drawn) + 0.001
    shares = sorted((share / max(total, 1.0) for share in drawn), reverse=True)
    assume(all(share < 1.0 for share in shares))
    decision = decide(candidates(*shares))
    fewest, most = {Verdict.SURE: (1, 1), Verdict.ASK: (1, MOST_OFFERED), Verdict.NONE: (0, MOST_OFFERED)}[
        decision.verdict
    ]

    assert fewest <= len(decision.candidates) <= most
