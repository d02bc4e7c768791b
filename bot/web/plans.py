"""What somebody is about to do, while it is examined in the background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.web.sheets import Sheet
    from knowledge.editing import Change
    from knowledge.forms import SourceForm


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes to be looked at before they are kept; none to look at what waits already."""

    changes: tuple[Change, ...] = ()
    group: int | None = None
    """The gaps that they answer."""
    back: str = "/"
    """The page to think again on."""
    written: Sheet | SourceForm | None = None
    """The form that it was written in, to go back to."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The draft on its way to the public."""

    note: str
    is_forced: bool = False
    plan: Plan | None = None
    """Changes that are kept first."""
    expected: int | None = None
    """The version of the draft that was looked at; None when changes are kept first."""
