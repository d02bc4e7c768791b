"""A whole knowledge that was handed in: what it is worth and what it changes, and how it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.telegram.staff.drafts import published
from bot.telegram.staff.examined import against, changes_elsewhere, some
from bot.telegram.staff.orders import Act, Order
from bot.telegram.staff.screens import Page, button, row
from handlers import publishing
from handlers.releases import ReleaseState

if TYPE_CHECKING:
    from bot.telegram.staff.office import Visit
    from handlers.publishing import Submission

LINES_SHOWN: Final = 15
"""Of a difference."""


def page_of(visit: Visit, submission: Submission) -> Page:
    """What an admin decides by."""
    say, number = visit.say, submission.release.number
    if not submission.examination.passes:
        return Page((say("upload_refused"), *against(visit, submission.examination), "", say("nothing_changed")))
    lines = [say.apart(line) for line in submission.difference.lines()]
    publishing_it = button(say("button_publish"), Order(Act.PUBLISH, (number,)))
    leaving = button(say("button_cancel"), Order(Act.LEAVE))
    return Page(
        (
            say("upload_checked", number=number),
            *changes_elsewhere(visit, submission.examination),
            "",
            say("difference"),
            *some(visit, lines, LINES_SHOWN),
        ),
        (row(say.language, publishing_it, leaving),),
    )


async def publish(visit: Visit, order: Order) -> Page:
    """Publish a release that was handed in, or tell what has become of it."""
    [number] = order.numbers
    release = await visit.desk.releases.get(number)
    if release is not None and release.state is ReleaseState.PUBLISHED and release.published_at is not None:
        return Page((visit.say("published_before", number=number, moment=visit.say.moment(release.published_at)),))
    done = await publishing.publish(visit.desk, visit.staff, number)
    return Page(published(visit, done.number))
