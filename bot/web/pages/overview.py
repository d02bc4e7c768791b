"""The first page: how things stand, and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.web.chart import chart_of
from bot.web.paging import Page
from handlers.overview import QUESTIONS, overview

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.visit import Visit


async def show(visit: Visit) -> Response:
    """Counts of the last days, as pictures and as tables."""
    standing = await overview(visit.desk)
    return await visit.page(
        "overview.html",
        standing=standing,
        kinds=QUESTIONS,
        charts={language: chart_of(days) for language, days in standing.days.items()},
        titles=visit.titles,
    )


PAGES: Final = (Page("/", show),)
