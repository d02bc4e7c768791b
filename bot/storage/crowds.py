"""How much of one conversation, or of one sender, may wait: the rest is not kept, so that nobody floods the inbox."""

from __future__ import annotations

from collections import Counter
from enum import Enum, auto
from typing import TYPE_CHECKING

from bot.inbox import MOST_OF_A_SENDER, MOST_WAITING

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable


class Admission(Enum):
    """What becomes of an event that has arrived."""

    WAITS = auto()
    STANDS_FOR_A_FLOOD = auto()
    IS_DROPPED = auto()


class Crowd:
    """What waits of the conversations and senders of some events, before those and as they join it."""

    def __init__(self, waiting: Iterable[tuple[Hashable, Hashable, bool]]) -> None:
        """Count what waits already: conversation, sender, and whether it stands for a flood."""
        self._counts: Counter[tuple[str, Hashable]] = Counter()
        self._flooded: set[tuple[str, Hashable]] = set()
        for conversation, sender, is_flood in waiting:
            self._join(_crowds(conversation, sender), is_flood=is_flood)

    def admit(self, conversation: Hashable, sender: Hashable) -> Admission:
        """Let one more join, unless a flood waits already of what is full."""
        crowds = _crowds(conversation, sender)
        full = {crowd for crowd, most in crowds.items() if self._counts[crowd] >= most}
        if full & self._flooded:
            return Admission.IS_DROPPED
        self._join(crowds, is_flood=bool(full))
        return Admission.STANDS_FOR_A_FLOOD if full else Admission.WAITS

    def _join(self, crowds: Collection[tuple[str, Hashable]], *, is_flood: bool) -> None:
        self._counts.update(list(crowds))  # once each: of a mapping it would add up the values
        if is_flood:
            self._flooded.update(crowds)


def _crowds(conversation: Hashable, sender: Hashable) -> dict[tuple[str, Hashable], int]:
    """Both crowds that an event joins, with the most that may wait of each."""
    return {("conversation", conversation): MOST_WAITING, ("sender", sender): MOST_OF_A_SENDER}
