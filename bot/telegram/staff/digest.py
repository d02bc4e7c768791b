"""Once a day, to each who wants it: what waits for curators. Nothing is sent where nothing is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.telegram.pacing import Urgency
from bot.telegram.sending import Sender
from bot.telegram.staff.gaps_walk import askers, headline
from bot.telegram.staff.office import Visit
from bot.telegram.staff.orders import Act, Order
from bot.telegram.staff.people import CHANNEL
from bot.telegram.staff.screens import Page, Screen, button
from bot.telegram.updates import Address
from handlers import curation, publishing, roles
from handlers.gap_queue import GapState
from handlers.staff import Staff

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.telegram.staff.office import Office
    from handlers.gap_queue import GapGroup
    from handlers.releases import DraftChange
    from handlers.staff import Membership

FROM_HOUR: Final = 6
"""In UTC: nine in the morning in Baghdad."""
LOOKED_THROUGH: Final = 200
"""Groups of gaps, those asked most first, among which something new is looked for."""
GAPS_TOLD: Final = 3


async def send_digests(office: Office) -> None:
    """Send the digests that are due; to be called once an hour."""
    now = office.desk.clock.now()
    if now.hour < FROM_HOUR:
        return
    groups = await curation.queue(office.desk, limit=LOOKED_THROUGH)
    waiting = (await publishing.draft(office.desk)).changes
    for member in await roles.who(office.desk):
        is_due = member.wants_digest and member.digest_day != now.date() and member.id.startswith(CHANNEL)
        if is_due and _has_news(groups, waiting, member.digest_day, now.date()):
            # Not afterwards: one that does not arrive is missed, and one that comes every hour is a nuisance.
            await office.desk.memberships.digest_sent(member.id, now.date())
            await _send(office, member, groups[:GAPS_TOLD], len(waiting))


def _has_news(groups: Sequence[GapGroup], waiting: Sequence[DraftChange], since: date | None, today: date) -> bool:
    """Whether something was asked or drafted on the days from the last digest to yesterday; without one, ever.

    What happens today is told tomorrow, or it would be told twice.
    """
    days = [*(group.last_day for group in groups), *(change.at.date() for change in waiting)]
    return any(since is None or since <= day < today for day in days)


async def _send(office: Office, member: Membership, groups: Sequence[GapGroup], waiting: int) -> None:
    say = office.speeches[member.language]
    screen = Screen(Sender(office.client, urgency=Urgency.PUSH), Address(int(member.id.removeprefix(CHANNEL))))
    visit = Visit(office, Staff(member.id, member.role, member.language), say, screen)
    lines = [say("digest_heading"), say("status_gaps", count=await office.desk.gaps.count(states=[GapState.OPEN]))]
    for number, group in enumerate(groups, start=1):
        lines += ["", say("digest_gap", number=number, what=headline(visit, group)), askers(visit, group)]
    lines += ["", say("digest_draft", count=waiting)]
    rows = ((button(say("button_gaps"), Order(Act.NEXT, (0,))),),) if groups else ()
    await screen.show(Page(tuple(lines), rows))
