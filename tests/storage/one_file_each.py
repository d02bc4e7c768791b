"""A file of SQLite for each example that Hypothesis tries: a fixture is made once for all of them."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def url_of_a_copy(database: Path) -> Iterator[str]:
    """The address of a copy, until the end of the block."""
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{shutil.copy(database, folder)}"
