"""`sanad gaps`: what could not be answered, in groups that ask the same, most asked first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

from bot.storage.database import Database
from bot.storage.gaps import SqlGapQueue
from handlers.model import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.settings import Settings
    from handlers.gap_queue import GapGroup


_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
"""What people wrote must not steer the terminal of whoever reads it."""


async def run(settings: Settings, limit: int) -> int:
    """Print the list, or say that there is nothing."""
    async with Database(settings.database) as database:
        groups = await SqlGapQueue(database).groups(limit=limit, fewest_askers=settings.fewest_askers)
    console = Console(highlight=False, markup=False, emoji=False)
    if groups:
        console.print(_table(groups))
    else:
        console.print("No gaps: every question so far was answered, or none was asked.")
    return 0


def _table(groups: Iterable[GapGroup]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "state", "askers", "times", "last", "reason", "question", "nearest entries"):
        table.add_column(heading, overflow="fold")
    for group in groups:
        row = (str(group.id), group.state, _askers(group), str(group.times), str(group.last_day), group.reason)
        table.add_row(*row, _question(group), _nearest(group))
    return table


def _askers(group: GapGroup) -> str:
    """`3 ar, 1 en`, as many as there are languages."""
    counts = sorted(group.askers_by_language.items(), key=lambda counted: (-counted[1], counted[0]))
    return ", ".join(f"{askers} {language}" for language, askers in counts)


def _question(group: GapGroup) -> str:
    if group.reason is Reason.DISLIKED:
        return f"(the answer of {group.entry})"
    return _CONTROLS.sub(" ", group.text) or "(not kept)"


def _nearest(group: GapGroup) -> str:
    return ", ".join(f"{entry} {probability:.2f}" for entry, probability in group.candidates) or "-"
