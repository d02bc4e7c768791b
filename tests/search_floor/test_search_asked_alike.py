"""How alike a message is to all that is asked of a target."""

from __future__ import annotations

import pickle
from typing import Final

import pytest
from search_floor.words import plain_reader

from knowledge.search.asked_after import Asked, seen
from knowledge.search.asked_alike import LEAST_ASKED, AskedAlike

WORDS: Final = {
    "schools": "which schools teach pupils",
    "forces": "who commands the soldiers",
    "money": "what money was pledged",
}
ASKED: Final = tuple(Asked(text, target, is_told=True) for target, text in WORDS.items() for _ in range(LEAST_ASKED))


def _alike(text: str, *asked: Asked) -> dict[str, float]:
    return dict(AskedAlike(asked, plain_reader()).compare(list(seen(plain_reader().read(text)))))


@pytest.mark.parametrize("target", WORDS)
def test_its_own_words_are_most_alike(target: str) -> None:
    """A message in a target's words is nearly the same as all that is asked of it, and as nothing else."""
    alike = _alike(WORDS[target], *ASKED)

    assert alike.pop(target) > 0.9
    assert max(alike.values()) < 0.5


def test_words_of_several_questions_speak_together() -> None:
    """A message with a word of each of two questions of a target is as alike to it as either question is."""
    other = [Asked("who pays for books", "schools", is_told=True) for _ in range(LEAST_ASKED)]
    mixed = _alike("pupils books", *ASKED, *other)

    assert mixed["schools"] > 0.9 * _alike("who pays for books", *ASKED, *other)["schools"]
    assert mixed["schools"] > mixed["forces"]


@pytest.mark.parametrize("text", ["", "xyzzy"])
def test_nothing_known(text: str) -> None:
    """A message without a known word is alike to none."""
    assert set(_alike(text, *ASKED).values()) == {0.0}


@pytest.mark.parametrize("asked", [(), ASKED[:1], ASKED[:LEAST_ASKED]], ids=["nothing", "one text", "one target"])
def test_little_to_learn_from(asked: tuple[Asked, ...]) -> None:
    """Where targets cannot be told apart, a message is alike to none."""
    assert all(alike == 0.0 for alike in _alike("which schools", *asked).values())


def test_kept_and_loaded() -> None:
    """What is kept with the built index compares as it did."""
    learnt = AskedAlike(ASKED, plain_reader())
    said = list(seen(plain_reader().read("which pupils")))

    assert pickle.loads(pickle.dumps(learnt)).compare(said) == learnt.compare(said)  # noqa: S301 - written in this line
