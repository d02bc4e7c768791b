"""Two texts word by word: which words stayed, which were added and which removed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from knowledge.difference.report import Fate, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_WORDS: Final = 2_000
"""Words of a text that are compared; claims have a tenth of that, and what is longer would take minutes."""

_WORD: Final = re.compile(r"\s*\S+")


def runs(older: str, newer: str) -> tuple[Run, ...]:
    """The runs of both texts together, removed before added.

    Without the removed ones they are the newer text, without the added ones the older one; blanks stand in front of
    their words, and those of words that stayed are the newer text's.
    """
    return tuple(_runs(_WORD.findall(older), _WORD.findall(newer)))


def _runs(older: Sequence[str], newer: Sequence[str]) -> Iterator[Run]:
    for tag, first, last, begin, end in _steps(older, newer):
        if tag in {"delete", "replace"}:
            # the word that now comes first has no blank in front of it, which would join it to those that went
            parted = " " if tag == "delete" and begin == 0 and newer else ""
            yield Run("".join(older[first:last]) + parted, Fate.REMOVED)
        if tag in {"insert", "replace"}:
            yield Run("".join(newer[begin:end]), Fate.ADDED)
        if tag == "equal":
            yield Run("".join(newer[begin:end]), None)


def _steps(older: Sequence[str], newer: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if max(len(older), len(newer)) > MOST_WORDS:
        return [("equal" if older == newer else "replace", 0, len(older), 0, len(newer))]
    before, after = [word.strip() for word in older], [word.strip() for word in newer]
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
