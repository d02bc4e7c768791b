from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.sightings import Sightings

TEXTS = st.lists(st.lists(st.sampled_from("abcdef")))


def counted(sightings: Sightings, numbers: dict[str, int]) -> list[dict[str, float]]:
    """For each text how often it has each thing with a number."""
    names = {number: name for name, number in numbers.items()}
    rows = ((row.tolist(), times.tolist()) for row, times in sightings.rows(numbers))
    return [dict(zip(map(names.__getitem__, row), times, strict=True)) for row, times in rows]


@given(TEXTS, st.sets(st.sampled_from("abcdefg")))
def test_rows(texts: list[list[str]], known: set[str]) -> None:
    """Each text has what is seen of it as often as that is seen; what has no number is left out."""
    numbers = {name: number for number, name in enumerate(sorted(known))}

    expected = [{name: count for name, count in Counter(text).items() if name in known} for text in texts]
    assert counted(Sightings(texts), numbers) == expected


@given(TEXTS)
def test_spread(texts: list[list[str]]) -> None:
    """A thing is spread over as many texts as have it, in the order in which things are met."""
    sightings = Sightings(map(iter, texts))

    met = dict.fromkeys(name for text in texts for name in text)
    assert list(sightings.spread().items()) == [(name, sum(name in text for text in texts)) for name in met]
    assert len(sightings) == len(texts)
