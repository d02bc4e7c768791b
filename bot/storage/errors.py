"""What can be wrong with the database.

SanadError
└── StorageError        the database cannot be used; the sentence says what to do
"""

from __future__ import annotations

from typing import Final

from knowledge.errors import SanadError

OTHERWISE: Final = "start Sanad again; if it stays so, report this sentence"
"""What to do about something that nobody has thought of."""


class StorageError(SanadError):
    """The database cannot be used; the sentence names it and says what to do."""
