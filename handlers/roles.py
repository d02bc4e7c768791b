"""Who may do what: roles of the settings, and those that admins grant at run time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.desk import require_admin
from handlers.staff import Membership, NotAllowedError, Role, Staff
from knowledge.problems import sentence
from knowledge.schema import Language

if TYPE_CHECKING:
    from handlers.desk import Desk

OF_THE_SETTINGS = "settings"
"""Who granted a role that stands in the settings."""


async def staff_of(desk: Desk, identity: str, hint: Language | None = None) -> Staff | None:
    """Somebody's role and language; None for the public. The settings win over what was granted.

    Args:
        desk: where roles are kept.
        identity: such as `telegram:1234`.
        hint: the language of somebody who has not chosen one.
    """
    member = next((one for one in await desk.memberships.all() if one.id == identity), None)
    role = desk.appointed.get(identity) or (member.role if member and member.granted_by != OF_THE_SETTINGS else None)
    if role is None:
        return None
    return Staff(identity, role, member.language if member else hint or Language.ENGLISH)


async def who(desk: Desk) -> tuple[Membership, ...]:
    """Everybody with a role: those of the settings first."""
    kept = {one.id: one for one in await desk.memberships.all()}
    appointed = [
        replace(kept.get(identity) or Membership(identity, role, OF_THE_SETTINGS, None), role=role)
        for identity, role in sorted(desk.appointed.items())
    ]
    granted = (one for one in kept.values() if one.id not in desk.appointed and one.granted_by != OF_THE_SETTINGS)
    return (*appointed, *granted)


async def grant(desk: Desk, staff: Staff, identity: str) -> Membership:
    """Make somebody a curator.

    Raises:
        NotAllowedError: by a curator, or of somebody who has a role already.
    """
    require_admin(staff)
    if await staff_of(desk, identity) is not None:
        raise NotAllowedError(sentence("{identity} has a role already.", identity=identity))
    member = Membership(identity, Role.CURATOR, staff.id, desk.clock.now(), staff.language)
    await desk.memberships.grant(member)
    await desk.note(staff, "role.grant", identity, after={"role": member.role})
    return member


async def revoke(desk: Desk, staff: Staff, identity: str) -> None:
    """Take a curator's role away, and end their sessions in the console.

    Raises:
        NotAllowedError: by a curator, or of somebody whose role stands in the settings or who has none.
    """
    require_admin(staff)
    if identity in desk.appointed:
        wrong = "The role of {identity} stands in the settings: take it out there."
        raise NotAllowedError(sentence(wrong, identity=identity))
    if not await desk.memberships.revoke(identity):
        raise NotAllowedError(sentence("{identity} has no role.", identity=identity))
    await desk.tickets.close_all(identity)
    await desk.note(staff, "role.revoke", identity, before={"role": Role.CURATOR})
