from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from handlers_floor.small_library import small_library
from handlers_floor.talking import Talk

if TYPE_CHECKING:
    from handlers.library import Library


@pytest.fixture(scope="session")
def small() -> Library:
    return small_library()


@pytest.fixture
def talk(small: Library) -> Talk:
    """A conversation about the small knowledge."""
    return Talk(small)
