"""Faults that a test orders in advance, each used up by the next calls of one method."""

from dataclasses import dataclass, field
from enum import Enum

from .refusals import JsonObject


class Manner(Enum):
    """How a call goes wrong."""

    ERROR = "an error is answered"
    DROP = "the connection is cut without a byte of answer"
    DELAY = "the true answer comes late"
    STALL = "the connection stays open and nothing ever comes"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail."""

    manner: Manner
    status: int = 500
    description: str = ""
    retry_after: int | None = None
    migrate_to_chat_id: int | None = None
    seconds: float = 0.0
    after_delivery: bool = False
    """The call takes effect first, and only its answer is lost."""

    def body(self) -> JsonObject:
        """Write the error answer."""
        body: JsonObject = {"ok": False, "error_code": self.status, "description": self.description}
        parameters = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to_chat_id}
        known = {name: value for name, value in parameters.items() if value is not None}
        return body | {"parameters": known} if known else body


@dataclass(slots=True)
class FaultPlan:
    """The faults still to come, first ordered, first used."""

    waiting: list[tuple[str, Fault]] = field(default_factory=list)

    def add(self, method: str, fault: Fault, times: int) -> None:
        """Order a fault for the next calls of a method."""
        self.waiting.extend([(method.lower(), fault)] * times)

    def take(self, method: str) -> Fault | None:
        """Use up the first fault that waits for this method."""
        for place, (name, fault) in enumerate(self.waiting):
            if name == method.lower():
                del self.waiting[place]
                return fault
        return None
