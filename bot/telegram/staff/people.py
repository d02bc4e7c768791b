"""Who has which role, and how curators are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.telegram.staff import menu
from bot.telegram.staff.screens import Page, Screen
from bot.telegram.updates import Address
from handlers import roles
from handlers.staff import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.telegram.staff.office import Visit
    from handlers.staff import Membership

CHANNEL: Final = "telegram:"


async def show(visit: Visit, _arguments: str) -> Page:
    """Everybody with a role."""
    return Page((visit.say("who_heading"), *(_line(visit, member) for member in await roles.who(visit.desk))))


async def grant(visit: Visit, arguments: str) -> Page:
    """Make somebody a curator, and tell them."""
    if not _is_number(arguments):
        return Page((visit.say("grant_how"),))
    identity = f"{CHANNEL}{arguments}"
    if await roles.staff_of(visit.desk, identity) is not None:
        return Page((visit.say("grant_before", who=identity),))
    member = await roles.grant(visit.desk, visit.staff, identity)
    is_reached = await _tell(visit, int(arguments), "granted_to_you")
    await menu.show(visit.office, member.id, member.role, member.language)
    return Page(tuple(_outcome(visit, "granted", identity, is_reached=is_reached)))


async def revoke(visit: Visit, arguments: str) -> Page:
    """Take somebody's role away, and tell them."""
    if not _is_number(arguments):
        return Page((visit.say("revoke_how"),))
    identity = f"{CHANNEL}{arguments}"
    if identity in visit.desk.appointed:
        return Page((visit.say("revoke_settings", who=identity),))
    if await roles.staff_of(visit.desk, identity) is None:
        return Page((visit.say("revoke_before", who=identity),))
    await roles.revoke(visit.desk, visit.staff, identity)
    is_reached = await _tell(visit, int(arguments), "revoked_from_you")
    await menu.hide(visit.office, identity)
    return Page(tuple(_outcome(visit, "revoked", identity, is_reached=is_reached)))


def _outcome(visit: Visit, key: str, identity: str, *, is_reached: bool) -> Iterator[str]:
    yield visit.say(key, who=identity)
    if not is_reached:
        yield visit.say("not_reached")


async def _tell(visit: Visit, number: int, key: str) -> bool:
    """Write to somebody whose role has changed, whatever their language is."""
    lines = tuple(speech(key) for speech in visit.office.speeches.values())
    screen = Screen(visit.office.sender, Address(number))
    await screen.show(Page((lines[0], "", *lines[1:])))
    return screen.message_id is not None


def _line(visit: Visit, member: Membership) -> str:
    say = visit.say
    role = say("role_admin" if member.role is Role.ADMIN else "role_curator")
    if member.granted_at is None or member.granted_by == roles.OF_THE_SETTINGS:
        return say("who_settings", who=member.id, role=role)
    return say("who_granted", who=member.id, role=role, by=member.granted_by, day=say.day(member.granted_at.date()))


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) < 20  # noqa: PLR2004 - Telegram's have 64 bits
