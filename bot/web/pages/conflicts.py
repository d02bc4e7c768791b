"""A change that cannot be made: why, what others have written meanwhile, and what was to be kept; nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.web.sheet_page import written_page
from knowledge.editing import ConflictError

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.plans import Plan
    from bot.web.visit import Visit
    from knowledge.editing import ChangeError


async def conflict_page(visit: Visit, plan: Plan, error: ChangeError) -> Response:
    """Both texts where two people changed one; else the reason, and what was to be done."""
    if plan.written is not None:
        return await written_page(visit, plan.written, error)
    current = error.current if isinstance(error, ConflictError) else None
    return await visit.page(
        "conflict.html", status=409, plan=plan, sentence=error.sentence, current=current, titles=visit.titles
    )
