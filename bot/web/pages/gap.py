"""One group of gaps: what was asked, what may answer it, and what a curator decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from bot.web.pages.previews import begin_preview
from bot.web.paging import Action, Page
from bot.web.plans import Plan
from handlers import curation
from handlers.entry_search import search_entries
from handlers.gap_queue import GapState
from handlers.varieties import variety_of
from knowledge.editing import AddPhrasing, AddTold, AddUntold, ChangeError
from knowledge.problems import sentence
from knowledge.schema import Variety

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.visit import Visit
    from handlers.curation import Asked, GapInView
    from knowledge.editing import Change

_DECIDED: Final = frozenset({GapState.RESOLVED, GapState.DISMISSED})


async def show(visit: Visit) -> Response:
    """Everything that a curator decides by."""
    view = await _view(visit)
    find = visit.asked("find")
    return await visit.page(
        "gap.html",
        view=view,
        group=view.group,
        find=find,
        found=search_entries(visit.desk.shelf.library, find),
        subjects=[subject.id for subject in visit.desk.shelf.library.knowledge.elsewhere],
        is_decided=view.group.state in _DECIDED,
        varieties=tuple(Variety),
        titles=visit.titles,
    )


async def attach(visit: Visit) -> Response:
    """Look at what it would change if an entry answered the gap: in the words of those who asked, or in others."""
    return await _asked_of(visit, AddPhrasing)


async def keep_as_told(visit: Visit) -> Response:
    """The same, kept as what people asked in their own words."""
    return await _asked_of(visit, AddTold)


async def keep_as_untold(visit: Visit) -> Response:
    """Look at what it would change if the gap was known to sound like an entry that does not tell it."""
    return await _asked_of(visit, AddUntold)


async def _asked_of(visit: Visit, kind: type[Asked]) -> Response:
    view, entry = await _view(visit), visit.field("entry")
    text = visit.field("text")
    changes = (kind(entry, text, _variety(visit, text)),) if text else curation.attaching(visit.desk, view, entry, kind)
    if not changes:
        wrong = "Something was taken out of every wording: write one yourself, under “In other words”."
        raise ChangeError(sentence(wrong))
    return begin_preview(visit, _plan(visit, changes))


async def put_out_of_scope(visit: Visit) -> Response:
    """Look at what it would change if an entry did not answer the gap, or a subject that belongs elsewhere took it."""
    view = await _view(visit)
    if not view.group.text:
        wrong = "The words of this gap are not shown, so nothing can be made of them: dismiss it instead."
        raise ChangeError(sentence(wrong))
    change = curation.putting_out_of_scope(visit.desk, view.group.text, visit.field("target"), view.variety)
    return begin_preview(visit, _plan(visit, (change,)))


async def dismiss(visit: Visit) -> Response:
    """Nothing needs to be done."""
    await curation.dismiss(visit.desk, visit.staff, visit.number("group"))
    return visit.go("/gaps", "gap.dismissed")


async def reopen(visit: Visit) -> Response:
    """Think again."""
    await curation.reopen(visit.desk, visit.staff, visit.number("group"))
    return visit.go(_path(visit), "gap.reopened")


async def _view(visit: Visit) -> GapInView:
    view = await curation.look(visit.desk, visit.number("group"))
    if view is None:
        raise HTTPException(404)
    return view


def _variety(visit: Visit, text: str) -> Variety:
    written = visit.field("variety")
    return Variety(written) if written in set(Variety) else variety_of(visit.desk.shelf.library, text)


def _plan(visit: Visit, changes: tuple[Change, ...]) -> Plan:
    return Plan(changes, visit.number("group"), _path(visit))


def _path(visit: Visit) -> str:
    return f"/gaps/{visit.number('group')}"


PAGES: Final = (
    Page("/gaps/{group:int}", show),
    Action("/gaps/{group:int}/attach", attach),
    Action("/gaps/{group:int}/told", keep_as_told),
    Action("/gaps/{group:int}/untold", keep_as_untold),
    Action("/gaps/{group:int}/out-of-scope", put_out_of_scope),
    Action("/gaps/{group:int}/dismiss", dismiss),
    Action("/gaps/{group:int}/reopen", reopen),
)
