"""Releases: all of them, one, what differs between two; publishing one that was handed in, and going back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.paging import Action, Page
from bot.web.turning import number_asked
from bot.zipped import zip_of_tree
from handlers import publishing
from handlers.desk import require_admin
from handlers.releases import ReleaseState

if TYPE_CHECKING:
    from bot.web.visit import Visit
    from handlers.releases import Release
    from knowledge.difference import Difference

MOST_LISTED: Final = 100
_WAITING: Final = frozenset({ReleaseState.CHECKED, ReleaseState.REFUSED})


async def index(visit: Visit) -> Response:
    """The latest releases, newest first."""
    served = await visit.desk.releases.served()
    return await visit.page(
        "releases.html",
        releases=await publishing.history(visit.desk, limit=MOST_LISTED),
        served=served.number if served is not None else 0,
    )


async def show(visit: Visit) -> Response:
    """One release, and what it changed."""
    release = await _release(visit)
    served = await visit.desk.releases.served()
    return await visit.page(
        "release.html",
        release=release,
        is_served=served is not None and served.number == release.number,
        may_be_published=_may_be_published(release, served, is_admin=visit.staff.is_admin),
        difference=await publishing.difference_between(visit.desk, release.base, release.number)
        if release.base
        else None,
    )


async def compare(visit: Visit) -> Response:
    """What differs between two releases."""
    older, newer = number_asked(visit, "older"), number_asked(visit, "newer")
    releases = await publishing.history(visit.desk, limit=MOST_LISTED)
    return await visit.page(
        "comparison.html", older=older, newer=newer, releases=releases, difference=await _between(visit, older, newer)
    )


async def publish(visit: Visit) -> Response:
    """Publish one that was handed in and examined."""
    number, force = visit.number("release"), visit.field("force") == "yes"
    release = await publishing.publish(visit.desk, visit.staff, number, force=force)
    return visit.go(f"/releases/{release.number}", "release.was_published", number=release.number)


async def confirm_rollback(visit: Visit) -> Response:
    """What going back to a release would change."""
    require_admin(visit.staff)
    release = await _release(visit)
    number, _ = await publishing.served(visit.desk)
    if release.state is not ReleaseState.PUBLISHED or release.number == number:
        raise HTTPException(422)
    difference = await publishing.difference_between(visit.desk, number, release.number)
    return await visit.page("rollback.html", release=release, served=number, difference=difference)


async def roll_back(visit: Visit) -> Response:
    """Go back to a release."""
    release = await publishing.rollback(visit.desk, visit.staff, visit.number("release"))
    return visit.go(f"/releases/{release.number}", "release.rolled_back", number=visit.number("release"))


async def export(visit: Visit) -> Response:
    """All files of a release, byte for byte."""
    release = await _release(visit)
    packed = zip_of_tree(await visit.desk.releases.tree(release.number))
    name = f"sanad-knowledge-{release.number}.zip"
    return Response(packed, 200, {"Content-Disposition": f'attachment; filename="{name}"'}, "application/zip")


async def _release(visit: Visit) -> Release:
    release = await visit.desk.releases.get(visit.number("release"))
    if release is None:
        raise HTTPException(404)
    return release


async def _between(visit: Visit, older: int | None, newer: int | None) -> Difference | None:
    if older is None or newer is None:
        return None
    try:
        return await publishing.difference_between(visit.desk, older, newer)
    except KeyError as error:
        raise HTTPException(404) from error


def _may_be_published(release: Release, served: Release | None, *, is_admin: bool) -> bool:
    """Whether a button can publish it: in its base's place only, and what was refused by admins alone."""
    is_on_top = release.base == (served.number if served is not None else 0)
    return release.state in _WAITING and is_on_top and (is_admin or release.state is ReleaseState.CHECKED)


PAGES: Final = (
    Page("/releases", index),
    Page("/releases/compare", compare),
    Page("/releases/{release:int}", show),
    Page("/releases/{release:int}/export.zip", export),
    Action("/releases/{release:int}/publish", publish),
    Page("/releases/{release:int}/rollback", confirm_rollback),
    Action("/releases/{release:int}/rollback", roll_back),
)
