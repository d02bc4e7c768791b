"""`sanad explain`: the evidence for the best five, so that a curator sees why a question went where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bot.served import served_library
from handlers import explanation

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.explanation import Weighed
    from handlers.library import Library


def run(settings: Settings, text: str) -> int:
    """Print what was understood, what was decided, and why."""
    explain(served_library(settings), text, Console(highlight=False, markup=False, emoji=False, soft_wrap=True))
    return 0


def explain(library: Library, text: str, console: Console) -> None:
    """Print the whole path of one question."""
    found = explanation.explain(library, text)
    concepts = ", ".join(f"{one.concept} ({one.word})" for one in found.concepts)
    console.print(f"language     {found.language}")
    console.print(f"asked        {found.folded}")
    console.print(f"concepts     {concepts or '-'}")
    console.print(f"kind         {', '.join(found.kinds) or '-'}")
    console.print(f"dates        {', '.join(map(str, found.dates)) or '-'}   times {', '.join(found.times) or '-'}")
    for heard in found.heard:
        console.print(f"{heard.hearing:12} {heard.id} {heard.probability:.2f}, like {heard.phrase!r}")
    console.print(f"decision     {found.verdict}: {found.why}\n")
    console.print(_table(found.candidates))


def _table(candidates: tuple[Weighed, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in (
        "entry",
        "likely",
        "odds",
        "concepts",
        "support",
        "typical",
        "against",
        "unexplained",
        "nearest phrasing",
    ):
        table.add_column(heading, overflow="fold")
    for candidate in candidates:
        table.add_row(*_cells(candidate))
    return table


def _cells(candidate: Weighed) -> tuple[str, ...]:
    return (
        candidate.id,
        f"{candidate.probability:.2f}",
        f"{candidate.strength:+.1f}",
        f"{candidate.concepts:.2f}",
        f"{candidate.support:.2f}",
        f"{candidate.typical:.2f}",
        ", ".join(candidate.against) or "-",
        ", ".join(candidate.unexplained) or "-",
        candidate.phrasing,
    )
