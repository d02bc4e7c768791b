"""Every pattern that meets what the public writes, fed with what it almost matches: its work grows with the length."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from itertools import chain
from re import _constants as codes  # type: ignore[attr-defined] # as private as what it tells of patterns
from re import _parser  # type: ignore[attr-defined] # the same
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest
from handlers_floor.small_library import SMALL

import bot.telegram
import handlers
import knowledge.search
import knowledge.text
from knowledge.text.calendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

Pattern: TypeAlias = re.Pattern[str]
PACKAGES: Final = (handlers, knowledge.search, knowledge.text, bot.telegram)
SHORT: Final = 1024
TIMES: Final = 8
"""As long as that is the long text; the longest message has half of it."""
GROWTH: Final = 24
"""Times the work for a text eight times as long; work that grows with the square would take 64."""
UNHEARD: Final = 0.1
"""Seconds of processor time for the long text below which nobody minds how it grows."""
CURATED: Final = frozenset({"handlers.compose", "handlers.gap_files", "handlers.judging", "bot.telegram.directions"})
"""Their patterns meet the words of curators alone."""
ANCHORED: Final = frozenset(
    {
        "knowledge.text.tokens._PRONOUN",
        "knowledge.text.arabizi._ENGLISH_NUMBER",
        "knowledge.text.figures._PERCENT",
        "knowledge.text.figures._NEXT_WORD",
    }
)
"""Only ever asked at one place of a text, which is their defence."""
REDACTION: Final = frozenset({"handlers.redaction", "handlers.traces", "handlers.whereabouts", "handlers.harmless"})
"""Their patterns are tried together, in tests/redaction: what one takes out the next does not see."""


def modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def patterns_in(value: object) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(patterns_in, value.values()))
    elif isinstance(value, tuple | list):
        yield from chain.from_iterable(map(patterns_in, value))


def patterns() -> dict[str, Pattern]:
    """Each by where it stands."""
    return {
        f"{module.__name__}.{name}{number or ''}": pattern
        for module in modules()
        if module.__name__ not in CURATED | REDACTION
        for name, value in vars(module).items()
        for number, pattern in enumerate(patterns_in(value))
    }


def signs_of(parsed: Any) -> Iterator[str]:  # noqa: ANN401 - a tree of tuples, whose types the library does not tell
    """What a pattern asks for, sign by sign."""
    for code, value in parsed:
        if code is codes.LITERAL:
            yield chr(value)
        elif code is codes.RANGE:
            yield from map(chr, value)
        elif code is codes.CATEGORY:
            yield {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " "}.get(value, "a")
        elif code is codes.IN:
            yield from signs_of(value)
        elif code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
            yield from signs_of(value[2])
        elif code is codes.SUBPATTERN:
            yield from signs_of(value[3])
        elif code in {codes.ASSERT, codes.ASSERT_NOT}:
            yield from signs_of(value[1])
        elif code is codes.BRANCH:
            yield from chain.from_iterable(map(signs_of, value[1]))


def nearly(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """A beginning, and what is repeated after it: single signs of the pattern, and pairs of them."""
    signs = list(dict.fromkeys(signs_of(_parser.parse(pattern.pattern, pattern.flags))))[:10]
    signs = list(dict.fromkeys([*signs, " ", "a", "1", "-", ".", ",", "!", "و"]))
    yield from (("", sign) for sign in signs)
    yield from (("a1", sign) for sign in signs)
    yield from (("", one + other) for one in signs[:8] for other in signs if one != other)


def work(pattern: Pattern, beginning: str, repeated: str, length: int) -> float:
    """Seconds to go through a text that ends in what matches nothing."""
    text = (beginning + repeated * length)[:length] + "\x02"
    begun = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - begun


def grows_too_fast(pattern: Pattern, beginning: str, repeated: str) -> bool:
    """Whether its work grows with the square of the length, or worse; what looks so is tried again."""
    for _ in range(3):
        long = work(pattern, beginning, repeated, SHORT * TIMES)
        if long < UNHEARD or long < GROWTH * work(pattern, beginning, repeated, SHORT):
            return False
    return True


def culprits(pattern: Pattern) -> Iterator[tuple[str, str]]:
    suspects = (text for text in nearly(pattern) if work(pattern, *text, SHORT) > UNHEARD / TIMES / TIMES / 4)
    return (text for text in suspects if grows_too_fast(pattern, *text))


PATTERNS: Final = {name: pattern for name, pattern in patterns().items() if name not in ANCHORED}


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern(name: str) -> None:
    """Its work does not grow with the square of what it is given."""
    assert list(culprits(PATTERNS[name])) == []


def test_patterns_made_from_the_lexicon() -> None:
    """Nor does that of the patterns for dates, which are made from the words of curators."""
    lexicon = SMALL.lexicon
    made = patterns_in(list(vars(Calendar(lexicon.months, lexicon.numbers)).values()))

    assert [(one.pattern[:40], found) for one in made if (found := list(culprits(one)))] == []


def test_a_pattern_that_is_a_bomb() -> None:
    """What these tests are for they find."""
    assert any(culprits(re.compile(r".+?(?:[.!;]+\s|$)")))
    assert PATTERNS.keys() > {"knowledge.search.parts._SENTENCE", "bot.telegram.updates._COMMAND"}
