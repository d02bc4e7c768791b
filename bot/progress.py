"""How far a long run is, for a person who waits at a terminal; nobody else is told."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn, track

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")


def watched(items: Iterable[Item], *, total: int, what: str) -> Iterable[Item]:
    """The items, while a bar on standard error says how many of them are done; it goes away at the end."""
    is_terminal = sys.stderr.isatty()
    return track(items, what, total=total, console=Console(stderr=True), transient=True, disable=not is_terminal)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Say what takes a while, with a sign of life, until the end of the block."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield


@contextmanager
def advancing(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error as above, for work that tells how much further it is by calling what it is given."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield partial(bar.advance, task)
