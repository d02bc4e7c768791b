"""People ask, `sanad run` is killed at any moment, and on neither database anything is lost."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING

import pytest

from crash.courses import ON_POSTGRESQL, ON_SQLITE, run_side_by_side
from crash.fleet import Ground

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from postgres_server import PostgresServer

    from crash.outcome import Outcome

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def outcomes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, knowledge: Path, cache: Path
) -> Mapping[str, Outcome]:
    """Of all courses, each on a database of its own, which is empty: the first start migrates it."""
    ground = partial(Ground, knowledge=knowledge, cache=cache, is_warm=True)
    homes = {name: tmp_path_factory.mktemp("crash") for name in (*ON_SQLITE, *ON_POSTGRESQL)}
    grounds = {name: ground(homes[name], f"sqlite:///{homes[name]}/sanad.sqlite3") for name in ON_SQLITE}
    with ExitStack() as stack:
        with suppress(pytest.skip.Exception):  # where there is no server; the tests that ask for it are skipped, too
            server: PostgresServer = request.getfixturevalue("postgres_server")
            for name in ON_POSTGRESQL:
                grounds[name] = ground(homes[name], stack.enter_context(server.database(is_migrated=False)))
        return run_side_by_side({**ON_SQLITE, **ON_POSTGRESQL}, grounds)


@pytest.mark.parametrize("course", ON_SQLITE)
def test_crashes_on_sqlite(outcomes: Mapping[str, Outcome], course: str) -> None:
    """Every question is answered, in order, and its effects come true once; what came twice said so, for a kill."""
    outcome = outcomes[course]

    assert (outcome.complaints, outcome.kills) == ((), ON_SQLITE[course].kills), outcome.name


@pytest.mark.usefixtures("postgres_server")
@pytest.mark.parametrize("course", ON_POSTGRESQL)
def test_crashes_on_postgresql(outcomes: Mapping[str, Outcome], course: str) -> None:
    """The same on PostgreSQL."""
    outcome = outcomes[course]

    assert (outcome.complaints, outcome.kills) == ((), ON_POSTGRESQL[course].kills), outcome.name
