"""What people ask after answers, and how a message resembles it."""

from __future__ import annotations

import pickle
from typing import Final

import pytest
from search_floor.building import entry, heard
from search_floor.words import plain_reader

from knowledge.search.asked_after import USUALLY_UNTOLD, Asked, AskedAfter, Resemblance, all_asked_after, mark_of, seen

ASKED: Final = (
    Asked("which schools in Mosul", "schools", is_told=True),
    Asked("who pays for the schools", "schools", is_told=True),
    Asked("how old are the pupils", "schools", is_told=False),
    Asked("who commands the forces", "forces", is_told=True),
    Asked("what did it cost", "money", is_told=False),
    Asked("how old is he", "money", is_told=False),
)
AFTER: Final = AskedAfter(ASKED, plain_reader())


def _compared(text: str, after: AskedAfter = AFTER) -> Resemblance:
    return after.compare(list(seen(plain_reader().read(text))))


def test_entry_by_entry() -> None:
    """Of each entry in turn what it tells comes first, then what it leaves unanswered."""
    one = entry(
        "one", {}, [], follow_ups={"en": ["who"], "arabizi": ["w emta"]}, unanswered={"en": ["why"], "ar": ["لماذا"]}
    )
    other = entry("other", {}, [], follow_ups={"en": ["where"]})

    assert list(all_asked_after([one, other])) == [
        Asked("who", "one", is_told=True),
        Asked("w emta", "one", is_told=True, is_arabizi=True),
        Asked("why", "one", is_told=False),
        Asked("لماذا", "one", is_told=False),
        Asked("where", "other", is_told=True),
    ]


def test_what_people_asked_after_an_answer() -> None:
    """What was heard after an answer stands behind what curators wrote of the same entry, told and not."""
    one = entry("one", {}, [], follow_ups={"en": ["who"]}, unanswered={"en": ["why"]})
    other = entry("other", {}, [], follow_ups={"en": ["where"]})
    after = {"one": heard("one", told_after=["who was it"], untold_after=["but why"])}

    assert [(asked.text, asked.entry, asked.is_told) for asked in all_asked_after([one, other], after)] == [
        ("who", "one", True),
        ("who was it", "one", True),
        ("why", "one", False),
        ("but why", "one", False),
        ("where", "other", True),
    ]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.text)
def test_its_own_words_are_nearest(asked: Asked) -> None:
    """In the very words of an example, that entry is as near as can be, and no other entry is."""
    compared = _compared(asked.text)
    nearness = compared.told if asked.is_told else compared.untold

    assert nearness[asked.entry] == pytest.approx(1.0, abs=1e-3)
    assert all(near < 1.0 for entry, near in nearness.items() if entry != asked.entry)


def test_told_and_untold_stand_apart() -> None:
    """Each sort is by entry, of those entries alone that have examples of the sort."""
    compared = _compared("which schools")

    assert set(compared.told) == {"schools", "forces"}
    assert set(compared.untold) == {"schools", "money"}


@pytest.mark.parametrize("text", ["", "zebras"])
def test_nothing_shared(text: str) -> None:
    """A message that shares nothing with any example is near none."""
    compared = _compared(text)

    assert set(compared.told.values()) == set(compared.untold.values()) == {0.0}


@pytest.mark.parametrize("text", ["who pays", "how old are they", "schools and forces", "what is he"])
def test_nearest_example_of_an_entry_counts(text: str) -> None:
    """An entry is as near as its nearest example is, when each is an entry of its own."""
    apart = AskedAfter([one._replace(entry=f"{one.entry} {one.text}") for one in ASKED], plain_reader())
    together, single = _compared(text), _compared(text, apart)

    for grouped, each in ((together.told, single.told), (together.untold, single.untold)):
        assert grouped == pytest.approx(
            {name: max(near for one, near in each.items() if one.startswith(f"{name} ")) for name in grouped}
        )


def test_small_words_are_compared() -> None:
    """Of a few words the small ones tell which was asked: 'by whom?' is not 'for whom?'."""
    asked = [Asked("by whom", "one", is_told=True), Asked("for whom", "other", is_told=True)]
    compared = _compared("by whom", AskedAfter(asked, plain_reader()))

    assert compared.told["one"] > compared.told["other"]


def test_untold_anywhere() -> None:
    """The nearest that any entry leaves unanswered counts, whichever it is."""
    compared = _compared("what did it cost")

    assert compared.untold_anywhere == compared.untold["money"] == pytest.approx(1.0, abs=1e-3)


def test_nothing_is_asked() -> None:
    """Where nothing is asked after answers, nothing is near, and what is told nowhere is as near as usual."""
    compared = _compared("which schools", AskedAfter([], plain_reader()))

    assert compared.told == compared.untold == {}
    assert compared.untold_anywhere == USUALLY_UNTOLD


def test_kept_in_a_file() -> None:
    """What was learnt says the same after it was kept in a file."""
    kept = pickle.loads(pickle.dumps(AFTER))  # noqa: S301 - written in this line

    assert _compared("which schools of theirs", kept) == _compared("which schools of theirs")
    assert kept.learnt_from == mark_of(ASKED)


def test_mark_stands_for_all_that_is_asked() -> None:
    """Whatever is asked otherwise, of another entry, told instead of not, or in another order has another mark."""
    first, *rest = ASKED
    changed = (
        [first._replace(text="which schools in Sinjar"), *rest],
        [first._replace(entry="forces"), *rest],
        [first._replace(is_told=False), *rest],
        [*rest, first],
        rest,
    )

    assert mark_of(list(ASKED)) == mark_of(iter(ASKED))
    assert len({mark_of(asked) for asked in (ASKED, *changed)}) == 1 + len(changed)
