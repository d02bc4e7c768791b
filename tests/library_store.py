"""Libraries that are built once in a run: of those who need one, the first builds it, and the others read it."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import platformdirs

from bot.library_cache import cached_library, fingerprint, is_cached
from bot.settings import SHIPPED_KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from handlers.library import Library


@dataclass(frozen=True, slots=True)
class LibraryStore:
    """A folder of built libraries that several processes share. No two of them build at a time."""

    folder: Path

    def library(self, knowledge: Path) -> Library:
        """The library of a knowledge folder."""
        with self._alone():
            return cached_library(knowledge, self.folder)

    def lend(self, knowledge: Path, cache: Path) -> None:
        """Leave the library of a knowledge folder in a cache of somebody's own, too."""
        if not is_cached(knowledge, self.folder):
            self.library(knowledge)
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy2(self.folder / f"library-{fingerprint(knowledge)}.pickle", cache)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)  # which gives the lock back


PREPARED: Final = LibraryStore(platformdirs.user_cache_path("sanad"))
"""Where `sanad prepare` leaves the library of the shipped knowledge, which takes longest to build."""


@cache
def shipped_library() -> Library:
    """The library of the shipped knowledge, read once for all tests of a process."""
    return PREPARED.library(SHIPPED_KNOWLEDGE)
