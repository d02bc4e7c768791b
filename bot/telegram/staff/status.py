"""How it goes: what is served, what waits, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.telegram.staff.screens import Page
from handlers import publishing
from handlers.gap_queue import GapState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.telegram.staff.office import Visit
    from handlers.releases import Release

ERRORS_SHOWN: Final = 5


async def show(visit: Visit, _arguments: str) -> Page:
    """All of it."""
    say, desk = visit.say, visit.desk
    served = await desk.releases.served()
    waiting = await publishing.draft(desk)
    lines = [
        say("status_gaps", count=await desk.gaps.count(states=[GapState.OPEN])),
        say("status_draft", count=len(waiting.changes), conflicts=len(waiting.conflicts)),
    ]
    return Page((say("status_heading"), *_release(visit, served), *lines, *_errors(visit)))


def _release(visit: Visit, served: Release | None) -> Iterator[str]:
    """What was published last, and whether this process has taken it over."""
    say = visit.say
    if served is None:
        yield say("status_no_release")
        return
    moment = say.moment(served.published_at or served.at)
    yield say("status_release", number=served.number, moment=moment, who=visit.name(served.author))
    if visit.desk.shelf.release == served.number:
        yield say("status_taken_over")
        if (seconds := visit.office.surroundings.lag()) is not None:
            yield say("status_lag", seconds=round(seconds, 1))
    else:
        yield say("status_behind", number=visit.desk.shelf.release)
    if (reason := visit.office.surroundings.stuck()) is not None:
        yield say("status_stuck", reason=reason)


def _errors(visit: Visit) -> Iterator[str]:
    say = visit.say
    latest = list(visit.office.surroundings.errors())[-ERRORS_SHOWN:]
    if not latest:
        yield say("status_no_errors")
        return
    yield say("status_errors")
    for one in reversed(latest):
        yield say("status_error", moment=say.moment(one.at), name=one.name)
