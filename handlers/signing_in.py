"""Into the console and out of it: one-time links and short sessions. Only hashes of their tokens are kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from handlers.roles import staff_of

if TYPE_CHECKING:
    from handlers.desk import Desk
    from handlers.staff import Staff

LINK_LASTS: Final = timedelta(minutes=10)
SESSION_LASTS: Final = timedelta(minutes=60)
"""Without a page opened; each page opened begins it anew."""


async def issue_link(desk: Desk, staff: Staff) -> str:
    """The token of a link that lets this person in once."""
    token = secrets.token_urlsafe(32)
    await desk.tickets.issue(_hashed(token), staff.id, until=desk.clock.now() + LINK_LASTS)
    await desk.note(staff, "console.link", staff.id)
    return token


async def is_waiting(desk: Desk, token: str) -> bool:
    """Whether a link would let somebody in; it is not used up, so that programs which fetch links ahead do no harm."""
    return await desk.tickets.is_waiting(_hashed(token), at=desk.clock.now())


async def sign_in(desk: Desk, token: str) -> str | None:
    """Use a link up: the token of a new session; None for a link that was used, is too old, or never was."""
    now = desk.clock.now()
    identity = await desk.tickets.redeem(_hashed(token), at=now)
    staff = await staff_of(desk, identity) if identity is not None else None
    if staff is None:
        return None
    session = secrets.token_urlsafe(32)
    await desk.tickets.open(_hashed(session), staff.id, at=now, until=now + SESSION_LASTS)
    await desk.note(staff, "console.sign-in", staff.id)
    return session


async def signed_in(desk: Desk, session: str) -> Staff | None:
    """Who a session belongs to, if it lasts and they still have their role; it lasts longer from now."""
    now, hashed = desk.clock.now(), _hashed(session)
    identity = await desk.tickets.whose(hashed, at=now)
    staff = await staff_of(desk, identity) if identity is not None else None
    if staff is not None:
        await desk.tickets.extend(hashed, until=now + SESSION_LASTS)
    return staff


async def sign_out(desk: Desk, session: str) -> None:
    """End a session."""
    await desk.tickets.close(_hashed(session))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
