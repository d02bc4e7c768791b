"""What a change would do, before anything is kept: examined in the background, then saved, published or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from bot.web.pages.conflicts import conflict_page
from bot.web.pages.publications import already_publishing, begin_publication
from bot.web.paging import Action, Page
from bot.web.plans import Publication
from bot.web.showing import kind_of
from handlers import curation
from knowledge.editing import ChangeError

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.jobs import Job
    from bot.web.plans import Plan
    from bot.web.visit import Visit
    from handlers.curation import Preview


def begin_preview(visit: Visit, plan: Plan) -> Response:
    """Examine a plan in the background, and show the page that waits for it."""
    job = visit.console.previews.begin(visit.staff.id, plan, curation.preview(visit.desk, plan.changes))
    return visit.go(f"/previews/{job.id}")


async def show(visit: Visit) -> Response:
    """How far it is; then what it came to."""
    job = _job(visit)
    if not job.is_done:
        return await visit.waiting_page("preview.examining")
    try:
        preview = job.outcome()
    except ChangeError as error:
        return await conflict_page(visit, job.subject, error)
    return await visit.page(
        "preview.html",
        job=job,
        plan=job.subject,
        preview=preview,
        note=_note(visit, job.subject),
        titles=visit.titles,
    )


async def save(visit: Visit) -> Response:
    """Keep the changes in the draft."""
    job = _job(visit)
    plan = job.subject
    try:
        kept = await curation.keep(visit.desk, visit.staff, plan.changes, group=plan.group)
    except ChangeError as error:
        return await conflict_page(visit, plan, error)
    visit.console.previews.forget(job)
    return visit.go("/gaps" if plan.group is not None else "/draft", "preview.saved", count=len(kept))


async def publish(visit: Visit) -> Response:
    """Keep them, and publish all that waits."""
    job = _job(visit)
    if not job.is_done:
        return visit.go(f"/previews/{job.id}")
    if (other := already_publishing(visit)) is not None:
        return other
    preview = job.outcome()
    response = begin_publication(
        visit,
        Publication(
            visit.field("note"),
            is_forced=visit.field("force") == "yes",
            plan=job.subject,
            expected=None if job.subject.changes else preview.draft.version,
        ),
    )
    visit.console.previews.forget(job)
    return response


def _note(visit: Visit, plan: Plan) -> str:
    """What a release is about, as long as nobody says it better."""
    if not plan.changes:
        return ""
    entry = curation.entry_of(plan.changes[0])
    what = visit.words(f"change.{kind_of(plan.changes[0])}")
    return f"{what}: {entry}" if entry else what


def _job(visit: Visit) -> Job[Plan, Preview]:
    job = visit.console.previews.find(visit.staff.id, visit.request.path_params["job"])
    if job is None:
        raise HTTPException(404)
    return job


PAGES: Final = (
    Page("/previews/{job}", show),
    Action("/previews/{job}/save", save),
    Action("/previews/{job}/publish", publish),
)
