"""Which entries a change concerns: those that were changed, and those that are near what was written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.schema import Entry, Knowledge, Phrasing
    from knowledge.search.finder import Finder

MOST_NEIGHBOURS: Final = 10
"""Entries that are looked at beside those that were changed."""
_NEAREST: Final = 3
"""Targets that are compared with a new text and count as near it."""


def changed(knowledge: Knowledge, since: Knowledge) -> list[Entry]:
    """The entries that are new, say something else than before or are asked about otherwise.

    All of them if words mean something else.
    """
    entries = knowledge.entries.values()
    if not knowledge.lexicon.reads_like(since.lexicon):
        return list(entries)
    return [
        entry
        for entry in entries
        if since.entries.get(entry.id) != entry or since.heard.get(entry.id) != knowledge.heard.get(entry.id)
    ]


def concerned(knowledge: Knowledge, since: Knowledge, finder: Finder) -> Sequence[Entry]:
    """The entries that were changed, and the nearest of those that new questions come near to.

    A new question may take away what belonged to another entry. Entries that it does not come near to keep theirs, but
    for the little that its words have become less rare.
    """
    own = changed(knowledge, since)
    if len(own) == len(knowledge.entries):
        return own
    ids = {entry.id for entry in own}
    compared = (finder.index.compare(finder.reader.read_phrasing(one)) for one in _new_phrasings(knowledge, since))
    near = Counter(target for one in compared for target in one.promising[:_NEAREST] if target not in ids)
    neighbours = [identity for identity, _ in near.most_common() if identity in knowledge.entries]
    return own + [knowledge.entries[identity] for identity in neighbours[:MOST_NEIGHBOURS]]


def _new_phrasings(knowledge: Knowledge, since: Knowledge) -> list[Phrasing]:
    """What finds an entry or a subject elsewhere, or is a near miss, in their order, where it was not there before."""
    before = {phrasing.text for phrasing in _phrasings(since)}
    new = {phrasing.text: phrasing for phrasing in _phrasings(knowledge)}
    return [phrasing for text, phrasing in new.items() if text not in before]


def _phrasings(knowledge: Knowledge) -> Iterator[Phrasing]:
    for entry in knowledge.entries.values():
        yield from (*entry.questions, *entry.unlike)
    for heard in knowledge.heard.values():
        yield from (*heard.told, *heard.untold)
    for subject in knowledge.elsewhere:
        yield from subject.questions
