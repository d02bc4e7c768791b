"""What is sent in answer to an event, as it is kept until it was sent."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardMarkup

from bot.telegram.rendering import Part
from bot.telegram.updates import Address
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The messages of a reply, or other buttons for a message that is there already."""

    address: Address
    parts: Sequence[Part] = ()
    keyboard: InlineKeyboardMarkup | None = None
    """Under the last part; or under the message `below`."""
    below: int | None = None
    """The message whose buttons are changed; then there are no parts."""
    language: Language = Language.ENGLISH
    """In which all of it is written."""

    def to_json(self) -> bytes:
        """As it is kept."""
        written = {
            "address": asdict(self.address),
            "parts": [asdict(part) for part in self.parts],
            "keyboard": self.keyboard.to_dict() if self.keyboard is not None else None,
            "below": self.below,
            "language": self.language,
        }
        return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, kept: bytes) -> Outgoing:
        """What `to_json` wrote."""
        written = json.loads(kept)
        return cls(
            Address(**written["address"]),
            tuple(Part(**part) for part in written["parts"]),
            _keyboard(written["keyboard"]) if written["keyboard"] is not None else None,
            written["below"],
            Language(written["language"]),
        )


def _keyboard(written: dict[str, Any]) -> InlineKeyboardMarkup:
    # The library leaves out an empty list of rows, which takes the buttons away, and then misses it.
    return InlineKeyboardMarkup.de_json({"inline_keyboard": [], **written}, None)
