"""What staff ask for on Telegram: who they are is looked up each time, and for nobody else anything happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.telegram.staff import menu, uploading
from bot.telegram.staff.office import Visit
from bot.telegram.staff.orders import FOR_ADMINS, Act
from bot.telegram.staff.screens import Page, Screen
from bot.telegram.staff.table import COMMANDS, ORDERS
from bot.telegram.staff.troubles import told
from bot.telegram.updates import OrderReceived, StaffCommandReceived
from handlers import roles
from handlers.desk import require_admin
from knowledge.errors import SanadError

if TYPE_CHECKING:
    from bot.telegram.staff.office import Office
    from bot.telegram.updates import DocumentReceived
    from handlers.model import Message
    from handlers.staff import Staff
    from knowledge.schema import Language


@dataclass(frozen=True, slots=True)
class StaffTurns:
    """Does what staff ask for."""

    office: Office

    async def take(self, received: StaffCommandReceived | OrderReceived | DocumentReceived) -> bool:
        """Do what was asked for; False, and nothing is done, where somebody without a role has asked."""
        staff = await roles.staff_of(self.office.desk, received.message.person, received.message.language_hint)
        if staff is None:
            return False
        message_id = None
        if isinstance(received, OrderReceived):
            message_id = received.message_id
            await self._acknowledge(received, staff)
        screen = Screen(self.office.sender, received.address, message_id)
        visit = Visit(self.office, staff, self.office.speeches[staff.language], screen)
        page = await _answer(visit, received)
        if page is not None:
            await screen.show(page)
        return True

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
