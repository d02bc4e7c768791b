"""Work on every core: the same outcome in the same order, and copies of the process only where somebody allows them."""

from __future__ import annotations

import os

import pytest

from knowledge.cores import every_core, spread

ITEMS = range(200)


def test_alone() -> None:
    """Unless somebody says so, this process does all of it."""
    assert set(spread(lambda _: os.getpid(), ITEMS)) == {os.getpid()}


@pytest.mark.skipif(os.cpu_count() == 1, reason="there is but one core")
def test_together() -> None:
    """Where somebody says so, others do it."""
    with every_core():
        workers = set(spread(lambda _: os.getpid(), ITEMS))

    assert os.getpid() not in workers


def test_same_outcome() -> None:
    """Results stand in the order of their items, whoever made them; the work need not be a thing that can be sent."""
    factor = 3
    with every_core():
        results = spread(lambda item: item * factor, ITEMS)

    assert results == [item * 3 for item in ITEMS]


def test_little_work_is_not_shared() -> None:
    """A few items are not worth a copy of the process."""
    with every_core():
        workers = spread(lambda _: os.getpid(), [1, 2, 3])

    assert set(workers) == {os.getpid()}


def test_copies_make_no_copies() -> None:
    """Work that spreads work in its turn does so by itself."""
    with every_core():
        results = spread(lambda item: sum(spread(lambda one: one, range(item))), ITEMS)

    assert results == [sum(range(item)) for item in ITEMS]


def test_mistake_in_the_work() -> None:
    """What the work raises is raised."""
    with every_core(), pytest.raises(ZeroDivisionError):
        spread(lambda item: 1 // item, ITEMS)


def test_no_longer_than_allowed() -> None:
    """Afterwards this process works by itself again."""
    with every_core():
        pass

    assert set(spread(lambda _: os.getpid(), ITEMS)) == {os.getpid()}
