"""A turn as JSON and back.

Rows outlive versions of this program. What cannot be read is no turn: the reader has to ask in full once more, and that
is all that is lost.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from handlers.model import Choice, Offer, Turn
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping


def to_json(turn: Turn) -> str:
    """The turn as one line of JSON."""
    return json.dumps(
        {
            "language": turn.language,
            "entry": turn.entry,
            "features": turn.features,
            "kinds": turn.kinds,
            "asked": turn.asked,
            "choices": [[choice.offer, choice.target, choice.label] for choice in turn.choices],
            "claims": turn.claims,
            "times": turn.times,
            "is_dated": turn.is_dated,
        },
        separators=(",", ":"),
    )


def from_json(written: str) -> Turn | None:
    """The turn that was written, or None where this version cannot make sense of it."""
    try:
        return _turn(json.loads(written))
    except (KeyError, RecursionError, TypeError, ValueError):
        return None


def _turn(fields: Mapping[str, object]) -> Turn:
    return Turn(
        language=Language(_text(fields["language"])),
        entry=_optional_text(fields["entry"]),
        features=_texts(fields["features"]),
        kinds=_texts(fields["kinds"]),
        asked=_optional_text(fields["asked"]),
        choices=tuple(_choice(item) for item in _items(fields.get("choices", []))),
        claims=tuple(_place(item) for item in _items(fields.get("claims", []))),
        times=_texts(fields.get("times", [])),
        is_dated=fields.get("is_dated") is True,
    )


def _choice(value: object) -> Choice:
    offer, target, label = _texts(value)
    return Choice(Offer(offer), target, label)


def _place(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"the place of a claim was expected, not {value!r}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in _items(value))


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"a list was expected, not {type(value).__name__}")
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    return value
