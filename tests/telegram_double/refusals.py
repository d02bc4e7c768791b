"""The errors of the Bot API: one exception that carries the status and the wording Telegram answers with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

JsonObject: TypeAlias = dict[str, object]

PREFIXES: Final[Mapping[int, str]] = {400: "Bad Request", 403: "Forbidden", 409: "Conflict"}


class RefusalError(Exception):
    """Telegram answers this call with an error; the handler stops here."""

    def __init__(self, status: int, description: str) -> None:
        """Keep the HTTP status and the complete description of the answer."""
        super().__init__(description)
        self.status = status
        self.description = description


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot, as it arrived."""

    method: str
    """The method with Telegram's own capitals, even when the bot wrote others."""
    parameters: JsonObject
    """The decoded parameters; a form gives strings, a JSON body gives whatever it held."""
    time: float
    """Seconds since the epoch on the double's clock."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One call that the double judged to be the bot's own mistake."""

    call: Call
    status: int
    description: str


def refuse(description: str, status: int = 400) -> RefusalError:
    """Build the error for a reason, with the prefix that belongs to its status."""
    return RefusalError(status, f"{PREFIXES[status]}: {description}")
