"""Writing: a new entry, an edited one, a new source. What it would change is looked at before anything is kept."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from bot.web.pages.previews import begin_preview
from bot.web.paging import Action, Page
from bot.web.plans import Plan
from bot.web.sheet_page import known_sources, sheet_page, source_page, written_page
from bot.web.sheets import (
    NO_ENTRY,
    NO_SOURCE,
    Sheet,
    as_form,
    as_text,
    sheet_of,
    source_of,
    tidy,
    with_room,
    with_source,
)
from bot.web.turning import number_asked
from handlers import curation, publishing
from handlers.redaction import is_redacted
from handlers.varieties import variety_of
from knowledge.editing import AddSource, ChangeError, apply, entry_text
from knowledge.forms import FormError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from bot.web.visit import Visit
    from handlers.curation import GapInView
    from knowledge.editing import Change
    from knowledge.forms import Flaws, SourceForm
    from knowledge.schema import Variety

_REFUSED: Final = 422


async def new_entry(visit: Visit) -> Response:
    """An empty form, or one with the questions of a gap."""
    group = number_asked(visit, "gap")
    if group is None:
        return await sheet_page(visit, Sheet(NO_ENTRY))
    view = await curation.look(visit.desk, group)
    if view is None:
        raise HTTPException(404)
    return await sheet_page(visit, Sheet(replace(NO_ENTRY, questions=_questions(visit, view)), group=group))


async def edit_entry(visit: Visit) -> Response:
    """An entry as it waits in the draft, field by field; or as text, where a form cannot hold it."""
    identity = visit.request.path_params["entry"]
    try:
        text = entry_text((await publishing.draft(visit.desk)).tree, identity)
    except ChangeError as error:
        raise HTTPException(404) from error
    sheet = Sheet(NO_ENTRY, text, identity, text)
    if visit.asked("as") == "text":
        return await sheet_page(visit, sheet)
    return await _in_fields(visit, sheet)


async def write_entry(visit: Visit) -> Response:
    """What is to be done with a form that was sent: change its shape, or look at what it would change."""
    sheet, wanted = sheet_of(visit), visit.field("do")
    if wanted == "text":
        return await sheet_page(visit, as_text(sheet))
    if wanted == "form":
        return await _in_fields(visit, sheet)
    if wanted == "source":
        return await _take_source(visit, sheet)
    if wanted in {"claim", "reference"}:
        return await sheet_page(visit, with_room(sheet, claim=wanted == "claim"))
    return await _look(visit, sheet)


async def new_source(visit: Visit) -> Response:
    """An empty form for a source."""
    return await source_page(visit, NO_SOURCE)


async def write_source(visit: Visit) -> Response:
    """Look at what a new source would change: nothing, as long as no entry cites it."""
    source = source_of(visit)
    if flaws := source.problems():
        return await source_page(visit, source, flaws=flaws, status=_REFUSED)
    return await _preview(visit, source, (AddSource(source.yaml_text()),), None)


async def again(visit: Visit) -> Response:
    """Back from a preview to what was written."""
    job = visit.console.previews.find(visit.staff.id, visit.request.path_params["job"])
    written = job.subject.written if job is not None else None
    if written is None:
        raise HTTPException(404)
    return await (sheet_page(visit, written) if isinstance(written, Sheet) else source_page(visit, written))


async def _in_fields(visit: Visit, sheet: Sheet) -> Response:
    try:
        return await sheet_page(visit, as_form(sheet))
    except FormError as error:
        return await sheet_page(visit, sheet, sentence=error.sentence[visit.staff.language])


async def _take_source(visit: Visit, sheet: Sheet) -> Response:
    if flaws := _within("source", sheet.source.problems()):
        return await sheet_page(visit, sheet, flaws=flaws, status=_REFUSED)
    return await sheet_page(visit, with_source(sheet))


async def _look(visit: Visit, sheet: Sheet) -> Response:
    sheet = replace(sheet, form=tidy(sheet.form))
    sources = await known_sources(visit, sheet.added)
    begun = sheet.source if sheet.source != NO_SOURCE else None
    # A source that was begun and not taken is meant to come along.
    known = {*sources, begun.id} if begun is not None else set(sources)
    of_source = _within("source", begun.problems()) if begun is not None else ()
    if flaws := (*sheet.flaws(known), *of_source):
        return await sheet_page(visit, sheet, flaws=flaws, status=_REFUSED)
    if begun is not None:
        sheet = with_source(sheet)
    if sheet.is_unchanged() and not sheet.added:
        return await sheet_page(visit, sheet, sentence=visit.words("sheet.unchanged"), status=_REFUSED)
    return await _preview(visit, sheet, sheet.changes(visit.desk.shelf.library.knowledge), sheet.group)


async def _preview(
    visit: Visit, written: Sheet | SourceForm, changes: tuple[Change, ...], group: int | None
) -> Response:
    """Examine the changes, unless it can be told at once that they cannot be made."""
    try:
        reduce(apply, changes, (await publishing.draft(visit.desk)).tree)
    except ChangeError as error:
        return await written_page(visit, written, error)
    return begin_preview(visit, Plan(changes, group, written=written))


def _questions(visit: Visit, view: GapInView) -> Mapping[Variety, tuple[str, ...]]:
    """The wordings of a gap, by what they are written in, as far as nothing was taken out of them."""
    questions: dict[Variety, tuple[str, ...]] = {}
    for wording in view.wordings:
        if not is_redacted(wording.text):
            variety = variety_of(visit.desk.shelf.library, wording.text)
            questions[variety] = (*questions.get(variety, ()), wording.text)
    return questions


def _within(name: str, flaws: Flaws) -> Flaws:
    return tuple((f"{name}.{field}", flaw) for field, flaw in flaws)


PAGES: Final = (
    Page("/entries/new", new_entry),
    Action("/entries/write", write_entry),
    Page("/entries/{entry}/edit", edit_entry),
    Page("/sources/new", new_source),
    Action("/sources/new", write_source),
    Page("/previews/{job}/written", again),
)
