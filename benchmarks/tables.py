"""Tables in Markdown, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NOTHING: Final = "–"
"""Stands in a cell for what was not measured."""


def head(*columns: str) -> Iterator[str]:
    """The two lines above the rows; the first column is a name, the others are figures."""
    yield row(*columns)
    yield f"|---|{'--:|' * (len(columns) - 1)}"


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def titled(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A section."""
    yield f"## {title}"
    yield ""
    yield from lines
    yield ""


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.2f}"
