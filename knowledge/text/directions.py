"""Two directions of writing in one line: what is isolated keeps its own, and carries no punctuation away with it."""

from __future__ import annotations

from typing import Final

FIRST_STRONG_ISOLATE: Final = "\N{FIRST STRONG ISOLATE}"
POP_ISOLATE: Final = "\N{POP DIRECTIONAL ISOLATE}"


def isolate(text: str) -> str:
    """The text as one run in the direction of its own first letter, whatever stands around it."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
