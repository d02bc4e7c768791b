"""How values are written on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


def moment(at: datetime) -> str:
    """`2026-02-09 14:05`, in UTC, as everything that is stored."""
    return f"{at:%Y-%m-%d %H:%M}"


def per_cent(share: float) -> str:
    """Of a share between 0 and 1: `7 %`."""
    return f"{round(share * 100)}\N{NO-BREAK SPACE}%"


def kind_of(value: object) -> str:
    """The name of a value's class, for the phrasebook: `AddPhrasing`."""
    return type(value).__name__


FILTERS: Final[Mapping[str, Callable[..., str]]] = {"moment": moment, "per_cent": per_cent, "kind_of": kind_of}
