"""What everybody with a role arranges for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.telegram.staff.screens import Page
from handlers import signing_in

if TYPE_CHECKING:
    from bot.telegram.staff.office import Visit
    from bot.telegram.staff.orders import Order

_WANTED: Final = {"on": True, "off": False}


async def digest(visit: Visit, arguments: str) -> Page:
    """Turn the daily digest on or off."""
    wanted = _WANTED.get(arguments.lower())
    if wanted is None:
        return Page((visit.say("digest_how", on="/digest on", off="/digest off"),))
    await visit.desk.memberships.set_digest(visit.staff.id, visit.staff.role, wanted=wanted)
    return Page((visit.say("digest_on" if wanted else "digest_off"),))


async def console(visit: Visit, _arguments: str) -> Page:
    """A link into the web console that works once."""
    address = visit.office.surroundings.console
    if address is None:
        return Page((visit.say("console_none", setting="SANAD_WEB_ADDRESS"),))
    token = await signing_in.issue_link(visit.desk, visit.staff)
    minutes = int(signing_in.LINK_LASTS.total_seconds()) // 60
    return Page((visit.say("console_link", minutes=minutes), f"{address}/enter/{token}"))


async def leave(visit: Visit, _order: Order) -> Page:
    """Leave everything as it is."""
    return Page((visit.say("nothing_changed"),))
