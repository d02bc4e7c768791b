from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search import tuning
from knowledge.search.bearing import Bearing

SHARES: Final = st.floats(0.0, 1.0)
LOG_ODDS: Final = st.floats(-30.0, 30.0)
SCORES: Final = st.floats(-2.0, 2.0)
BEARINGS: Final = st.builds(
    Bearing,
    alone=LOG_ODDS,
    joined=LOG_ODDS,
    classified_joined=SCORES,
    nearest_told=SHARES,
    nearest_untold=SHARES,
    untold_after_it=SHARES,
    untold_anywhere=SHARES,
    alike=SCORES,
    titled=SHARES,
    titled_alone=SHARES,
    typical=SHARES,
    is_same=st.booleans(),
    is_near=st.booleans(),
    is_related=st.booleans(),
    told=SHARES,
    usual_kind=SHARES,
    tells_kind=st.booleans(),
    speaks_of_date=SHARES,
    is_of_other_time=st.booleans(),
    is_another_name=st.booleans(),
    leaves_out=st.booleans(),
    commonly_told=SCORES,
    words=st.integers(1, 14),
    things=st.integers(0, 6),
    untold=st.integers(0, 6),
    unknown=st.integers(0, 6),
    asks_when=st.booleans(),
    asks_who=st.booleans(),
    asks_of_now=st.booleans(),
)
FAR: Final = Bearing(
    alone=-1.0,
    joined=-1.0,
    classified_joined=-0.5,
    nearest_told=0.0,
    nearest_untold=0.0,
    untold_after_it=0.0,
    untold_anywhere=0.0,
    alike=0.0,
    titled=0.0,
    titled_alone=0.0,
    typical=0.0,
    is_same=False,
    is_near=False,
    is_related=False,
    told=0.5,
    usual_kind=0.5,
    tells_kind=True,
    speaks_of_date=0.0,
    is_of_other_time=False,
    is_another_name=False,
    leaves_out=True,
    commonly_told=0.5,
    words=3,
    things=1,
    untold=0,
    unknown=0,
    asks_when=False,
    asks_who=False,
    asks_of_now=False,
)
NEAR: Final = FAR._replace(is_near=True)
SAME: Final = NEAR._replace(is_same=True)
RELATED: Final = NEAR._replace(is_related=True)
NAMED: Final = NEAR._replace(is_another_name=True)


def test_every_part_has_a_weight() -> None:
    """Parts and weights name the same kinds of evidence."""
    assert set(FAR.parts) == set(tuning.WEIGHTS_CONTINUED)


@given(BEARINGS)
def test_strength_is_the_weighted_sum(bearing: Bearing) -> None:
    """Log-odds are each part times its weight, added up."""
    slowly = 0.0
    for name, value in bearing.parts.items():
        slowly += tuning.WEIGHTS_CONTINUED[name] * value

    assert bearing.strength == pytest.approx(slowly)


@pytest.mark.parametrize(
    ("log_odds", "expected"), [(-1000.0, -12.0), (-12.0, -12.0), (-11.5, -11.5), (7.5, 7.5), (8.0, 8.0), (1000.0, 8.0)]
)
def test_log_odds_are_clipped(log_odds: float, expected: float) -> None:
    """Beyond a limit on either side neither reading is more or less likely."""
    assert FAR._replace(alone=log_odds).parts["alone"] == expected
    assert FAR._replace(joined=log_odds).parts["joined"] == expected


@pytest.mark.parametrize(
    ("part", "bearing", "lacking"),
    [
        ("related and told", RELATED, [NEAR, RELATED._replace(told=0.0)]),
        (
            "near, left out and told",
            NEAR,
            [FAR, NEAR._replace(leaves_out=False), NEAR._replace(told=0.0)],
        ),
        (
            "another name, near and told",
            NAMED,
            [NEAR, NAMED._replace(is_near=False), NAMED._replace(told=0.0)],
        ),
    ],
)
def test_evidence_that_counts_together(part: str, bearing: Bearing, lacking: list[Bearing]) -> None:
    """Some evidence counts only beside other evidence, by how much the target tells of what is named."""
    assert bearing.parts[part] == bearing.told
    assert [one.parts[part] for one in lacking] == [0.0] * len(lacking)


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("near and nearest told", "nearest_told"),
        ("near and untold after it", "untold_after_it"),
        ("near and commonly told", "commonly_told"),
        ("near and unknown", "unknown"),
    ],
)
@given(bearing=BEARINGS)
def test_evidence_that_counts_of_a_near_target(part: str, field: str, bearing: Bearing) -> None:
    """Some evidence counts only of a target near the answer, or counts more of it."""
    value = getattr(bearing, field)

    assert [bearing._replace(is_near=is_near).parts[part] for is_near in (True, False)] == [value, 0.0]


@given(BEARINGS)
def test_evidence_that_counts_of_any_target(bearing: Bearing) -> None:
    """How near follow-ups are, and how commonly such things are told, counts of near and far targets."""
    parts = bearing.parts

    assert (parts["nearest told"], parts["nearest untold"]) == (bearing.nearest_told, bearing.nearest_untold)
    assert (parts["untold anywhere"], parts["commonly told"]) == (bearing.untold_anywhere, bearing.commonly_told)


def test_nearest_follow_up_counts_most_of_a_near_target() -> None:
    """The same likeness to a follow-up adds more to a target near the answer than to a far one."""
    far, near = (one._replace(nearest_told=0.8).strength - one.strength for one in (FAR, NEAR))

    assert near > far


@given(BEARINGS)
def test_what_counts_for_the_same_entry_alone(bearing: Bearing) -> None:
    """Evidence of the entry that gave the answer counts for no other."""
    other = bearing._replace(is_same=False)

    assert not any(value for name, value in other.parts.items() if name.startswith("same and"))


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (FAR, FAR._replace(alone=1.0)),
        (FAR, FAR._replace(joined=1.0)),
        (FAR, FAR._replace(classified_joined=0.5)),
        (NEAR, NEAR._replace(told=1.0)),
        (FAR, FAR._replace(usual_kind=1.0)),
        (FAR, FAR._replace(speaks_of_date=1.0)),
        (FAR, NEAR),
        (NEAR, NEAR._replace(is_related=True)),
        (FAR, FAR._replace(nearest_told=0.5)),
        (NEAR, NEAR._replace(nearest_told=0.5)),
        (SAME, SAME._replace(nearest_told=0.5)),
        (FAR._replace(nearest_untold=0.5), FAR),
        (FAR._replace(untold_anywhere=0.5), FAR),
        (NEAR._replace(untold_after_it=0.5), NEAR),
        (FAR._replace(commonly_told=-0.5), FAR),
        (NEAR, NEAR._replace(unknown=1)),
        (NEAR, SAME),
        (FAR._replace(tells_kind=False), FAR),
        (FAR._replace(is_of_other_time=True), FAR),
        (FAR._replace(things=1), FAR._replace(things=0)),
        (NEAR._replace(commonly_told=-0.5), NEAR),
        (SAME._replace(commonly_told=-0.5), SAME),
        (FAR._replace(untold=1), FAR),
        (SAME._replace(asks_of_now=True), SAME),
        (SAME, SAME._replace(asks_when=True)),
        (SAME, SAME._replace(asks_who=True)),
    ],
)
def test_what_speaks_for_a_target(less: Bearing, more: Bearing) -> None:
    """What makes it likelier that a target is asked adds to its strength, and what is left open takes from it."""
    assert less.strength < more.strength
