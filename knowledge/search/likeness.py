"""Which questions ask the same thing, across spelling, dialect and language.

A question is compared by its terms: the concepts of the lexicon, which are the same in every language, what sort of
thing is asked, the dates, and the sound of words that the lexicon does not know.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from knowledge.search.question import KINDS_OF_FIGURE, NUMBER
from knowledge.text.arabizi import skeleton
from knowledge.text.tokens import without_prefixes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from knowledge.search.question import Feature, Question

SAME: Final = 0.7
"""Likeness from which two questions ask the same."""
MOST_TELLING: Final = 6

_COMMON = frozenset(
    {"name:global-coalition", "name:daesh", "name:cjtf-oir", "concept:mission", "concept:global-coalition"}
)
_FAINT = frozenset(
    "concept:" + i
    for i in (
        "state-country speak people conduct structure work document name "
        "area need support move-transfer join member post world always completed important "
        "recipients word type search".split()
    )
)
_ALIKE = {
    "leave-coalition": "withdraw",
    "live-reside": "people",
    "journalist": "media",
    "casualty": "kill",
    "contribute": "pay-transfer",
}
_STRONG = frozenset({"person", "date", "count", "reason", "manner", "duration", "place"})
_W = {
    "name": 1.5,
    "attribute": 1.2,
    "number": 1.0,
    "date": 1.0,
    "concept": 1.0,
    "word": 0.8,
    "sound": 0.0,
    "kind": 0.3,
    "time": 0.1,
}
_SEQ = frozenset({"time:next", "time:previous", "time:first", "time:last-year"})
NEAR = 80
LESS, MORE = 1.0, 0.45


def terms_of(question: Question) -> tuple[str, ...]:
    """What a question asks, as short texts that can be stored and looked up."""
    return tuple(
        dict.fromkeys(
            chain(
                chain.from_iterable(map(_of_feature, question.features)),
                sorted("kind:" + ("count" if k in KINDS_OF_FIGURE else k) for k in question.kinds),
                sorted("time:" + ("next" if t == "future" else t) for t in question.times),
                (f"date:{d}" for d in question.dates),
            )
        )
    )


def _of_feature(feature):
    m = re.fullmatch(r"word:(\d+)(?:st|nd|rd|th)", feature.id)
    if m:
        yield NUMBER + m[1]
    elif feature.is_number:
        yield feature.id
    elif not feature.is_known:
        yield feature.id
        word = feature.word
        bare = next((b for b in without_prefixes(word) if len(word) - len(b) > 1), word)
        s = skeleton(bare)
        if len(s) >= 3:
            yield "sound:" + s
    else:
        i = _ALIKE.get(feature.id, feature.id)
        yield ("name:" if feature.is_named else "attribute:" if feature.is_attribute else "concept:") + i


@lru_cache(100000)
def weight(term):
    if term in _COMMON:
        return 0.1
    if term in _FAINT:
        return 0.3
    if term in {"name:iraq", "name:syria", "name:usa"}:
        return 0.7
    cl, _, i = term.partition(":")
    if cl == "kind":
        return 0.3 if i in _STRONG else 0
    if term in _SEQ:
        return 0.6
    return _W[cl]


def of(terms, prefix):
    return {t for t in terms if t.startswith(prefix)}


def _apart(a, b):
    for p in ("name:", "number:", "date:"):
        x, y = of(a, p) - _COMMON, of(b, p) - _COMMON
        if x and y and x.isdisjoint(y):
            if p == "date:" and any(i.startswith(j) or j.startswith(i) for i in x for j in y):
                continue
            return True
    ka, kb = {"kind:" + k for k in _STRONG} & a, {"kind:" + k for k in _STRONG} & b
    if ka and kb and ka.isdisjoint(kb) and not (ka | kb) == {"kind:manner", "kind:place"}:
        return True
    x, y = _SEQ & a, _SEQ & b
    return bool(x and y and x.isdisjoint(y))


def _near(a, b):
    return sum(any(fuzz.ratio(x, y) >= NEAR for y in b) for x in a)


def likeness(one: Collection[str], other: Collection[str]) -> float:
    """How alike two questions are by their terms, from 0 to 1; symmetric."""
    a, b = frozenset(one), frozenset(other)
    if a == b:
        return 1.0
    if _apart(a, b):
        return 0.0
    both = a & b
    s = sum(map(weight, both))
    da, db = a - both, b - both
    wa, wb = sum(map(weight, da)), sum(map(weight, db))
    na, nb = of(da, "word:"), of(db, "word:")
    if na and nb:
        n = max(
            min(_near(na, nb), _near(nb, na)),
            min(_near(sa := of(a, "sound:"), sb := of(b, "sound:")), _near(sb, sa)) - len(of(both, "word:")),
        )
        n = max(0, min(n, len(na), len(nb)))
        s += n * _W["word"]
        wa -= n * _W["word"]
        wb -= n * _W["word"]
    lo, hi = min(wa, wb), max(wa, wb)
    return s / (s + LESS * lo + MORE * hi) if s else 0.0


def telling(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms by which likely groups are looked up, the most telling first: any group that is the same shares one."""
    ranked = sorted(
        (t for t in terms if weight(t) >= 0.3 or t.startswith("sound:")),
        key=lambda t: -(0.8 if t.startswith("sound:") else weight(t)),
    )
    return tuple(ranked[:MOST_TELLING]) or tuple(terms)[:MOST_TELLING]
