"""What of a text a database can hold."""

from __future__ import annotations


def storable(text: str) -> str:
    """The text without NUL, and with a question mark for each half of a surrogate pair."""
    return text.replace("\0", "").encode("utf-8", errors="replace").decode("utf-8")
