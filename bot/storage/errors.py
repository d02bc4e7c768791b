"""What can be wrong with the database.

SanadError
└── StorageError            the database cannot be used; the sentence says what to do
    ├── OtherSecretError    it belongs to an installation with another secret
    └── OtherSchemaError    it has to be brought up to date first, or a newer Sanad wrote it
"""

from __future__ import annotations

from typing import Final

from knowledge.errors import SanadError

OTHERWISE: Final = "start Sanad again; if it stays so, report this sentence"
"""What to do about something that nobody has thought of."""


class StorageError(SanadError):
    """The database cannot be used; the sentence names it and says what to do."""


class OtherSecretError(StorageError):
    """The secret is not that of the installation to which the database belongs."""

    def __init__(self) -> None:
        super().__init__(
            "SANAD_SECRET is not the secret that this database is used with: set that one, which all processes on one "
            "database share; or, to change the secret, name the earlier one in SANAD_SECRETS_BEFORE."
        )


class OtherSchemaError(StorageError):
    """The schema is not the newest, or there is none."""
