"""A change as JSON and back: `{"kind": "AddPhrasing", …}` with the fields of that kind."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, Final, get_args

from bot.storage.errors import StorageError
from knowledge.editing import Change
from knowledge.schema import Variety

if TYPE_CHECKING:
    from collections.abc import Mapping

_KINDS: Final[Mapping[str, type[Change]]] = {kind.__name__: kind for kind in get_args(Change)}


def to_json(change: Change) -> str:
    """The change as one line of JSON."""
    return json.dumps({"kind": type(change).__name__, **asdict(change)}, separators=(",", ":"))


def from_json(written: str) -> Change:
    """The change that was written.

    Raises:
        StorageError: this version cannot make sense of it.
    """
    try:
        return _change(json.loads(written))
    except (KeyError, RecursionError, TypeError, ValueError) as error:
        raise StorageError(
            "a change that waits in the draft was not written by this version of Sanad, or is damaged: "
            "install the version that wrote it, or restore the database from a backup."
        ) from error


def _change(written: Mapping[str, object]) -> Change:
    kind = _KINDS[_text(written["kind"])]
    values: dict[str, Any] = {field.name: _value(field.name, written[field.name]) for field in fields(kind)}
    return kind(**values)


def _value(name: str, value: object) -> str:
    return Variety(_text(value)) if name == "variety" else _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    return value
