"""The audit log: who did what, when, and what it was before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.web.paging import Page
from bot.web.turning import number_asked
from handlers import roles

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.visit import Visit

ON_A_PAGE: Final = 50
KINDS: Final = ("gap", "draft", "release", "source", "role", "console")
"""What stands before the dot of actions."""


async def index(visit: Visit) -> Response:
    """The latest lines, of everybody or of one, of all kinds or of one; the next page goes on from the last line."""
    actor, kind = visit.asked("actor"), visit.asked("kind")
    deeds = await visit.desk.audit.latest(
        limit=ON_A_PAGE + 1, before=number_asked(visit, "before"), actor=actor or None, kind=kind or None
    )
    shown = deeds[:ON_A_PAGE]
    return await visit.page(
        "audit.html",
        deeds=shown,
        goes_on_before=shown[-1].number if len(deeds) > ON_A_PAGE else None,
        actor=actor,
        kind=kind,
        kinds=KINDS,
        people=[member.id for member in await roles.who(visit.desk)],
    )


PAGES: Final = (Page("/audit", index),)
