"""Problems and errors in the words of both languages, which stand side by side in `wording/problems.yaml`.

A rule names its message and gives what is filled in: `error(entry.place, "missing-claim", entry=entry.id)`. A message
is called like its rule; where a rule has several, they are told apart after a dot: `unknown-entry.itself`.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from knowledge.errors import Place, Problem, SanadError, Severity
from knowledge.own_yaml import read_own_yaml
from knowledge.schema import Bilingual, Language
from knowledge.text.directions import isolate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_CODE: Final = re.compile(r"`[^`]+`")
"""Keys, commands, dates: whatever is written from left to right in an Arabic sentence."""


class CatalogueError(SanadError):
    """A sentence about the knowledge lacks a language, or its two languages do not fit each other."""


class Message(NamedTuple):
    """What is told of one kind of mistake; `{names}` in braces are filled in by the rule that finds it."""

    wrong: Bilingual
    remedy: Bilingual


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every sentence that is told to a curator about the knowledge."""

    problems: Mapping[str, Message]
    phrases: Mapping[str, Bilingual]
    """What errors say, and parts of sentences, by what they are in English."""
    foreign: Mapping[str, Bilingual]
    """Sentences of the YAML library and of the operating system by what they are in English; nothing is filled in."""

    @classmethod
    def read(cls, written: str) -> Catalogue:
        """Read a catalogue from YAML.

        Raises:
            CatalogueError: a language is missing, or the two leave different things to fill in.
        """
        content = read_own_yaml(written)
        return cls(
            {key: _message(key, languages) for key, languages in content["problems"].items()},
            {english: _sentence(english, (english, arabic)) for english, arabic in content["phrases"].items()},
            {english: Bilingual(english, _with_code_apart(arabic)) for english, arabic in content["foreign"].items()},
        )


@dataclass(frozen=True, slots=True)
class Foreign:
    """A sentence that another program wrote in English; in Arabic it is quoted where the catalogue lacks it."""

    sentence: str

    def told(self, language: Language) -> str:
        known = _CATALOGUE.foreign.get(self.sentence)
        if known is None and language is Language.ARABIC:
            return f"«{_apart(self.sentence)}»"
        return known[language] if known is not None else self.sentence


class Phrase:
    """A part of a sentence by what it is in English; put together only where a problem is told."""

    __slots__ = ("english", "values")

    def __init__(self, english: str, /, **values: Value) -> None:
        self.english = english
        self.values = values

    def told(self, language: Language) -> str:
        return _filled(_CATALOGUE.phrases[self.english], self.values)[language]


Value: TypeAlias = str | int | Place | Phrase | Foreign | Bilingual
"""What is filled in. A text is shown as it is, whatever the language: an id, a key, what a curator wrote."""
What: TypeAlias = str | Phrase
"""What a problem is about: a key or an id as it is written, or a phrase."""


def error(place: Place, message: str, /, **values: Value) -> Problem:
    """A problem that keeps the knowledge from being served, told by a message of the catalogue."""
    return _problem(place, message, Severity.ERROR, values)


def warning(place: Place, message: str, /, **values: Value) -> Problem:
    """A problem that wants a second look, told by a message of the catalogue."""
    return _problem(place, message, Severity.WARNING, values)


def sentence(english: str, /, **values: Value) -> Bilingual:
    """What an error says, by what it is in English."""
    return _filled(_CATALOGUE.phrases[english], values)


def _problem(place: Place, message: str, severity: Severity, values: Mapping[str, Value]) -> Problem:
    wrong, remedy = (_filled(written, values) for written in _CATALOGUE.problems[message])
    return Problem(place, message.partition(".")[0], wrong, remedy, severity)


def _filled(written: Bilingual, values: Mapping[str, Value]) -> Bilingual:
    english, arabic = (
        written[language].format(**{name: _shown(value, language) for name, value in values.items()})
        for language in Language
    )
    return Bilingual(english, arabic)


def _shown(value: Value, language: Language) -> str | int:
    if isinstance(value, Phrase | Foreign):
        return value.told(language)
    if isinstance(value, Bilingual):
        return value[language]
    if isinstance(value, int):
        return value
    return _apart(str(value)) if language is Language.ARABIC else str(value)


def _apart(text: str) -> str:
    """The text as one run in its own direction, with every invisible character in it made visible."""
    return isolate(repr(text)[1:-1])


def _with_code_apart(arabic: str) -> str:
    return _CODE.sub(lambda code: isolate(code.group()), arabic)


def _message(key: str, languages: Mapping[str, Sequence[str]]) -> Message:
    try:
        wrong, remedy = zip(languages["en"], languages["ar"], strict=True)
    except (KeyError, ValueError) as missing:
        raise CatalogueError(
            f"wording/problems.yaml: {key}: write `en:` and `ar:`, each with two sentences"
        ) from missing
    return Message(_sentence(key, wrong), _sentence(key, remedy))


def _sentence(key: str, written: Iterable[str | None]) -> Bilingual:
    english, arabic = (text or "" for text in written)
    if not english or not arabic:
        raise CatalogueError(f"wording/problems.yaml: {key}: a sentence is empty in one language")
    if wrong := _placeholders(english) ^ _placeholders(arabic):
        raise CatalogueError(f"wording/problems.yaml: {key}: {sorted(wrong)} stands in one language only")
    return Bilingual(english, _with_code_apart(arabic))


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


_CATALOGUE: Final = Catalogue.read(
    (resources.files("knowledge") / "wording" / "problems.yaml").read_text(encoding="utf-8")
)
