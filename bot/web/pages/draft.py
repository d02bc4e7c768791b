"""What waits to be published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.web.pages.previews import begin_preview
from bot.web.pages.publications import already_publishing, begin_publication
from bot.web.paging import Action, Page
from bot.web.plans import Plan, Publication
from handlers import curation, publishing

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.visit import Visit


async def show(visit: Visit) -> Response:
    """Every change that waits, and those that can no longer be made."""
    return await visit.page("draft.html", draft=await publishing.draft(visit.desk), titles=visit.titles)


async def drop(visit: Visit) -> Response:
    """Take a change away; the gap that it answers is open again."""
    await curation.drop(visit.desk, visit.staff, visit.number("change"))
    return visit.go("/draft", "draft.dropped")


async def examine(visit: Visit) -> Response:
    """Look at what all of it together would do."""
    return begin_preview(visit, Plan(back="/draft"))


async def publish(visit: Visit) -> Response:
    """Publish all of it, if it is still what was looked at."""
    if (other := already_publishing(visit)) is not None:
        return other
    version = visit.field("version")
    return begin_publication(
        visit,
        Publication(
            visit.field("note"),
            is_forced=visit.field("force") == "yes",
            expected=int(version) if version.isdecimal() else None,
        ),
    )


PAGES: Final = (
    Page("/draft", show),
    Action("/draft/examine", examine),
    Action("/draft/publish", publish),
    Action("/draft/{change:int}/drop", drop),
)
