"""What curators change in a knowledge, and why a change may not be possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from knowledge.errors import BilingualError

if TYPE_CHECKING:
    from knowledge.schema import Bilingual, Variety


class ChangeError(BilingualError):
    """A change cannot be made on this tree; says why and what to do."""


class ConflictError(ChangeError):
    """The text that was to be replaced has been changed since; `current` is how it stands now."""

    def __init__(self, sentence: Bilingual, current: str) -> None:
        super().__init__(sentence)
        self.current = current


@dataclass(frozen=True, slots=True)
class AddPhrasing:
    """A way of asking is added to an entry's `questions`, and as a question test."""

    entry: str
    text: str
    variety: Variety


@dataclass(frozen=True, slots=True)
class AddNearMiss:
    """A question is added to an entry's `unlike`, and as a question test: this entry must not answer it."""

    entry: str
    text: str
    variety: Variety


@dataclass(frozen=True, slots=True)
class AddTold:
    """What people asked in their own words is kept as told by an entry in heard.yaml, and as a question test."""

    entry: str
    text: str
    variety: Variety


@dataclass(frozen=True, slots=True)
class AddUntold:
    """The same where it sounds like the entry, and no claim of the entry tells it."""

    entry: str
    text: str
    variety: Variety


@dataclass(frozen=True, slots=True)
class AddElsewhere:
    """A question is added to a subject of elsewhere.yaml: nothing here answers it."""

    subject: str
    text: str
    variety: Variety


@dataclass(frozen=True, slots=True)
class AddEntry:
    """A new entry, as YAML text of one list item, is added at the end of a file of entries."""

    file: str
    """`entries/camps.yaml`"""
    text: str


@dataclass(frozen=True, slots=True)
class ReplaceEntry:
    """An entry gets another text."""

    entry: str
    before: str
    """The text that the curator began with."""
    text: str


@dataclass(frozen=True, slots=True)
class AddSource:
    """A new source, as YAML text of one list item, is added at the end of sources.yaml."""

    text: str


AddQuestion: TypeAlias = AddPhrasing | AddNearMiss | AddTold | AddUntold
"""What is asked of an entry, and whether it answers."""
Change: TypeAlias = AddQuestion | AddElsewhere | AddEntry | ReplaceEntry | AddSource
