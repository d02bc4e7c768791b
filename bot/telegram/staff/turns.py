"""What staff ask for on Telegram: who they are is looked up each time, and for nobody else anything happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.telegram.outgoing import Outgoing
from bot.telegram.staff import menu, uploading
from bot.telegram.staff.office import Visit
from bot.telegram.staff.orders import CHANGING, CHANGING_ACTS, FOR_ADMINS, Act
from bot.telegram.staff.screens import Page, Screen
from bot.telegram.staff.table import COMMANDS, ORDERS
from bot.telegram.staff.troubles import told
from bot.telegram.updates import DocumentReceived, OrderReceived, StaffCommandReceived
from handlers import roles
from handlers.desk import require_admin
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from bot.telegram.staff.office import Office
    from bot.telegram.updates import Received
    from handlers.model import Message
    from handlers.staff import Staff
    from knowledge.schema import Language


@dataclass(frozen=True, slots=True)
class StaffTurns:
    """Does what staff ask for."""

    office: Office

    async def asked_by(self, received: Received) -> Staff | None:
        """Who of staff has asked for something that only staff can ask for; None where that is not so."""
        if not isinstance(received, StaffCommandReceived | OrderReceived | DocumentReceived):
            return None
        return await roles.staff_of(self.office.desk, received.message.person, received.message.language_hint)

    async def take(self, received: Received, staff: Staff) -> None:
        """Do what they have asked for, and show them what came of it."""
        assert isinstance(received, StaffCommandReceived | OrderReceived | DocumentReceived)  # noqa: S101 - see `asked_by`
        message_id = None
        if isinstance(received, OrderReceived):
            message_id = received.message_id
            await self._acknowledge(received, staff)
        screen = Screen(self.office.sender, received.address, message_id)
        visit = Visit(self.office, staff, self.office.speeches[staff.language], screen)
        page = await _answer(visit, received)
        if page is not None:
            await screen.show(page)

    def interrupted(self, received: Received, staff: Staff) -> Outgoing | None:
        """What staff are told of something that was begun by a process which has ended since.

        None of what only shows something: it can be done again.
        """
        if not _changes_something(received):
            return None
        page = Page((self.office.speeches[staff.language]("interrupted"),))
        return Outgoing(received.address, (page.part,), language=staff.language)

    async def choose_language(self, message: Message, language: Language) -> None:
        """Have staff's tools speak the language that somebody has chosen, if they have a role."""
        staff = await roles.staff_of(self.office.desk, message.person)
        if staff is not None:
            await self.office.desk.memberships.set_language(staff.id, staff.role, language)
            await menu.show(self.office, staff.id, staff.role, language)

    async def begin(self) -> None:
        """Show staff their commands."""
        for member in await roles.who(self.office.desk):
            await menu.show(self.office, member.id, member.role, member.language)

    async def _acknowledge(self, received: OrderReceived, staff: Staff) -> None:
        """Let the button rest; of one that only tells something, that is all."""
        text = None
        if received.order.act is Act.WRITE:
            text = self.office.speeches[staff.language]("write_how")
        await self.office.sender.acknowledge(received.query_id, text, is_alert=text is not None)


def _changes_something(received: Received) -> bool:
    if isinstance(received, OrderReceived):
        return received.order.act in CHANGING_ACTS
    return not isinstance(received, StaffCommandReceived) or received.name in CHANGING


async def _answer(visit: Visit, received: StaffCommandReceived | OrderReceived | DocumentReceived) -> Page | None:
    try:
        if isinstance(received, OrderReceived):
            return await ORDERS[received.order.act](visit, received.order)
        if isinstance(received, StaffCommandReceived):
            if received.name in FOR_ADMINS:
                require_admin(visit.staff)
            return await COMMANDS[received.name](visit, received.arguments)
        return await uploading.receive(visit, received)
    except SanadError as error:
        return told(visit, error)
