"""What differs between two knowledges, told for a reader: added, changed word by word, removed."""

from __future__ import annotations

from knowledge.difference.comparing import difference
from knowledge.difference.report import Changed, Difference, Fate, ListChange, Run, TextChange

__all__ = ["Changed", "Difference", "Fate", "ListChange", "Run", "TextChange", "difference"]
