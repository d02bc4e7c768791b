"""`sanad gaps`: what could not be answered, most asked first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

from bot.storage.database import Database
from bot.storage.gaps import SqlGapLog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.settings import Settings
    from handlers.model import GapCount


_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
"""What people wrote must not steer the terminal of whoever reads it."""


async def run(settings: Settings, limit: int) -> int:
    """Print the list, or say that there is nothing."""
    async with Database(settings.database) as database:
        counts = await SqlGapLog(database).most_asked(limit=limit)
    console = Console(highlight=False, markup=False, emoji=False)
    if counts:
        console.print(_table(counts))
    else:
        console.print("No gaps: every question so far was answered, or none was asked.")
    return 0


def _table(counts: Iterable[GapCount]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("askers", "times", "last", "reason", "language", "question", "nearest entries"):
        table.add_column(heading, overflow="fold")
    for count in counts:
        nearest = ", ".join(f"{entry} {probability:.2f}" for entry, probability in count.candidates)
        row = (str(count.askers), str(count.times), str(count.last_day), count.reason, count.language)
        table.add_row(*row, _CONTROLS.sub(" ", count.text) or "(not kept)", nearest or "-")
    return table
