"""How well redaction does on examples that were written down beforehand, by its authors and by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from benchmarks.redaction import (
    BLIND,
    DEVELOPMENT,
    HARD_TEXTS,
    HELD_OUT,
    INDEPENDENT,
    Score,
    measured,
    read_examples,
)
from handlers.redaction import plain, redact

if TYPE_CHECKING:
    from pathlib import Path

FLOOR: Final = 0.97
BLIND_RECALL: Final = 0.82
BLIND_PRECISION: Final = 0.9
"""For texts of somebody else that were never looked at: a part less than is found, a mark more than is right."""
RECALL: Final = {
    "address": 0.75,
    "handle": 1.0,
    "link": 1.0,
    "mail": 0.95,
    "name": 0.93,
    "number": 0.95,
    "phone": 1.0,
    "place": 0.95,
}
"""By kind: of the few examples of some, one may be missed."""
PRECISION: Final = {"link": 0.95, "mail": 0.95, "name": 0.95, "number": 0.95, "place": 0.9}
"""By what is written in its place."""


@pytest.fixture(scope="module")
def held_out() -> Score:
    return measured(read_examples(HELD_OUT))


@pytest.mark.parametrize("path", [HELD_OUT, DEVELOPMENT, INDEPENDENT], ids=lambda path: path.stem)
def test_all_kinds_together(path: Path) -> None:
    """Of what has to go, and of what is taken out, at least 97 in a hundred are the same."""
    score = measured(read_examples(path))

    assert score.recall() >= FLOOR
    assert score.precision() >= FLOOR


def test_texts_of_somebody_else() -> None:
    """Of texts that its authors neither wrote nor saw, redaction finds five parts in six, and little else."""
    score = measured(read_examples(BLIND))

    assert score.recall() >= BLIND_RECALL
    assert score.precision() >= BLIND_PRECISION


@pytest.mark.parametrize("kind", RECALL)
def test_recall(held_out: Score, kind: str) -> None:
    """Each kind of what could identify somebody goes."""
    assert held_out.recall(kind) >= RECALL[kind]


@pytest.mark.parametrize("kind", PRECISION)
def test_precision(held_out: Score, kind: str) -> None:
    """Little else goes with it."""
    assert held_out.precision(kind) >= PRECISION[kind]


def test_there_is_enough_to_measure() -> None:
    """The examples are many, of both scripts and all kinds, and about half of them have nothing to go."""
    shares = [read_examples(path) for path in (HELD_OUT, DEVELOPMENT)]
    examples = [example for share in shares for example in share]
    plain_ones = [example for example in examples if not example.spans]

    assert len(examples) >= 500
    assert 0.4 < len(plain_ones) / len(examples) < 0.6
    assert 0.4 < sum(example.script == "arabic" for example in examples) / len(examples) < 0.6
    assert all({span.kind for example in share for span in example.spans} == set(RECALL) for share in shares)


def test_no_example_stands_in_both_shares() -> None:
    """What is held out was not seen."""
    held, seen = (
        {plain(example.text) for path in paths for example in read_examples(path)}
        for paths in ((HELD_OUT, BLIND), (DEVELOPMENT, INDEPENDENT))
    )

    assert held.isdisjoint(seen)


@pytest.mark.parametrize("text", HARD_TEXTS, ids=lambda text: repr(text[:12]))
def test_hard_text(text: str) -> None:
    """Texts that were made to keep a pattern busy are done with, and what is left of them is left again."""
    once = redact(text)

    assert redact(once) == once
