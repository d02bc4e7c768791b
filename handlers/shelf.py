"""Where the library stands that conversations look things up in; another takes its place between two messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.library import Library


class Shelf:
    """Holds one library. Each message takes it once, so that a change never falls into the middle of a reply."""

    def __init__(self, library: Library | None = None, release: int = 0) -> None:
        self._library = library
        self.release = release
        """The number of the release that the library was built from; 0 for a knowledge folder."""

    @property
    def library(self) -> Library:
        """What things are looked up in.

        Raises:
            LookupError: nothing was put here yet.
        """
        if self._library is None:
            raise LookupError("the shelf is empty: put a library on it before anybody asks")
        return self._library

    def put(self, library: Library, release: int) -> None:
        """From the next message on, look things up in this one."""
        self._library, self.release = library, release
