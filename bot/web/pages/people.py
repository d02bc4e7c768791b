"""Who has a role; admins grant and revoke it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.web.paging import Action, Page
from handlers import roles
from handlers.desk import require_admin

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.visit import Visit

_TELEGRAM_ID: Final = re.compile(r"(?:telegram:)?([1-9][0-9]{0,14})")


async def index(visit: Visit) -> Response:
    """Everybody with a role."""
    require_admin(visit.staff)
    return await _page(visit)


async def grant(visit: Visit) -> Response:
    """Make somebody a curator, by their number at Telegram."""
    require_admin(visit.staff)
    written = visit.field("id")
    number = _TELEGRAM_ID.fullmatch(written)
    if number is None:
        return await _page(visit, written, error=visit.words("people.no_id"), status=422)
    member = await roles.grant(visit.desk, visit.staff, f"telegram:{number[1]}")
    return visit.go("/who", "people.granted", who=member.id)


async def revoke(visit: Visit) -> Response:
    """Take somebody's role away."""
    identity = visit.field("id")
    await roles.revoke(visit.desk, visit.staff, identity)
    return visit.go("/who", "people.revoked", who=identity)


async def _page(visit: Visit, written: str = "", *, error: str = "", status: int = 200) -> Response:
    members = await roles.who(visit.desk)
    return await visit.page(
        "people.html",
        status=status,
        members=members,
        appointed=visit.desk.appointed,
        settings=roles.OF_THE_SETTINGS,
        written=written,
        error=error,
    )


PAGES: Final = (Page("/who", index), Action("/who/grant", grant), Action("/who/revoke", revoke))
