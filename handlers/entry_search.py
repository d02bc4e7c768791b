"""Finding an entry by whatever a curator remembers of it: its id, words of its title, or a question that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from knowledge.search.decide import ELSEWHERE
from knowledge.text.language import Detected
from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.library import Library
    from knowledge.schema import Entry

MOST_FOUND: Final = 12


def search_entries(library: Library, words: str, *, limit: int = MOST_FOUND) -> tuple[Entry, ...]:
    """Entries whose id or title holds all of the words, then those that come nearest to them as a question."""
    if not words.strip():
        return ()
    found = dict.fromkeys((*_named(library, words), *_meant(library, words, limit)))
    return tuple(library.knowledge.entries[identity] for identity in tuple(found)[:limit])


def _named(library: Library, words: str) -> Iterator[str]:
    wanted = fold(words).split()
    for entry in library.knowledge.entries.values():
        if all(word in _name(entry) for word in wanted) or words.strip() == entry.id:
            yield entry.id


def _name(entry: Entry) -> str:
    return f"{entry.id} {fold(entry.title.en)} {fold(entry.title.ar)}"


def _meant(library: Library, words: str, limit: int) -> Iterator[str]:
    is_arabizi = library.detector.detect(words) is Detected.ARABIZI
    question = library.finder.reader.read(words, is_arabizi=is_arabizi)
    for candidate in library.finder.index.search(question, limit=limit):
        if not candidate.id.startswith(ELSEWHERE):
            yield candidate.id
