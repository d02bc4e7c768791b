"""What must not be readable at rest: sealed under the installation's secret.

AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits before each text, and a key that HKDF (RFC 5869) derives
from the secret, another one for each purpose.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_MARK_BYTES: Final = 8


class BrokenSealError(SanadError):
    """Something was sealed under another secret, or changed since."""

    def __init__(self, purpose: str) -> None:
        super().__init__(
            f"{purpose}: sealed under another secret than SANAD_SECRET: set the secret that was used before, "
            "as SANAD_SECRET or in SANAD_SECRETS_BEFORE."
        )


class Seal:
    """Seals and opens for one purpose; what was sealed for another does not open."""

    def __init__(self, secret: bytes, purpose: str, *, before: Sequence[bytes] = ()) -> None:
        """Derive the keys.

        Args:
            secret: of the installation.
            purpose: what is sealed, in a word.
            before: earlier secrets; what they sealed opens, and nothing more is sealed under them.
        """
        self._purpose = purpose
        self._marks = _key(secret, f"{purpose} marks")
        self._ciphers = tuple(AESGCM(_key(one, purpose)) for one in (secret, *before))

    def seal(self, content: bytes, about: bytes = b"") -> bytes:
        """The content, sealed; it opens only with the same `about`, which says where it belongs."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, content, about)

    def open(self, sealed: bytes, about: bytes = b"") -> bytes:
        """What was sealed.

        Raises:
            BrokenSealError: it was sealed under another secret, for another purpose or about something else.
        """
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(nonce, content, about)
            except (InvalidTag, ValueError):
                continue
        raise BrokenSealError(self._purpose)

    def mark(self, content: bytes) -> int:
        """A number of 64 bits, with its sign, that tells equal contents from others and nothing more about them."""
        return int.from_bytes(hmac.digest(self._marks, content, "sha256")[:_MARK_BYTES], signed=True)


def fingerprint(secret: bytes) -> str:
    """By which a secret is known again, and which tells nothing about it."""
    return hmac.digest(_key(secret, "fingerprint"), b"", "sha256").hex()


def _key(secret: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=f"sanad {purpose}".encode()).derive(secret)
