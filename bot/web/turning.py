"""Long lists, cut into pages that are turned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.web.visit import Visit

_LONGEST: Final = len("999999")


def turn_of(visit: Visit) -> int:
    """Which page of a list is asked for, from 1 on."""
    return number_asked(visit, "page") or 1


def turns_of(count: int, on_a_page: int) -> int:
    """How many pages a list has."""
    return -(-count // on_a_page)


def number_asked(visit: Visit, name: str) -> int | None:
    """A number from 1 on in the query; None where there is none that makes sense."""
    asked = visit.asked(name)
    is_number = asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST
    return (int(asked) or None) if is_number else None
