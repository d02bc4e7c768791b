"""How far a name goes in a text where one may begin: given names, titles, kunyas, families."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from knowledge.own_yaml import read_own_yaml
from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_WORDS: Final = 4
"""Of a name: one's own, one's father's and grandfather's, and that of the family."""
_WORD: Final = re.compile("[^\\W_](?:[^\\W_]|[\u064b-\u065f\u0670'’])*")
"""Letters and the figures that stand for letters, with vowel marks and apostrophes in them."""
CLOSE: Final = re.compile(r" ?[-–]? ?")
"""What may stand between two words of a name."""
AFTER_A_TITLE: Final = re.compile(r"\.? ?")
_AND: Final = "و"
_THE: Final = "ال"
_OF_A_FAMILY: Final = ("ي", "الدين", "الله", "الرحمن", "الزهرا", "الهدى")
_WITH: Final = ("بال", "لل", "وال", "بهال", "هال")
"""Letters glued to words that are no names: 'in the', 'to the', 'this'."""
_NO_NAMES_AS_WRITTEN: Final = frozenset({"على", "هنا", "ولا", "بها"})
"""'On', 'here', 'nor' and 'in it', which folded are 'علي', 'هناء', 'ولاء' and 'بهاء'."""
_WHO: Final = "من"
"""Also 'from', unless 'is he' follows."""
_MOTHER: Final = "ام"
_THAT: Final = ("ان", "انه", "اني", "انا")

_FILES: Final = ("introductions.yaml", "given_names.yaml")

KINDS: Final = ("surely", "relatives", "perhaps", "told", "signing", "closely", "at_times")
"""What introductions are, the surest of a name first; the lists of them are called so."""
_BY_CAPITAL: Final = frozenset({"perhaps", "relatives", "told", "signing"})
"""Kinds of introductions behind which a capital is enough to make a name of a word."""
_ANY_WORD: Final = frozenset({"surely", "perhaps", "closely", "at_times"})
"""Kinds behind which a name goes on with whatever word, where a title begins it."""


class Word(NamedTuple):
    """A word as it is written and as it is compared, with where it stands."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lists:
    """The words of `introductions.yaml` and `given_names.yaml` in `handlers/phrases`, folded."""

    introductions: Mapping[tuple[str, ...], str]
    """By its words, which of `KINDS` an introduction is."""
    with_colon: frozenset[tuple[str, ...]]
    with_comma: frozenset[tuple[str, ...]]
    sets: Mapping[str, frozenset[str]]
    known_to_all: frozenset[tuple[str, ...]]
    longest: int
    """Words of the longest introduction."""
    opening: frozenset[str]
    """With which introductions begin."""

    def has(self, name: str, word: str) -> bool:
        """Whether a folded word is in a list."""
        return word in self.sets[name]

    def is_surely_given(self, word: str) -> bool:
        """Whether a folded word is a given name and nothing else."""
        is_word_too = self.has("also_words", word) or self.has("words_in_a_row", word)
        return self.has("given_names", word) and not is_word_too


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as words; places are counted in them."""

    text: str
    words: Sequence[Word]
    lists: Lists

    @classmethod
    def of(cls, text: str) -> Passage:
        """The words of a text, in order."""
        return cls(text, [Word(found[0], fold(found[0]), *found.span()) for found in _WORD.finditer(text)], _lists())

    def folded(self, first: int, end: int) -> tuple[str, ...]:
        """The folded words from a place up to another."""
        return tuple(word.folded for word in self.words[max(first, 0) : end])

    def between(self, place: int) -> str:
        """What stands between a word and the one before it; before the first and after the last, all that is there."""
        begin = self.words[place - 1].end if place > 0 else 0
        return self.text[begin : self.words[place].start] if place < len(self.words) else self.text[begin:]

    def begins_introduction(self, place: int) -> bool:
        """Whether an introduction may begin with a word; an Arabic 'and' may be glued to it."""
        word = self.words[place].folded
        return word in self.lists.opening or (word.startswith(_AND) and word[1:] in self.lists.opening)

    def has(self, name: str, place: int) -> bool:
        """Whether there is a word at a place that is in a list."""
        return 0 <= place < len(self.words) and self.lists.has(name, self.words[place].folded)

    def is_close(self, place: int, between: re.Pattern[str] = CLOSE) -> bool:
        """Whether there is a word at a place, and it follows the one before it at once."""
        return place < len(self.words) and between.fullmatch(self.between(place)) is not None

    def is_capital(self, place: int) -> bool:
        """Whether a word with a capital can be somebody's name."""
        word = self.words[place]
        return word.text[0].isupper() and self.may_be_a_name(place) and not self.has("no_persons", place)

    def is_given(self, place: int) -> bool:
        """Whether many are called by this word."""
        return self.has("given_names", place)

    def is_surely_given(self, place: int) -> bool:
        """Whether a word is a given name and nothing else."""
        return place < len(self.words) and self.lists.is_surely_given(self.words[place].folded)

    def is_meant(self, place: int) -> bool:
        """Whether a given name is one here: 'انا سعيد من الموصل', and neither 'انا سعيد جدا' nor 'انا امل ان'."""
        if not self.is_close(place + 1):
            return True
        if self.words[place + 1].folded in _THAT:
            return False
        return self.has("from", place + 1) or self.goes_on(place + 1) or not self.has("also_words", place)

    def is_written_as_a_name(self, place: int) -> bool:
        """Whether a word is not one of those which only folding makes a name."""
        return self.words[place].text not in _NO_NAMES_AS_WRITTEN

    def goes_on(self, place: int) -> bool:
        """Whether a name that began before a word surely goes on with it."""
        return self.is_close(place) and (self.is_given(place) or self.looks_like_a_family(place))

    def looks_like_a_family(self, place: int) -> bool:
        """Whether a word is what families are called, or made like it."""
        return self.has("families", place) or _is_of_a_family(self.words[place].folded)

    def asks_who(self, first: int, end: int) -> bool:
        """Whether it is asked who somebody is, in the words from a place up to another."""
        places = range(max(first, 0), min(end, len(self.words)))
        is_apart = any(self.words[place].folded == _WHO and self.has("is_he", place + 1) for place in places)
        return is_apart or any(self.has("asking_who", place) for place in places)

    def may_be_a_name(self, place: int) -> bool:
        """Whether nothing speaks against it."""
        folded = self.words[place].folded
        if self.has("no_names", place) or folded.isdecimal():
            return False
        if folded.startswith(_AND) and not self.is_given(place):
            return len(folded) == 1
        return not folded.startswith(_WITH)

    def end_of_name(self, first: int, kind: str) -> int:
        """The place after the last word of a name that may begin at a place; that place itself where none does."""
        begun, kind_of_first = self._behind_a_title(first, kind)
        place = self._after_first(begun, kind_of_first)
        if place is None:
            return first
        further = kind_of_first if kind in _ANY_WORD else kind
        while place - first < MOST_WORDS and self.is_close(place):
            after = self._after_further(place, further)
            if after is None:
                break
            place = after
        return place

    def _behind_a_title(self, place: int, kind: str) -> tuple[int, str]:
        """The place after a title, and how surely a name follows then; without a title both as they were."""
        for name, is_then in (("titles", "surely"), ("professions", "perhaps")):
            if self.has(name, place) and self.is_close(place + 1, AFTER_A_TITLE):
                return place + 1, is_then
        return place, kind

    def _after_first(self, place: int, kind: str) -> int | None:
        """The place after the first name; None where there is no name."""
        is_followed = self.is_close(place + 1)
        if not self.is_written_as_a_name(place):
            return None
        if is_followed and self.has("kunyas", place):
            return place + 2 if self._is_child(place + 1) else None
        if is_followed and self.has("particles", place):
            return place + 2 if kind == "surely" and self.may_be_a_name(place + 1) else None
        return place + 1 if self._is_first(place, kind) else None

    def _is_first(self, place: int, kind: str) -> bool:
        if kind == "surely":
            return self.may_be_a_name(place) and not self._is_the_thing(place)
        if self.is_given(place):
            return self.is_meant(place)
        if kind == "closely" and self.may_be_a_name(place) and self.goes_on(place + 1):
            return True
        return self.is_capital(place) and (kind in _BY_CAPITAL or self._comes_from(place))

    def _is_the_thing(self, place: int) -> bool:
        """Whether an Arabic word has an article that a first name would not have: 'اسمي الكامل'."""
        word = self.words[place].folded
        is_name = self.is_given(place) or self.looks_like_a_family(place) or self.has("titles", place - 1)
        return word.startswith(_THE) and not is_name

    def _is_child(self, place: int) -> bool:
        """Whether somebody can be called after this word; 'ام' is also 'or', and 'a mother' of however many."""
        is_mother = self.words[place - 1].folded == _MOTHER
        return self.is_given(place) or (not is_mother and self.may_be_a_name(place))

    def _after_further(self, place: int, kind: str) -> int | None:
        """The place after another name of the same person; None where the name is over."""
        begins_one = self.has("particles", place) or self.has("kunyas", place)
        if begins_one and self.is_close(place + 1):
            return place + 2 if self.may_be_a_name(place + 1) else None
        if not self.may_be_a_name(place):
            return None
        is_name = self.goes_on(place) or self.words[place].text[0].isupper()
        return place + 1 if kind == "surely" or is_name else None

    def _comes_from(self, place: int) -> bool:
        """Whether 'from' follows, behind a second name at most: 'I am Xoshnaw Ahmed from Duhok'."""
        return any(self.is_close(other) and self.has("from", other) for other in (place + 1, place + 2))


def _is_of_a_family(folded: str) -> bool:
    return folded.startswith(_THE) and folded.endswith(_OF_A_FAMILY)


@cache
def _lists() -> Lists:
    """What is known of introductions and names."""
    content: dict[str, Mapping[str, Sequence[str]]] = {}
    for name in _FILES:
        content |= read_own_yaml(_file(name))
    introductions = {said: kind for kind in reversed(KINDS) for said in _runs(content[kind])}
    introductions |= dict.fromkeys(_relatives(content["relatives_of"]), "relatives")
    sets = {name: frozenset(map(fold, _listed(groups))) for name, groups in content.items()}
    runs = ("with_colon", "with_comma", "known_to_all")
    with_colon, with_comma, known_to_all = (frozenset(_runs(content[name])) for name in runs)
    every = {*introductions, *with_colon, *with_comma}
    opening = frozenset(first for first, *_ in every)
    return Lists(introductions, with_colon, with_comma, sets, known_to_all, max(map(len, every)), opening)


def _relatives(content: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Whose they are, what they are like if that is said, and what they are: 'my late husband'."""
    likes = ["", *content["likes"]]
    for words in product(content["whose"], likes, content["relatives"]):
        yield tuple(map(fold, _WORD.findall(" ".join(words))))


def _file(name: str) -> str:
    return resources.files("handlers").joinpath("phrases", name).read_text(encoding="utf-8")


def _runs(groups: Mapping[str, Sequence[Any]]) -> list[tuple[str, ...]]:
    return [tuple(map(fold, _WORD.findall(phrase))) for phrase in _listed(groups)]


def _listed(groups: Mapping[str, Sequence[Any]]) -> list[str]:
    return [str(phrase) for phrases in groups.values() for phrase in phrases]
