"""Where a text has no figures, nothing that needs some is looked for."""

from __future__ import annotations

from re import _constants as codes  # type: ignore[attr-defined] # as private as what it tells of patterns
from re import _parser  # type: ignore[attr-defined] # the same
from typing import TYPE_CHECKING, Any

import pytest

from handlers.harmless import FIGURES
from handlers.redaction import redact
from handlers.traces import CONTACTS, HANDLES, PAPERS, PHONES
from handlers.whereabouts import WHEREABOUTS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from handlers.traces import Rule

DIGIT = [(codes.CATEGORY, codes.CATEGORY_DIGIT)]
REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}


@pytest.mark.parametrize("rule", [*CONTACTS, *PAPERS, *HANDLES, *WHEREABOUTS, *PHONES])
def test_rule_needs_its_figures(rule: Rule) -> None:
    """Whatever a rule takes out has as many figures side by side as the rule says."""
    assert rule.figures <= side_by_side(rule.pattern)


@pytest.mark.parametrize("pattern", FIGURES)
def test_figure_has_two(pattern: re.Pattern[str]) -> None:
    """Whatever is set aside as a figure has two side by side."""
    assert side_by_side(pattern) > 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سجل 4 صفحة 7", "سجل [number] صفحة [number]"),
        ("my phone is 7 7 0 1 2 3", "my phone is [number]"),
        ("my number is seven seven zero one two three four five", "my number is [number]"),
    ],
)
def test_single_figures(text: str, expected: str) -> None:
    """What has no two figures side by side, or none at all, goes all the same."""
    assert redact(text) == expected


def side_by_side(pattern: re.Pattern[str]) -> int:
    """How many figures stand side by side in all that a pattern finds or looks ahead to; at the least."""
    return _in_all(_parser.parse(pattern.pattern, pattern.flags))


def _in_all(items: Iterable[tuple[Any, Any]]) -> int:
    longest = run = 0
    for code, argument in items:
        run = run + _figures(code, argument) if _is_of_figures(code, argument) else 0
        longest = max(longest, run, _within(code, argument))
    return longest


def _is_of_figures(code: Any, argument: Any) -> bool:  # noqa: ANN401 - whatever the parser gives
    """Whether an item finds figures and nothing else."""
    if code in REPEATS:
        items = argument[2]
        return len(items) == 1 and _is_of_figures(*items[0])
    return (code is codes.IN and argument == DIGIT) or (code is codes.LITERAL and chr(argument).isdecimal())


def _figures(code: Any, argument: Any) -> int:  # noqa: ANN401 - as above
    return int(argument[0]) if code in REPEATS else 1


def _within(code: Any, argument: Any) -> int:  # noqa: ANN401 - as above
    """How many stand side by side in what an item has in itself."""
    if code is codes.BRANCH:
        return min(map(_in_all, argument[1]))
    if code is codes.SUBPATTERN:
        return _in_all(argument[-1])
    if code is codes.ATOMIC_GROUP:
        return _in_all(argument)
    if code is codes.ASSERT and argument[0] > 0:
        return _in_all(argument[1])
    return _in_all(argument[2]) if code in REPEATS and argument[0] else 0
