"""A message of staff's tools: some lines with buttons below, which what comes next is written over."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.buttons import label
from bot.telegram.rendering import BUDGET, Part, utf16_length
from bot.telegram.staff import orders
from knowledge.schema import Language

if TYPE_CHECKING:
    from bot.telegram.buttons import Row
    from bot.telegram.sending import Sender
    from bot.telegram.staff.orders import Order
    from bot.telegram.updates import Address

LONGEST_LINE: Final = 600
"""Characters; whatever is longer was not meant to be read on a phone."""


@dataclass(frozen=True, slots=True)
class Page:
    """The first line is the heading; an empty one leaves room."""

    lines: tuple[str, ...]
    rows: tuple[Row, ...] = ()

    @property
    def part(self) -> Part:
        """As a message; what does not fit is left out at the end."""
        heading, *rest = self._fitting()
        plain = "\n".join((heading, *rest))
        return Part("\n".join((f"<b>{_escaped(heading)}</b>", *map(_escaped, rest))), plain)

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons; None without any."""
        return InlineKeyboardMarkup(self.rows) if self.rows else None

    def _fitting(self) -> list[str]:
        lines: list[str] = []
        size = 0
        for line in map(_shortened, self.lines):
            size += utf16_length(line) + 1
            if size > BUDGET - 2:
                return [*lines, "…"]
            lines.append(line)
        return lines


@dataclass(slots=True)
class Screen:
    """Where somebody reads what they asked for."""

    sender: Sender
    address: Address
    message_id: int | None = None
    """The message that the next page is written over; None before there is one."""

    async def show(self, page: Page) -> None:
        """Show a page in place of the one before."""
        self.message_id = await self.sender.show(self.address, page.part, page.keyboard, self.message_id)


def button(text: str, order: Order) -> InlineKeyboardButton:
    """A button that says what to do next."""
    return InlineKeyboardButton(label(text), callback_data=orders.encode(order))


def row(language: Language, *buttons: InlineKeyboardButton) -> Row:
    """Buttons side by side in the order in which they are read; Telegram does not mirror rows in Arabic."""
    return buttons[::-1] if language is Language.ARABIC else buttons


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1].rstrip() + "…"


def _escaped(line: str) -> str:
    return escape(line, quote=False)
