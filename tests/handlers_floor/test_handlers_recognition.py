"""Sets of phrases are told apart by the nearest phrase and by a classifier together."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from handlers.recognition import NOTHING, Recogniser, traits
from knowledge.errors import Place
from knowledge.schema import Phrasing, Variety

if TYPE_CHECKING:
    from handlers.library import Library
    from knowledge.search.question import Reader

PHRASES: Final = {
    "greeting": ["good morning to you", "good evening to you", "good morning all", "good evening all"],
    "thanks": ["many thanks to you", "thank you all", "thanks to all", "thank you and many thanks"],
    NOTHING: ["how many members are there", "how many strikes were there", "who commands the forces"],
}


@pytest.fixture
def reader(small: Library) -> Reader:
    """Keeps fillers, and knows the small knowledge's concepts."""
    return small.repertoire.recogniser.reader


@pytest.fixture
def recogniser(reader: Reader) -> Recogniser:
    return Recogniser({label: [phrasing(text) for text in texts] for label, texts in PHRASES.items()}, reader)


def phrasing(text: str) -> Phrasing:
    return Phrasing(text, Variety.ENGLISH, Place(Path("phrases.yaml"), 1))


@pytest.mark.parametrize(
    ("text", "label"),
    [("good morning", "greeting"), ("thank you", "thanks"), ("who commands the members", NOTHING)],
)
def test_likeliest(recogniser: Recogniser, text: str, label: str) -> None:
    """A message is likeliest what it has most in common with."""
    reading = recogniser.read(text)

    assert max(reading.shares, key=lambda name: reading.shares[name]) == label
    assert reading.nearest(label).text in PHRASES[label]


def test_shares_are_probabilities(recogniser: Recogniser) -> None:
    """They add up to 1 over all labels."""
    reading = recogniser.read("good morning, many thanks")

    assert set(reading.shares) == set(PHRASES)
    assert sum(reading.shares.values()) == pytest.approx(1.0)


def test_a_phrase_is_nearest_to_itself(recogniser: Recogniser) -> None:
    """Its nearness is 1, and no other set is as near."""
    reading = recogniser.read("many thanks to you")

    assert reading.nearness("thanks") == pytest.approx(1.0)
    assert max(reading.nearness("greeting"), reading.nearness(NOTHING)) < 1.0


@pytest.mark.parametrize("text", ["good morning", "thank you and good evening", "who commands the members", "morning"])
def test_nothing_is_ruled_out_that_is_likely(recogniser: Recogniser, text: str) -> None:
    """A message can be each set with the probability that it has for it once it is compared."""
    reading = recogniser.read(text)

    assert all(reading.may_be([label], 0.999 * share) for label, share in reading.shares.items())
    assert reading.may_be(list(PHRASES), 1.0)


def test_what_is_far_from_likely_is_ruled_out(recogniser: Recogniser) -> None:
    """What the classifier and concepts speak against is no set, whatever letters there are."""
    reading = recogniser.read("how many strikes were there")

    assert not reading.may_be(["greeting"], 0.99)
    assert reading.may_be([NOTHING], 0.99)


@pytest.mark.parametrize("text", ["", "ققققق", "2019"])
def test_nothing_in_common(recogniser: Recogniser, text: str) -> None:
    """What shares no word and no three letters with any phrase is not likely to be anything."""
    assert not any(recogniser.read(text).shares.values())


def test_recogniser_can_be_kept(recogniser: Recogniser) -> None:
    """A start from the cache reads as the recogniser did that was built, though it had read messages before."""
    recogniser.read("good morning")
    kept: Recogniser = pickle.loads(pickle.dumps(recogniser))  # noqa: S301 - made one line ago

    assert kept.read("good morning").shares == recogniser.read("good morning").shares


def test_read_once(recogniser: Recogniser) -> None:
    """A message that comes again, with whatever signs after it, has the reading that it had."""
    assert recogniser.read("Good morning") is recogniser.read("good  morning!!")


def test_traits_of_both_scripts_are_the_same(reader: Reader) -> None:
    """Arabic in Latin letters is seen as Arabic, and so learns from it."""
    arabic, arabizi = (set(traits(reader.read(text))) for text in ("التحالف", "el ta7alof"))

    assert arabic == arabizi


def test_traits_tell_how_much_of_a_question_it_is(reader: Reader) -> None:
    """Concepts, names and dates are signs of a question."""
    asked = set(traits(reader.read("How many members of the Global Coalition in 2019?")))
    said = set(traits(reader.read("good morning")))

    assert {"a name", "a date"} <= asked
    assert {"0 concepts", "2 words"} <= said
