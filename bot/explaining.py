"""`sanad explain`: the evidence for the best five, so that a curator sees why a question went where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

from bot.served import served_library
from knowledge.text.language import Detected

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.library import Library
    from knowledge.search.evidence import Candidate, Evidence
    from knowledge.search.question import Feature, Question

SHOWN: Final = 5
"""Candidates."""


def run(settings: Settings, text: str) -> int:
    """Print what was understood, what was decided, and why."""
    explain(served_library(settings), text, Console(highlight=False, markup=False, emoji=False, soft_wrap=True))
    return 0


def explain(library: Library, text: str, console: Console) -> None:
    """Print the whole path of one question."""
    detected = library.detector.detect(text)
    finding = library.finder.find(text, is_arabizi=detected is Detected.ARABIZI)
    question, decision = finding.question, finding.decision
    console.print(f"language     {detected}")
    console.print(f"asked        {question.folded}")
    console.print(f"concepts     {_listed(question)}")
    console.print(f"kind         {', '.join(sorted(question.kinds)) or '-'}")
    console.print(
        f"dates        {', '.join(map(str, question.dates)) or '-'}   times {', '.join(sorted(question.times)) or '-'}"
    )
    heard = library.repertoire.hear(text, is_arabizi=detected is Detected.ARABIZI)
    for name, found in (("small talk", heard.intent), ("declined", heard.harm)):
        if found is not None:
            console.print(f"{name:12} {found.id} {found.probability:.2f}, like {found.phrasing.text!r}")
    console.print(f"decision     {decision.verdict}: {decision.why}\n")
    console.print(_table(library.finder.index.search(question, limit=SHOWN)))


def _table(candidates: list[Candidate]) -> Table:
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
        table.add_row(candidate.id, f"{candidate.probability:.2f}", *_cells(candidate.evidence))
    return table


def _cells(evidence: Evidence) -> tuple[str, ...]:
    against = (
        ("other kind", evidence.other_kind),
        ("other thing wanted", evidence.other_wanted),
        ("other time", evidence.other_time),
        ("other date", evidence.other_date),
        ("near miss", evidence.unlike),
        ("no figure", evidence.lacks_figures),
    )
    return (
        f"{evidence.strength:+.1f}",
        f"{evidence.concepts:.2f}",
        f"{evidence.support:.2f}",
        f"{evidence.typical:.2f}",
        ", ".join(name for name, holds in against if holds) or "-",
        ", ".join(map(_named, evidence.unexplained)) or "-",
        evidence.phrasing.text,
    )


def _listed(question: Question) -> str:
    return ", ".join(f"{_named(feature)} ({feature.word})" for feature in question.features) or "-"


def _named(feature: Feature) -> str:
    return f"{feature.id}{'*' if feature.is_named else ''}"
