"""Forms are taken from the console's own pages only: by a token of the session, and by what the browser says."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.requests import Request

FIELD: Final = "form_token"
"""The field of every form that holds the token."""


def form_token(session: str) -> str:
    """The token that goes with a session; it gives nothing of the session away, and needs no store."""
    return hmac.new(session.encode(), b"console form", hashlib.sha256).hexdigest()


def is_token_of(session: str, sent: str) -> bool:
    """Whether a form came with its session's token; compared in constant time."""
    return hmac.compare_digest(form_token(session).encode(), sent.encode())


def comes_from(request: Request, address: str) -> bool:
    """Whether the browser says that a form was sent from a page of the console itself.

    Args:
        request: the form as it arrives.
        address: such as `https://sanad.example`, without a slash at the end.
    """
    site = request.headers.get("sec-fetch-site")
    return request.headers.get("origin") == address and site in {None, "same-origin"}
