"""Changes of a knowledge, made in its text: each leaves every other byte of the files as it stands.

A change is made on a `Tree` and gives another one. Curators' tools keep changes, not trees, so that two people's work
comes together: what one changed is still there when the other's change is made after it.
"""

from __future__ import annotations

from knowledge.editing.applying import apply, entry_text, id_of, source_text
from knowledge.editing.changes import (
    AddElsewhere,
    AddEntry,
    AddNearMiss,
    AddPhrasing,
    AddQuestion,
    AddSource,
    AddTold,
    AddUntold,
    Change,
    ChangeError,
    ConflictError,
    ReplaceEntry,
)
from knowledge.editing.resolved import RESOLVED

__all__ = [
    "RESOLVED",
    "AddElsewhere",
    "AddEntry",
    "AddNearMiss",
    "AddPhrasing",
    "AddQuestion",
    "AddSource",
    "AddTold",
    "AddUntold",
    "Change",
    "ChangeError",
    "ConflictError",
    "ReplaceEntry",
    "apply",
    "entry_text",
    "id_of",
    "source_text",
]
