"""Which questions ask the same thing, across spelling, dialect and language.

A question is compared by its terms: the concepts of the lexicon, which are the same in every language, what sort of
thing is asked, the dates, and the sound of words that the lexicon does not know. A term says by its beginning what it
is: `name:mosul`, `attribute:budget`, `concept:strike`, `number:85`, `date:2019`, `kind:count`, `time:next`, and for an
unknown word both `word:starlink` and `sound:STRLNK`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, product
from math import fsum
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from knowledge.search.question import KINDS_OF_FIGURE, NUMBER
from knowledge.text.arabizi import skeleton
from knowledge.text.tokens import without_prefixes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from knowledge.search.question import Feature, Question

    _Terms = frozenset[str]

SAME: Final = 0.7
"""Likeness from which two questions ask the same."""
MOST_TELLING: Final = 6
"""Terms by which a question is looked up."""
NEAR: Final = 80
"""Percent of their letters, from which two unknown words are one that was spelt in two ways."""

COMMON: Final = frozenset({"name:global-coalition", "name:daesh", "name:cjtf-oir", "concept:mission"})
"""What nearly every question is about."""
HALF_COMMON: Final = frozenset({"name:iraq", "name:syria", "name:usa", "concept:pay-transfer"})
"""What many questions are about, so that it tells half as much as another term."""
FAINT: Final = frozenset(
    {
        "concept:announce", "concept:approach", "concept:area", "concept:benefit", "concept:campaign",
        "concept:capability", "concept:check", "concept:completed", "concept:conduct", "concept:continue",
        "concept:cooperation", "concept:counts-as", "concept:document", "concept:fight", "concept:general",
        "concept:important", "concept:join", "concept:lead", "concept:member", "concept:move-transfer",
        "concept:name", "concept:need", "concept:organisation", "concept:part", "concept:participate",
        "concept:people", "concept:post", "concept:recipients", "concept:role", "concept:search", "concept:speak",
        "concept:state-country", "concept:structure", "concept:success", "concept:support", "concept:topics",
        "concept:type", "concept:work", "concept:world",
    }
)  # fmt: skip
"""What questions are worded with rather than about."""
ALIKE: Final = {
    "concept:casualty": "concept:kill",
    "concept:contribute": "concept:pay-transfer",
    "concept:funds": "concept:pay-transfer",
    "concept:journalist": "concept:media",
    "concept:kuwait-conference": "name:kuwait",
    "concept:leave-coalition": "concept:withdraw",
    "concept:live-reside": "concept:people",
    "concept:mine-clearance": "concept:mine-explosive",
    "concept:replace": "concept:post",
    "name:nato-mission-iraq": "name:nato",
}
"""Terms in place of which people say another one and mean the same."""

_SHARED: Final = {"name": 1.0, "attribute": 1.2, "number": 1.5, "date": 1.0, "concept": 1.0, "word": 0.8, "kind": 0.3}
"""What a term that both have is worth, by its beginning; an unknown word is counted once, not with its sound too."""
_LACKED: Final = {"name": 1.5, "attribute": 1.2, "number": 1.0, "date": 1.0, "concept": 1.0, "word": 0.8, "kind": 1.0}
"""The same of a term that one of them lacks."""
_OF_COMMON: Final = 0.1
_OF_FAINT: Final = 0.2
_OF_HALF_COMMON: Final = 0.6
_OF_ORDER: Final = 0.7
_LACKED_BY_BOTH: Final = 0.6
"""How much it counts that each has what the other lacks, as 'strikes' and 'schools'."""
_LACKED_BY_ONE: Final = 0.33
"""How much it counts that one says more than the other."""
_NAMELESS: Final = 0.75
"""How much is left of the likeness to a question that names nothing of a question that names something."""
_OTHER_SUBJECT: Final = 0.5
"""Further, if one is about the coalition alone and the other about Daesh alone."""

_KINDS: Final = frozenset(
    {"kind:person", "kind:date", "kind:place", "kind:count", "kind:reason", "kind:manner", "kind:duration"}
)
"""Kinds of which two make two questions of the same words; the others, as 'list', go with any."""
_HOW_OR_WHERE: Final = frozenset({"kind:manner", "kind:place"})
"""'How do I report it' and 'where do I report it' ask for the same."""
_WHICH: Final = frozenset({"kind:list", "kind:what"})
_ASKED_WITH_WHICH: Final = frozenset({"kind:person", "kind:place", "kind:date", "kind:count"})
"""'Which country', 'in what year'."""
_ASKED_WITH_WHAT_IS: Final = frozenset({"kind:count"})
"""'What is the budget'."""
_ORDER: Final = frozenset({"time:next", "time:previous", "time:first", "time:last-year"})
"""Times of which two make two questions of the same words."""
_SEARCHED_BY: Final = ("name", "number", "attribute", "date", "concept", "sound", "word")
"""Beginnings of the terms to look questions up by, the most telling first."""
_ORDINAL: Final = re.compile(r"word:(\d+)(?:st|nd|rd|th)")
_SHORTEST_SOUND: Final = 3
"""Consonants; two are shared by too many words to be one of them."""
_CH: Final = ("تش", "ج")
"""How Arabic writes the 'ch' of a foreign name, and the letter that sounds like it."""


def terms_of(question: Question) -> tuple[str, ...]:
    """What a question asks, as short texts that can be stored and looked up; each once."""
    return tuple(
        dict.fromkeys(
            chain(
                chain.from_iterable(map(_terms_of_feature, question.features)),
                sorted(chain.from_iterable(map(_terms_of_kind, question.kinds))),
                sorted(_terms_of_times(question)),
                (f"date:{date}" for date in question.dates),
            )
        )
    )


def likeness(one: Collection[str], other: Collection[str]) -> float:
    """How alike two questions are by their terms, from 0 to 1; symmetric."""
    mine, theirs = frozenset(one), frozenset(other)
    if mine == theirs:
        return 1.0
    if _are_apart(mine, theirs):
        return 0.0
    alone = mine - theirs, theirs - mine
    near = _respelt(*alone, shared=mine & theirs) * _SHARED["word"]
    shared = near + fsum(map(_worth, mine & theirs))
    if not shared:
        return 0.0
    lacked = _lacked(alone[0], theirs) - near, _lacked(alone[1], mine) - near
    further = 0.0 if COMMON.isdisjoint(alone[0]) or COMMON.isdisjoint(alone[1]) else _OTHER_SUBJECT
    by_both, by_one = min(lacked) + further, max(lacked) + further
    alike = shared / (shared + _LACKED_BY_BOTH * by_both + _LACKED_BY_ONE * by_one)
    return alike * _NAMELESS if _is_one_nameless(mine, theirs) else alike


def telling(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms by which likely groups are looked up, the most telling first: any group that is the same shares one."""
    searched = sorted((term for term in terms if _class(term) in _SEARCHED_BY), key=_place)
    clear = [term for term in searched if term not in COMMON and term not in FAINT]
    said = clear or [term for term in searched if term not in COMMON] or searched or terms
    return tuple(said[:MOST_TELLING])


def _terms_of_feature(feature: Feature) -> Iterator[str]:
    ordinal = _ORDINAL.fullmatch(feature.id)
    if ordinal is not None:
        yield NUMBER + ordinal[1]
    elif feature.is_number:
        yield feature.id
    elif feature.is_known:
        beginning = "name" if feature.is_named else "attribute" if feature.is_attribute else "concept"
        term = f"{beginning}:{feature.id}"
        yield ALIKE.get(term, term)
    else:
        yield feature.id
        yield from _sound(feature.word)


def _sound(word: str) -> Iterator[str]:
    """How a word sounds without its article, as a term; none if it is too short to be told by it."""
    bare = next((bare for bare in without_prefixes(word) if len(word) - len(bare) > 1), word)
    consonants = skeleton(bare.replace(*_CH))
    if len(consonants) >= _SHORTEST_SOUND:
        yield f"sound:{consonants}"


def _terms_of_kind(kind: str) -> Iterator[str]:
    """A dialect has one word for 'how many' and 'how much', so all kinds of figure are one."""
    yield "kind:count" if kind in KINDS_OF_FIGURE else f"kind:{kind}"
    if kind == "money":
        yield "concept:pay-transfer"


def _terms_of_times(question: Question) -> Iterator[str]:
    """'Who will lead' asks for the next one; 'will' says little else, since Arabic says it with a letter or not."""
    for time in question.times:
        yield "time:next" if time == "future" and "person" in question.kinds else f"time:{time}"


def _are_apart(one: _Terms, other: _Terms) -> bool:
    """Whether the two can not ask the same: two names, two numbers, two dates, who and when, first and next."""
    names = _telling_of(one, "name:"), _telling_of(other, "name:")
    numbers = _telling_of(one, NUMBER), _telling_of(other, NUMBER)
    orders = one & _ORDER, other & _ORDER
    kinds = one & _KINDS, other & _KINDS
    return (
        any(_differ(mine, theirs) for mine, theirs in (names, numbers, orders))
        or (_differ(*kinds) and kinds[0] | kinds[1] != _HOW_OR_WHERE)
        or _are_other_days(_telling_of(one, "date:"), _telling_of(other, "date:"))
    )


def _is_one_nameless(one: _Terms, other: _Terms) -> bool:
    """Whether only one of the two names something that few questions name."""
    return any(_telling_of(one, "name:") - HALF_COMMON) != any(_telling_of(other, "name:") - HALF_COMMON)


def _differ(one: _Terms, other: _Terms) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)


def _are_other_days(one: _Terms, other: _Terms) -> bool:
    """Whether both have dates, and none of them lies within another."""
    if not one or not other:
        return False
    return not any(mine.startswith(theirs) or theirs.startswith(mine) for mine, theirs in product(one, other))


def _telling_of(terms: Iterable[str], beginning: str) -> _Terms:
    return frozenset(term for term in terms if term.startswith(beginning) and term not in COMMON)


def _lacked(terms: _Terms, other: _Terms) -> float:
    """What a question has and the other lacks; not a date within one of the other's, nor what 'which' asks for, too."""
    if _telling_of(other, "date:"):
        terms -= _telling_of(terms, "date:")
    if not _WHICH.isdisjoint(other):
        terms -= _ASKED_WITH_WHICH
    elif "kind:definition" in other:
        terms -= _ASKED_WITH_WHAT_IS
    return fsum(map(_loss, terms))


def _respelt(one: _Terms, other: _Terms, *, shared: _Terms) -> int:
    """How many of the unknown words that each has alone are the same word in another spelling or script."""
    mine, theirs = _telling_of(one, "word:"), _telling_of(other, "word:")
    if not mine or not theirs:
        return 0
    by_sound = _pairs(_telling_of(one, "sound:"), _telling_of(other, "sound:"))
    heard_alike = sum(term.startswith("sound:") for term in shared) - sum(term.startswith("word:") for term in shared)
    return min(max(_pairs(mine, theirs), by_sound + max(0, heard_alike)), len(mine), len(theirs))


def _pairs(one: _Terms, other: _Terms) -> int:
    """How many terms of each have one in the other that is spelt nearly alike."""
    return min(
        sum(any(_is_near(term, to) for to in there) for term in here) for here, there in ((one, other), (other, one))
    )


def _is_near(one: str, other: str) -> bool:
    return fuzz.ratio(one.partition(":")[2], other.partition(":")[2]) >= NEAR


@lru_cache(maxsize=8_192)
def _worth(term: str) -> float:
    return _weight(term, _SHARED)


@lru_cache(maxsize=8_192)
def _loss(term: str) -> float:
    return _weight(term, _LACKED)


def _weight(term: str, weights: Mapping[str, float]) -> float:
    if term in COMMON:
        return _OF_COMMON
    if term in FAINT:
        return _OF_FAINT
    if term in HALF_COMMON:
        return _OF_HALF_COMMON
    if term in _ORDER:
        return _OF_ORDER
    beginning = _class(term)
    return 0.0 if beginning == "kind" and term not in _KINDS else weights.get(beginning, 0.0)


def _class(term: str) -> str:
    return term.partition(":")[0]


def _place(term: str) -> tuple[bool, int]:
    return term in HALF_COMMON, _SEARCHED_BY.index(_class(term))
