"""Names that cannot be turned back into people. Pure functions; the secret comes from the settings."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


def pseudonym(person: str, *, secret: bytes, day: date) -> str:
    """A keyed name for a person that holds for one day: 16 hexadecimal digits of HMAC-SHA256 (RFC 2104).

    The day's key is derived from the secret, so that two days' pseudonyms cannot be joined without it.
    """
    key = hmac.digest(secret, b"day:" + day.isoformat().encode(), hashlib.sha256)
    return hmac.new(key, person.encode(), hashlib.sha256).hexdigest()[:16]


def conversation_key(conversation: str, *, secret: bytes) -> str:
    """The key under which a conversation's session is kept: 32 hexadecimal digits of HMAC-SHA256."""
    return hmac.new(secret, b"conversation:" + conversation.encode(), hashlib.sha256).hexdigest()[:32]
