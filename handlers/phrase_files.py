"""What people say besides questions, as it is written in `handlers/phrases/`."""

from __future__ import annotations

from importlib import resources
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from knowledge.errors import Place
from knowledge.own_yaml import read_own_yaml
from knowledge.schema import Phrasing, Variety
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_GROUPED: Final = ("openings.yaml", "rejoinders.yaml", "danger.yaml", "despair.yaml")
"""Files of words in groups, by variety."""
_UNNUMBERED: Final = 1
"""Phrases are not checked line by line; their place names the file."""


def written_phrases() -> tuple[dict[str, list[Phrasing]], list[Phrasing]]:
    """The phrases of each intent and of each kind of request to decline, and what sounds like them and is neither."""
    intents, declined = content_of("intents.yaml"), content_of("declined.yaml")
    phrases = {name: list(_phrasings(group, "intents.yaml")) for name, group in intents.items()}
    phrases |= {name: list(_phrasings(group["phrases"], "declined.yaml")) for name, group in declined.items()}
    unlike = [
        phrasing
        for file, groups in (("intents.yaml", intents), ("declined.yaml", declined))
        for group in groups.values()
        for phrasing in _phrasings(group.get("unlike", {}), file)
    ]
    return phrases, unlike


def everything_said() -> Iterator[tuple[Variety, str]]:
    """Every phrase that people say besides questions, and every word by which they go on from an answer."""
    phrases, unlike = written_phrases()
    yield from ((phrasing.variety, phrasing.text) for phrasing in chain(unlike, *phrases.values()))
    for name in _GROUPED:
        for forms in content_of(name).values():
            yield from ((Variety(code), form) for code, listed in forms.items() for form in listed)


def groups_of(name: str) -> dict[str, frozenset[str]]:
    """The folded words of each group of a file, whatever their variety."""
    return {group: _folded(forms) for group, forms in content_of(name).items()}


def content_of(name: str) -> dict[str, Any]:
    """What stands in one of the files."""
    text = resources.files("handlers").joinpath("phrases", name).read_text(encoding="utf-8")
    content: dict[str, Any] = read_own_yaml(text)
    return content


def _folded(forms: Mapping[str, Iterable[str]]) -> frozenset[str]:
    return frozenset(" ".join(words(form)) for listed in forms.values() for form in listed)


def _phrasings(group: Mapping[str, Iterable[str]], name: str) -> Iterator[Phrasing]:
    place = Place(Path(name), _UNNUMBERED)
    for key, phrases in group.items():
        if key in set(Variety):
            yield from (Phrasing(str(phrase), Variety(key), place) for phrase in phrases)
