"""People ask, `sanad run` is killed at any moment, and on SQLite nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crash.courses import ON_SQLITE, run_side_by_side
from crash.fleet import Ground

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crash.outcome import Outcome

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, knowledge: Path, cache: Path) -> Mapping[str, Outcome]:
    """Of all courses, each on a file of its own."""
    homes = {name: tmp_path_factory.mktemp("crash") for name in ON_SQLITE}
    grounds = {
        name: Ground(home, f"sqlite:///{home}/sanad.sqlite3", knowledge, cache, is_warm=True)
        for name, home in homes.items()
    }
    return run_side_by_side(ON_SQLITE, grounds)


@pytest.mark.parametrize("course", ON_SQLITE)
def test_crashes_on_sqlite(outcomes: Mapping[str, Outcome], course: str) -> None:
    """Every question is answered, in order, and its effects come true once; what came twice said so, for a kill."""
    outcome = outcomes[course]

    assert (outcome.complaints, outcome.kills) == ((), ON_SQLITE[course].kills), outcome.name
