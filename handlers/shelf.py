"""Where the library stands that conversations look things up in; another takes its place between two messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handlers.library import Library


@dataclass(slots=True)
class Shelf:
    """Holds one library. Each message takes it once, so that a change never falls into the middle of a reply."""

    library: Library
    release: int = 0
    """The number of the release that it was built from; 0 for a knowledge folder."""

    def put(self, library: Library, release: int) -> None:
        """From the next message on, look things up in this one."""
        self.library, self.release = library, release
