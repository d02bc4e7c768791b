"""The draft on its way to the public: examined once more in the background, and published or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException

from bot.web.pages.conflicts import conflict_page
from bot.web.paging import Page
from bot.web.plans import Plan
from handlers import curation, publishing
from handlers.desk import require_admin
from handlers.releases import RefusedError
from knowledge.editing import ChangeError

if TYPE_CHECKING:
    from starlette.responses import Response

    from bot.web.plans import Publication
    from bot.web.visit import Visit
    from handlers.desk import Desk
    from handlers.publishing import Submission
    from handlers.staff import Staff


def already_publishing(visit: Visit) -> Response | None:
    """On to what this person is publishing at the moment; None when it is nothing.

    One at a time, so that a button pressed twice publishes once, and none is stopped by those that come after it.
    """
    job = visit.console.publications.running(visit.staff.id)
    return visit.go(f"/publications/{job.id}", "publication.running") if job is not None else None


def begin_publication(visit: Visit, publication: Publication) -> Response:
    """Publish in the background, and show the page that waits for it.

    Raises:
        NotAllowedError: a curator wants to force it.
    """
    if publication.is_forced:
        require_admin(visit.staff)
    work = _publish(visit.desk, visit.staff, publication)
    job = visit.console.publications.begin(visit.staff.id, publication, work)
    return visit.go(f"/publications/{job.id}")


async def show(visit: Visit) -> Response:
    """How far it is; then the release, or why there is none."""
    job = visit.console.publications.find(visit.staff.id, visit.request.path_params["job"])
    if job is None:
        raise HTTPException(404)
    if not job.is_done:
        return await visit.waiting_page("publication.examining")
    try:
        submission = job.outcome()
    except RefusedError as error:
        draft = await publishing.draft(visit.desk)
        return await visit.page(
            "refused.html", status=409, examination=error.examination, publication=job.subject, draft=draft
        )
    except ChangeError as error:
        return await conflict_page(visit, job.subject.plan or Plan(), error)
    return await visit.page("published.html", submission=submission)


async def _publish(desk: Desk, staff: Staff, publication: Publication) -> Submission:
    plan, expected = publication.plan, publication.expected
    if plan is not None and plan.changes:
        kept = await curation.keep(desk, staff, plan.changes, group=plan.group)
        expected = kept[-1].number
    return await publishing.publish_draft(desk, staff, publication.note, force=publication.is_forced, expected=expected)


PAGES: Final = (Page("/publications/{job}", show),)
