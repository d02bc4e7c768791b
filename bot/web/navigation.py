"""The pages that every page leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """One of them; `name` makes its key in the phrasebook: `navigation.gaps`."""

    name: str
    path: str
    is_for_admins: bool = False


OVERVIEW: Final = Place("overview", "/")
NAVIGATION: Final = (
    OVERVIEW,
    Place("gaps", "/gaps"),
    Place("draft", "/draft"),
    Place("entries", "/entries"),
    Place("sources", "/sources"),
    Place("trial", "/try"),
    Place("releases", "/releases"),
    Place("audit", "/audit"),
    Place("people", "/who", is_for_admins=True),
)


def place_of(path: str) -> Place | None:
    """The one below which a page lies; None of a page that lies below none."""
    if path == OVERVIEW.path:
        return OVERVIEW
    first = "/" + path.split("/", 2)[1]
    return next((place for place in NAVIGATION if place.path == first), None)
