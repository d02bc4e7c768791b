"""How values are written on a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from knowledge.difference import difference
from knowledge.tree import ENTRIES, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from knowledge.difference import Difference
    from knowledge.editing import ReplaceEntry

LONGEST_ADDRESS: Final = 60
"""Characters of an address that are shown; the link leads to all of it."""
_HASH: Final = re.compile(r"[0-9a-f]{64}")


def moment(at: datetime) -> str:
    """`2026-02-09 14:05`, in UTC, as everything that is stored."""
    return f"{at:%Y-%m-%d %H:%M}"


def per_cent(share: float) -> str:
    """Of a share between 0 and 1: `7 %`."""
    return f"{round(share * 100)}\N{NO-BREAK SPACE}%"


def kind_of(value: object) -> str:
    """The name of a value's class, for the phrasebook: `AddPhrasing`."""
    return type(value).__name__


def briefly(value: object) -> str:
    """A value of the audit log in a few letters: of the hash of a content as many as tell it from others."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{text[:12]}…" if _HASH.fullmatch(text) else text


def address(url: str) -> str:
    """An address as a person reads it: without scheme, its letters not in per cent, and cut where it is long."""
    host, _, rest = unquote(url).partition("://")[2].partition("/")
    shown = f"{host}/{rest}".rstrip("/") if rest else host
    text = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in shown)
    return f"{text[:LONGEST_ADDRESS]}…" if len(text) > LONGEST_ADDRESS else text


def edited(change: ReplaceEntry) -> Difference:
    """What an edited entry says otherwise than before, word by word."""
    return between(change.before, change.text)


def between(older: str, newer: str) -> Difference:
    """The same of two texts of one entry."""
    return difference(_alone(older), _alone(newer))


def _alone(text: str) -> Tree:
    return Tree({f"{ENTRIES}/one.yaml": f"{text}\n"})


FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "moment": moment,
    "per_cent": per_cent,
    "kind_of": kind_of,
    "briefly": briefly,
    "address": address,
    "edited": edited,
}
