"""What curators found behind the links of sources: they open one and say whether it is dead; nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.releases import StaleError
from knowledge.problems import sentence

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.desk import Desk
    from handlers.staff import Staff


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What somebody found behind the link of a source."""

    source: str
    is_dead: bool
    by: str
    """The id of who looked."""
    at: datetime


async def mark_link(desk: Desk, staff: Staff, source: str, *, is_dead: bool) -> None:
    """Keep what somebody found behind a source's link, in place of what was found before.

    Raises:
        StaleError: the source is not served, or has no address.
    """
    known = desk.shelf.library.knowledge.sources.get(source)
    if known is None or known.url is None:
        raise StaleError(sentence("There is no such source with an address any more: look at the list again."))
    before = (await desk.links.all()).get(source)
    await desk.links.mark(LinkCheck(source, is_dead, staff.id, desk.clock.now()))
    found = {"link": _finding(is_dead=before.is_dead)} if before is not None else {}
    await desk.note(staff, "source.link", f"source:{source}", before=found, after={"link": _finding(is_dead=is_dead)})


def _finding(*, is_dead: bool) -> str:
    return "dead" if is_dead else "works"
