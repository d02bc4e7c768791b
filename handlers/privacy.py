"""Names that cannot be turned back into people. Pure functions; whoever calls them has the keys."""

from __future__ import annotations

import hmac


def pseudonym(person: str, *, key: bytes) -> str:
    """A keyed name for a person: 16 hexadecimal digits of HMAC-SHA256 (RFC 2104).

    The key is that of a day, and random. Two days' pseudonyms cannot be joined, and once the key is gone nobody can
    tell whose any of them was: not by trying every person there is, and not with the secret of the installation.
    """
    return hmac.digest(key, person.encode(), "sha256").hex()[:16]


def conversation_key(conversation: str, *, secret: bytes) -> str:
    """The key under which a conversation's session is kept: 32 hexadecimal digits of HMAC-SHA256.

    It has to be the same on every day, or a session could not be found again. So whoever has both the secret and the
    database can tell, of a conversation whose id they know or try, what is kept of it at that moment: a choice of
    language, whether it is quiet, and what it was last about for as long as that can be followed up. The database
    without the secret tells nothing of the kind.
    """
    return hmac.digest(secret, b"conversation:" + conversation.encode(), "sha256").hex()[:32]
