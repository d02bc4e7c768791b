"""Where somebody says in a text who they are: the name behind 'my name is', 'انا ... من', 'معكم ابو ...'.

A name is not known by itself, for questions are about people too: something has to introduce it as the writer's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from knowledge.text.normalize import fold
from knowledge.text.tokens import without_and

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_WORDS: Final = 4
"""Of a name: one's own, one's father's and grandfather's, and that of the family."""
_WORD: Final = re.compile("[^\\W_](?:[^\\W_]|[\u064b-\u065f\u0670'’])*")
"""Letters and the figures that stand for letters, with vowel marks and apostrophes in them."""
_CLOSE: Final = re.compile(r" ?[-–]? ?")
"""What may stand between two words of a name."""
_AFTER_A_TITLE: Final = re.compile(r"\.? ?")
_BEFORE_A_NAME: Final = re.compile(r" ?[:،,–-]? ?\n?")
_COLON: Final = re.compile(r" ?: ?\n?")
_AND: Final = "و"
_THE: Final = "ال"
_OF_A_FAMILY: Final = ("ي", "الدين", "الله", "الرحمن", "الزهرا", "الهدى")
_WITH: Final = ("بال", "لل", "وال", "بهال", "هال")
"""Letters glued to words that are no names: 'in the', 'to the', 'this'."""
_NO_NAMES_AS_WRITTEN: Final = frozenset({"على", "هنا"})
"""'On' and 'here', which folded are 'علي' and 'هناء'."""
_MOTHER: Final = "ام"
_THAT: Final = ("ان", "انه", "اني", "انا")


class _Word(NamedTuple):
    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Lists:
    """The words of `handlers/phrases/introductions.yaml`, folded."""

    introductions: Mapping[tuple[str, ...], str]
    """By its words, which list an introduction is in."""
    with_colon: frozenset[tuple[str, ...]]
    sets: Mapping[str, frozenset[str]]

    @property
    def longest(self) -> int:
        return max(map(len, chain(self.introductions, self.with_colon)))

    def has(self, name: str, word: str) -> bool:
        return word in self.sets[name]


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the names are that somebody gives as their own: start and end of each, in order."""
    lists, words = _lists(), _words(text)
    place = 0
    while place < len(words):
        found = _introduced(text, words, place, lists)
        if found is None:
            place += 1
        else:
            first, end = found
            yield words[first].start, words[end - 1].end
            place = end


def _introduced(text: str, words: Sequence[_Word], place: int, lists: _Lists) -> tuple[int, int] | None:
    """The words of a name that is introduced from a place on: its first, and the one after its last."""
    for size in range(min(lists.longest, len(words) - place - 1), 0, -1):
        said = [word.folded for word in words[place : place + size]]
        first = place + size
        between = text[words[first - 1].end : words[first].start]
        kind = _kind(tuple(said), between, lists) or _kind(tuple(without_and(said)), between, lists)
        if kind is not None and not _is_asked(words, place, lists):
            end = _end(text, words, first, kind, lists)
            if end > first:
                return first, end
    return None


def _kind(said: tuple[str, ...], between: str, lists: _Lists) -> str | None:
    """How surely a name follows; None where nothing introduces one."""
    if said in lists.with_colon and _COLON.fullmatch(between):
        return "surely"
    return lists.introductions.get(said) if _BEFORE_A_NAME.fullmatch(between) else None


def _is_asked(words: Sequence[_Word], place: int, lists: _Lists) -> bool:
    return place > 0 and lists.has("asked_before", words[place - 1].folded)


def _end(text: str, words: Sequence[_Word], first: int, kind: str, lists: _Lists) -> int:
    """The place after the last word of a name that may begin at a place; that place itself where none does."""
    begun, kind = _behind_a_title(text, words, first, kind, lists)
    place = _first_name(text, words, begun, kind, lists)
    if place is None:
        return first
    while place - first < MOST_WORDS and _is_close(text, words, place):
        after = _further_name(text, words, place, kind, lists)
        if after is None:
            break
        place = after
    return place


def _behind_a_title(text: str, words: Sequence[_Word], place: int, kind: str, lists: _Lists) -> tuple[int, str]:
    """The place after a title, and how surely a name follows then; without a title both as they were."""
    for name, is_then in (("titles", "surely"), ("professions", "perhaps")):
        if lists.has(name, words[place].folded) and _is_close(text, words, place + 1, _AFTER_A_TITLE):
            return place + 1, is_then
    return place, kind


def _first_name(text: str, words: Sequence[_Word], place: int, kind: str, lists: _Lists) -> int | None:
    """The place after the first name; None where there is no name."""
    word, is_followed = words[place], _is_close(text, words, place + 1)
    if word.text in _NO_NAMES_AS_WRITTEN:
        return None
    if is_followed and lists.has("kunyas", word.folded):
        return place + 2 if _is_child(word.folded, words[place + 1].folded, lists) else None
    if is_followed and lists.has("particles", word.folded):
        return place + 2 if kind == "surely" and _may_be_a_name(words[place + 1].folded, lists) else None
    return place + 1 if _is_first_name(text, words, place, kind, lists) else None


def _is_first_name(text: str, words: Sequence[_Word], place: int, kind: str, lists: _Lists) -> bool:
    word = words[place]
    if kind == "surely":
        return _may_be_a_name(word.folded, lists)
    if _is_given(word.folded, lists):
        return _is_meant(text, words, place, lists)
    is_capital = word.text[0].isupper() and _may_be_a_name(word.folded, lists)
    is_somebody = is_capital and not lists.has("no_persons", word.folded)
    return is_somebody and (kind == "perhaps" or _comes_from(text, words, place, lists))


def _is_child(kunya: str, folded: str, lists: _Lists) -> bool:
    """Whether somebody can be called after this word; 'ام' is also 'or', and 'a mother' of however many."""
    return _is_given(folded, lists) or (kunya != _MOTHER and _may_be_a_name(folded, lists))


def _further_name(text: str, words: Sequence[_Word], place: int, kind: str, lists: _Lists) -> int | None:
    """The place after another name of the same person; None where the name is over."""
    word = words[place]
    begins_one = lists.has("particles", word.folded) or lists.has("kunyas", word.folded)
    if begins_one and _is_close(text, words, place + 1):
        return place + 2 if _may_be_a_name(words[place + 1].folded, lists) else None
    if not _may_be_a_name(word.folded, lists):
        return None
    is_name = _is_given(word.folded, lists) or _is_of_a_family(word.folded) or word.text[0].isupper()
    return place + 1 if kind == "surely" or is_name else None


def _is_meant(text: str, words: Sequence[_Word], place: int, lists: _Lists) -> bool:
    """Whether a word that may be a name is one: 'انا سعيد من الموصل', and neither 'انا سعيد جدا' nor 'انا امل ان'."""
    if not _is_close(text, words, place + 1):
        return True
    other = words[place + 1].folded
    if other in _THAT:
        return False
    is_name = lists.has("from", other) or _is_given(other, lists) or _is_of_a_family(other)
    return is_name or not lists.has("also_words", words[place].folded)


def _comes_from(text: str, words: Sequence[_Word], place: int, lists: _Lists) -> bool:
    """Whether 'from' follows, behind a second name at most: 'I am Xoshnaw Ahmed from Duhok'."""
    for other in (place + 1, place + 2):
        if _is_close(text, words, other) and lists.has("from", words[other].folded):
            return True
    return False


def _may_be_a_name(folded: str, lists: _Lists) -> bool:
    if lists.has("no_names", folded) or folded.isdecimal():
        return False
    if folded.startswith(_AND) and not _is_given(folded, lists):
        return len(folded) == 1
    return not folded.startswith(_WITH)


def _is_given(folded: str, lists: _Lists) -> bool:
    return lists.has("given_names", folded)


def _is_of_a_family(folded: str) -> bool:
    return folded.startswith(_THE) and folded.endswith(_OF_A_FAMILY)


def _is_close(text: str, words: Sequence[_Word], place: int, between: re.Pattern[str] = _CLOSE) -> bool:
    """Whether there is a word at a place, and it follows the one before it at once."""
    return place < len(words) and between.fullmatch(text, words[place - 1].end, words[place].start) is not None


def _words(text: str) -> list[_Word]:
    return [_Word(found[0], fold(found[0]), *found.span()) for found in _WORD.finditer(text)]


@cache
def _lists() -> _Lists:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: Mapping[str, Mapping[str, Sequence[str]]] = yaml.load(_file(), Loader=loader)  # noqa: S506 - the C twin
    kinds = ("surely", "perhaps", "at_times")
    introductions = {said: kind for kind in reversed(kinds) for said in _runs(content[kind])}
    sets = {name: frozenset(map(fold, _listed(groups))) for name, groups in content.items()}
    return _Lists(introductions, frozenset(_runs(content["with_colon"])), sets)


def _file() -> str:
    return resources.files("handlers").joinpath("phrases", "introductions.yaml").read_text(encoding="utf-8")


def _runs(groups: Mapping[str, Sequence[Any]]) -> list[tuple[str, ...]]:
    return [tuple(word.folded for word in _words(phrase)) for phrase in _listed(groups)]


def _listed(groups: Mapping[str, Sequence[Any]]) -> list[str]:
    return [str(phrase) for phrases in groups.values() for phrase in phrases]
