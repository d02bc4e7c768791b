"""The texts in the product's files, among them the names of its events."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.telegram.sending import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT: Final = Path(__file__).parent.parent
_TOP_FLOOR: Final = "bot/**/*.py"
_LOGGING: Final = frozenset({"event", "failure", "debug", "info", "warning", "error"})
"""What takes the name of an event, a logger perhaps before it."""


def nodes(*patterns: str) -> Iterator[ast.AST]:
    """The syntax of the product's files that fit a pattern."""
    for pattern in patterns:
        for path in sorted(_ROOT.glob(pattern)):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def function_name(call: ast.Call) -> str:
    """The last part of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def texts(written: list[ast.expr]) -> list[str]:
    """The texts among some expressions."""
    return [one.value for one in written if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def emitted_events() -> set[str]:
    """The names of all events in the code of the top floor."""
    calls = (node for node in nodes(_TOP_FLOOR) if isinstance(node, ast.Call) and function_name(node) in _LOGGING)
    return {name for call in calls for name in texts(call.args)[:1]}


def possible_events() -> set[str]:
    """Every text of the top floor, for events may be named far from where they are logged, and what is made of two."""
    written = (node.value for node in nodes(_TOP_FLOOR) if isinstance(node, ast.Constant))
    return {text for text in written if isinstance(text, str)} | {f"send_{outcome}" for outcome in Outcome}
