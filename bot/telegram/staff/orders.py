"""What staff can ask for: their commands, and what stands in the data of their buttons.

The data names what is to be done, then numbers, then whatever entry it is about: `s:attach:12:0:@9f86d081ee`. Nothing
but names of things stands in it, so that an old button does what it says, or finds out that it no longer can.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.telegram.buttons import MOST_BYTES

PREFIX: Final = "s:"
COMMANDS: Final = ("gaps", "draft", "digest", "console", "publish", "rollback", "status", "who", "grant", "revoke")
"""Beside those that everybody has, in the order in which Telegram lists them."""
FOR_ADMINS: Final = frozenset({"publish", "rollback", "status", "who", "grant", "revoke"})
CHANGING: Final = frozenset({"publish", "grant", "revoke"})
"""What must not be done twice unseen."""
_DATA: Final = re.compile(
    r"s:(?P<act>[a-z-]+)(?P<numbers>(?::(?:0|[1-9][0-9]{0,17}))*)(?::@(?P<target>[0-9a-f]{10}))?", re.ASCII
)


class Act(StrEnum):
    """What a button does."""

    NEXT = "next"
    """Show the gap that stands at a place of the queue."""
    LOOK = "look"
    """Show a gap."""
    ATTACH = "attach"
    """Show what attaching a gap to an entry would change."""
    ATTACH_SAVE = "attach-save"
    """Keep that in the draft."""
    ATTACH_PUBLISH = "attach-publish"
    """Keep it, and publish the draft."""
    OUTSIDE = "outside"
    """Show what putting a gap out of scope would change."""
    OUTSIDE_SAVE = "outside-save"
    OUTSIDE_PUBLISH = "outside-publish"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    WRITE = "write"
    """Tell how a new entry is written."""
    DRAFT_PUBLISH = "draft-publish"
    DROP = "drop"
    """Take a change out of the draft."""
    PUBLISH = "publish"
    """Publish a release that was handed in."""
    ROLL_BACK = "roll-back"
    LEAVE = "leave"
    """Leave everything as it is."""


CHANGING_ACTS: Final = frozenset(
    {
        Act.ATTACH_SAVE,
        Act.ATTACH_PUBLISH,
        Act.OUTSIDE_SAVE,
        Act.OUTSIDE_PUBLISH,
        Act.DISMISS,
        Act.REOPEN,
        Act.DRAFT_PUBLISH,
        Act.DROP,
        Act.PUBLISH,
        Act.ROLL_BACK,
    }
)
"""What must not be done twice unseen; the others only show something."""
_NUMBERS: Final = {
    Act.NEXT: ("place",),
    Act.LOOK: ("gap", "place"),
    Act.ATTACH: ("gap", "place"),
    Act.ATTACH_SAVE: ("gap", "place", "draft"),
    Act.ATTACH_PUBLISH: ("gap", "place", "draft"),
    Act.OUTSIDE: ("gap", "place"),
    Act.OUTSIDE_SAVE: ("gap", "place", "draft"),
    Act.OUTSIDE_PUBLISH: ("gap", "place", "draft"),
    Act.DISMISS: ("gap", "place"),
    Act.REOPEN: ("gap", "place"),
    Act.WRITE: (),
    Act.DRAFT_PUBLISH: ("draft",),
    Act.DROP: ("change",),
    Act.PUBLISH: ("release",),
    Act.ROLL_BACK: ("release", "served"),
    Act.LEAVE: (),
}
"""Which numbers stand behind each: gaps, places in the queue, versions of the draft, changes and releases."""
_ABOUT_AN_ENTRY: Final = frozenset(
    {Act.ATTACH, Act.ATTACH_SAVE, Act.ATTACH_PUBLISH, Act.OUTSIDE_SAVE, Act.OUTSIDE_PUBLISH}
)


@dataclass(frozen=True, slots=True)
class Order:
    """What a button of staff's says."""

    act: Act
    numbers: tuple[int, ...] = ()
    target: str = ""
    """The mark of an entry, or of a subject that belongs elsewhere."""


def encode(order: Order) -> str:
    """The data of a button."""
    data = ":".join([f"{PREFIX}{order.act}", *map(str, order.numbers), *([f"@{order.target}"] if order.target else [])])
    assert len(data) <= MOST_BYTES, "acts are short, numbers are counted by people"  # noqa: S101 - of our own making
    return data


def decode(data: str) -> Order | None:
    """What a button's data says; None when it says nothing."""
    written = _DATA.fullmatch(data) if len(data) <= MOST_BYTES else None
    if written is None or written["act"] not in set(Act):
        return None
    numbers = tuple(int(number) for number in written["numbers"].split(":") if number)
    order = Order(Act(written["act"]), numbers, written["target"] or "")
    return order if _is_whole(order) else None


def mark(identity: str) -> str:
    """A short name for an entry, since ids of entries may be as long as the data itself."""
    return hashlib.sha256(identity.encode()).hexdigest()[:10]


def _is_whole(order: Order) -> bool:
    return len(order.numbers) == len(_NUMBERS[order.act]) and bool(order.target) == (order.act in _ABOUT_AN_ENTRY)
