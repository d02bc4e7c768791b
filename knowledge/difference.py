"""What differs between two knowledges, told for a reader: what was added, changed word by word, and removed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.tree import Tree


class Fate(StrEnum):
    """What became of something."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together and share a fate; None: they stayed."""

    text: str
    fate: Fate | None


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text in both languages, word by word; a language that did not change is one run."""

    what: str
    """`title`, `claim 2026-02`, `reply`…"""
    fate: Fate
    en: tuple[Run, ...]
    ar: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ListChange:
    """What was added to a list of short things, and what removed: phrasings, near misses, sources of a claim."""

    what: str
    """`questions en`, `unlike iraqi`, `related`, `claim 2026-02: sources`, `claim 2026-02: period`…"""
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One entry, source, topic or subject that differs; or what a lexicon says of one concept; or a question test."""

    kind: str
    """`entry`, `source`, `topic`, `elsewhere`, `lexicon`, `question test`."""
    id: str
    title: str
    fate: Fate
    texts: tuple[TextChange, ...] = ()
    lists: tuple[ListChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All of it, in the order of the newer knowledge; what was removed comes last."""

    changed: tuple[Changed, ...]

    def lines(self) -> tuple[str, ...]:
        """For a terminal or a plain message: one line each, added with `+`, removed with `-`, changed with `~`."""
        raise NotImplementedError


def difference(older: Tree, newer: Tree) -> Difference:
    """Compare two trees. A file that cannot be read as knowledge is compared line by line.

    Never raises for what stands in the trees: a broken upload is compared, too.
    """
    raise NotImplementedError
