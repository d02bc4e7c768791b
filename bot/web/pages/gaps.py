"""The queue: what people asked and did not get, most asked first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.web.paging import Page
from handlers import curation
from handlers.gap_queue import GapState

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.visit import Visit

ON_A_PAGE: Final = 50
_ALL: Final = "all"


async def queue(visit: Visit) -> Response:
    """Gaps in one state, or all of them."""
    chosen = visit.asked("state") or GapState.OPEN
    states = tuple(state for state in GapState if chosen in {state, _ALL})
    turn = _turn(visit)
    groups = await curation.queue(visit.desk, states=states, limit=ON_A_PAGE, offset=(turn - 1) * ON_A_PAGE)
    counts = {state: await visit.desk.gaps.count(states=(state,)) for state in GapState}
    return await visit.page(
        "gaps.html",
        groups=groups,
        chosen=chosen,
        counts=counts,
        everything=_ALL,
        turn=turn,
        turns=-(-sum(counts[state] for state in states) // ON_A_PAGE),
        titles=visit.titles,
    )


def _turn(visit: Visit) -> int:
    asked = visit.asked("page")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < len("1000000") else 1


PAGES: Final = (Page("/gaps", queue),)
