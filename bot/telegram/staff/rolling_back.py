"""Back to an earlier release, in one step that is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.telegram.staff.orders import Act, Order
from bot.telegram.staff.screens import Page, button, row
from handlers import publishing
from handlers.releases import ReleaseState

if TYPE_CHECKING:
    from bot.telegram.staff.office import Visit


async def ask(visit: Visit, arguments: str) -> Page:
    """Ask whether the release before, or the one whose number is given, shall come back."""
    say = visit.say
    if arguments and not arguments.isdecimal():
        return Page((say("rollback_how"),))
    served = await visit.desk.releases.served()
    number = int(arguments) if arguments else await publishing.one_before(visit.desk)
    release = await visit.desk.releases.get(number) if number is not None else None
    if served is None or release is None:
        return Page((say("rollback_none"),))
    if release.state is not ReleaseState.PUBLISHED:
        return Page((say("rollback_never", number=release.number),))
    back = button(say("button_roll_back", number=release.number), Order(Act.ROLL_BACK, (release.number, served.number)))
    return Page(
        (
            say("rollback_ask", number=release.number),
            say("release_line", number=release.number, moment=say.moment(release.published_at or release.at)),
            say("served_now", number=served.number),
        ),
        (row(say.language, back, button(say("button_cancel"), Order(Act.LEAVE))),),
    )


async def roll_back(visit: Visit, order: Order) -> Page:
    """Bring it back, unless something else has been published since it was asked about."""
    number, before = order.numbers
    served, _ = await publishing.served(visit.desk)
    if served != before:
        return Page((visit.say("rollback_meanwhile"), visit.say("served_now", number=served)))
    release = await publishing.rollback(visit.desk, visit.staff, number)
    return Page((visit.say("rolled_back", number=release.number, restores=number), visit.say("published_soon")))
