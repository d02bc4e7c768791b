"""Where a text has somebody's name that nothing introduces.

Given names are a closed class, near enough: two of them in a row, or one and the name of a family, are a person. What
each word speaks for is added up, and a word that has another meaning speaks for little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.names import Passage

_ENOUGH: Final = 3
"""What the words of a name have to speak for it, together."""
_SURELY: Final = 2
"""A given name, or what only families are called."""
_PERHAPS: Final = 1
"""A given name that is a word as well, or what looks like the name of a family."""
_SERVANT: Final = 3
"""'Abd al-Rahman': two words that are nothing but a name."""
_MOST_PARTS: Final = 6
"""Of a name, each a word or two."""
_NEAR: Final = 3
"""Words before a name among which it is looked for whether somebody asks who that is."""
_OFFICE: Final = 2
"""Words before a name among which its office may stand."""
_THE: Final = "ال"
_OF_THE_FAITH: Final = "الدين"
"""The second word of one given name: 'صلاح الدين'."""
_AND: Final = "و"
_GLUED: Final = ("و", "ل", "ب")
"""'And', 'for' and 'by', which are written together with an Arabic name."""
_LATIN_ARTICLES: Final = ("al", "el")
_SHORTEST_FAMILY: Final = 5
"""Letters of an Arabic word with its article, or of a Latin one."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Of a name: what it speaks for, and where it is over."""

    weight: int
    end: int


def full_name(passage: Passage, place: int) -> int | None:
    """The place after a name of several words that begins at a place; None where there is none.

    Who is asked about, who is named by an office, and what is called after somebody, is left alone.
    """
    part = _given(passage, place, may_be_glued=True)
    if part is None or _goes_on_before(passage, place):
        return None
    weight, end, has_given = part.weight, part.end, part.weight >= _SURELY
    for _ in range(_MOST_PARTS):
        part = _further(passage, end, is_sure=has_given) if passage.is_close(end) else None
        if part is None:
            break
        weight, end, has_given = weight + part.weight, part.end, has_given or part.weight >= _SURELY
    if weight < _ENOUGH or not has_given or _is_public(passage, place, end):
        return None
    return end + 1 if _is_last_of_name(passage, end) else end


def _goes_on_before(passage: Passage, place: int) -> bool:
    """Whether a word is in the midst of a name, which was left alone."""
    return place > 0 and passage.is_close(place) and passage.is_surely_given(place - 1)


def begins_glued(passage: Passage, place: int) -> bool:
    """Whether 'and', 'for' or 'by' is written together with the given name at a place."""
    word = passage.words[place].folded
    return word.startswith(_GLUED) and not passage.is_given(place) and passage.lists.is_surely_given(word[1:])


def _given(passage: Passage, place: int, *, may_be_glued: bool = False) -> _Part | None:
    """A given name, a servant's name or a kunya."""
    if passage.has("servants", place) and passage.is_close(place + 1) and _may_be_served(passage, place + 1):
        return _Part(_SERVANT, place + 2)
    if passage.has("kunyas", place) and passage.is_close(place + 1) and passage.is_given(place + 1):
        return _Part(_SURELY, place + 2)
    if may_be_glued and begins_glued(passage, place):
        return _Part(_SURELY, place + 1)
    if not passage.is_given(place) or not passage.is_written_as_a_name(place):
        return None
    is_plain = passage.is_surely_given(place)
    if not is_plain and passage.words[place].text.isascii() and passage.words[place].text.islower():
        return None
    is_of_faith = passage.is_close(place + 1) and passage.words[place + 1].folded == _OF_THE_FAITH
    return _Part(_SURELY if is_plain else _PERHAPS, place + 1 + is_of_faith)


def _may_be_served(passage: Passage, place: int) -> bool:
    """Whether a word is one of God's names, or can be: with its article in Arabic, in Latin any that is no other."""
    word = passage.words[place].folded
    return word.startswith(_THE) or word == "الله" or (word.isascii() and passage.may_be_a_name(place))


def _further(passage: Passage, place: int, *, is_sure: bool) -> _Part | None:
    """Another part of a name that has begun."""
    if passage.has("particles", place) and passage.is_close(place + 1) and not passage.has("servants", place):
        return _behind_a_particle(passage, place)
    given = _given(passage, place)
    if given is not None:
        return given
    weight = _weight_of_family(passage, place, is_sure=is_sure)
    return _Part(weight, place + 1) if weight else None


def _behind_a_particle(passage: Passage, place: int) -> _Part | None:
    """'bin Khalid' and 'al-Jubouri'."""
    if not passage.may_be_a_name(place + 1):
        return None
    word = passage.words[place + 1]
    if passage.words[place].folded in _LATIN_ARTICLES:
        is_family = len(word.folded) >= _SHORTEST_FAMILY and word.folded.endswith("i")
        return _Part(_SURELY if is_family else _PERHAPS, place + 2) if is_family or word.text[0].isupper() else None
    given = _given(passage, place + 1)
    if given is not None:
        return _Part(given.weight + _PERHAPS, given.end)
    return _Part(_PERHAPS, place + 2)


def _weight_of_family(passage: Passage, place: int, *, is_sure: bool) -> int:
    """What a word says for being the name of a family; 0 where it says nothing."""
    word = passage.words[place].folded
    if not passage.may_be_a_name(place) or passage.has("named_after_persons", place):
        return 0
    if passage.has("families", place):
        return _SURELY
    if word.startswith(_LATIN_ARTICLES) and word.endswith("i") and len(word) > _SHORTEST_FAMILY:
        return _PERHAPS
    looks_so = passage.looks_like_a_family(place) or passage.lists.is_surely_given(word.removeprefix(_THE))
    return _PERHAPS if is_sure and (looks_so or passage.is_capital(place)) else 0


def _is_last_of_name(passage: Passage, place: int) -> bool:
    """Whether a word with an article ends a name: one that ends a sentence, or that 'and' or 'from' follows."""
    if not passage.is_close(place) or not passage.may_be_a_name(place):
        return False
    word = passage.words[place].folded
    if not word.startswith(_THE) or len(word) < _SHORTEST_FAMILY:
        return False
    return (
        not passage.is_close(place + 1)
        or passage.has("from", place + 1)
        or passage.folded(place + 1, place + 2)[0].startswith(_AND)
    )


def _is_public(passage: Passage, place: int, end: int) -> bool:
    """Whether somebody asks who that is, an office says it, or something else is called so."""
    has_office = any(passage.has("of_public_persons", one) for one in range(place - _OFFICE, place))
    if has_office or passage.asks_who(place - _NEAR, place) or passage.asks_who(end, end + 1):
        return True
    if _is_known_to_all(passage.folded(place, end), passage.lists.known_to_all):
        return True
    return passage.has("named_after_persons", place - 1) or passage.has("named_after_persons", end)


def _is_known_to_all(name: Sequence[str], known: frozenset[tuple[str, ...]]) -> bool:
    parts = (tuple(name[first:end]) for first in range(len(name)) for end in range(first + 1, len(name) + 1))
    return any(part in known for part in parts)
