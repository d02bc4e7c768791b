"""What somebody sets for themselves: the language, and when to leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from bot.web import access
from bot.web.paging import Action
from bot.web.visit import local
from knowledge.schema import Language

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.visit import Visit


async def choose_language(visit: Visit) -> Response:
    """Work in another language from now on, the bot included."""
    chosen = visit.field("language")
    if chosen not in set(Language):
        raise HTTPException(422)
    await visit.desk.memberships.set_language(visit.staff.id, visit.staff.role, Language(chosen))
    return visit.go(local(visit.field("here")))


PAGES: Final = (Action("/language", choose_language), Action("/leave", access.leave))
