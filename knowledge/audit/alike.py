"""Near misses that say the same as a question which their entry answers: the search cannot heed both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.schema import Entry, Knowledge, Phrasing
    from knowledge.search.question import Question, Reader

    _Said = tuple[frozenset[str], frozenset[str], frozenset[str]]

_OF_A_SPAN: Final = frozenset({"since", "until"})
"""Words for a time that only tell from which end a date is counted."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A question that an entry answers and one that it does not."""

    entry: Entry
    answered: Phrasing
    unanswered: Phrasing


def alike(knowledge: Knowledge, reader: Reader) -> Iterator[Alike]:
    """Those that name the same things and ask for the same kind of thing, of whatever date, entry by entry.

    What is told of one date and not of another is seen by the claims; a near miss would hide the question from all.
    """
    for entry in knowledge.entries.values():
        heard = knowledge.heard_of(entry)
        answered: dict[_Said, Phrasing] = {}
        for phrasing in (*entry.questions, *heard.told):
            answered.setdefault(_said(reader.read_phrasing(phrasing)), phrasing)
        for phrasing in (*entry.unlike, *heard.untold):
            question = reader.read_phrasing(phrasing)
            same = answered.get(_said(question))
            if same is not None and question.ids:
                yield Alike(entry, same, phrasing)


def _said(question: Question) -> _Said:
    return frozenset(question.ids), question.kinds, question.times - _OF_A_SPAN
