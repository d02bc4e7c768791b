"""People ask, `sanad run` is killed at any moment, and on PostgreSQL nothing is lost."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from crash.courses import ON_POSTGRESQL, run_side_by_side
from crash.fleet import Ground

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from postgres_server import PostgresServer

    from crash.outcome import Outcome

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def outcomes(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer, knowledge: Path, cache: Path
) -> Mapping[str, Outcome]:
    """Of all courses, each on a database of its own, which is empty: the first start migrates it."""
    with ExitStack() as stack:
        grounds = {
            name: Ground(
                tmp_path_factory.mktemp("crash"),
                stack.enter_context(postgres_server.database(is_migrated=False)),
                knowledge,
                cache,
                is_warm=True,
            )
            for name in ON_POSTGRESQL
        }
        return run_side_by_side(ON_POSTGRESQL, grounds)


@pytest.mark.parametrize("course", ON_POSTGRESQL)
def test_crashes_on_postgresql(outcomes: Mapping[str, Outcome], course: str) -> None:
    """Every question is answered, in order, and its effects come true once; what came twice said so, for a kill."""
    outcome = outcomes[course]

    assert (outcome.complaints, outcome.kills) == ((), ON_POSTGRESQL[course].kills), outcome.name
