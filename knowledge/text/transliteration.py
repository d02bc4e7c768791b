"""Arabic in Latin letters, written in Arabic letters: each word as one that is known and sounds like it.

`ta7alof` and `تحالف` have no letter in common, and writers of Arabizi do not agree on vowels. So a word is looked for
among the known words with its consonants, and taken for the one that is the likeliest to have been written so: by what
its letters may stand for, by how common the word is, and by the word before it. (A noisy channel, as for spelling since
Kernighan, Church and Gale 1990; for Arabizi: Darwish 2014.)
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import chain, islice, pairwise, product
from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.text.tokens import is_arabic, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_CONSONANTS: Final[Mapping[str, Mapping[str, float]]] = {
    "3'": {"غ": 0.0}, "7'": {"خ": 0.0}, "kh": {"خ": 0.0}, "gh": {"غ": 0.0}, "sh": {"ش": 0.0}, "ph": {"ف": 0.0},
    "ch": {"ج": 0.1, "ك": 0.5, "ش": 0.7}, "th": {"ث": 0.0, "ذ": 0.3, "ض": 0.6, "ظ": 0.6, "ت": 1.0, "س": 1.5},
    "dh": {"ذ": 0.2, "ظ": 0.2, "ض": 0.3, "د": 1.0},
    "2": {"": 0.0, "ق": 0.3}, "3": {"ع": 0.0}, "4": {"ذ": 0.3}, "5": {"خ": 0.0}, "6": {"ط": 0.0}, "7": {"ح": 0.0},
    "8": {"ق": 0.3, "غ": 0.6}, "9": {"ص": 0.2, "ق": 0.3},
    "b": {"ب": 0.0}, "c": {"ك": 0.4, "س": 0.7}, "d": {"د": 0.0, "ض": 0.3, "ذ": 0.8, "ظ": 1.2}, "f": {"ف": 0.0},
    "g": {"ق": 0.4, "ج": 0.4, "ك": 0.5, "غ": 1.0}, "h": {"ه": 0.1, "ح": 0.35}, "j": {"ج": 0.0},
    "k": {"ك": 0.1, "ق": 0.5}, "l": {"ل": 0.0}, "m": {"م": 0.0}, "n": {"ن": 0.0}, "p": {"ب": 0.1},
    "q": {"ق": 0.0, "ك": 1.5}, "r": {"ر": 0.0}, "s": {"س": 0.0, "ص": 0.4, "ث": 0.8},
    "t": {"ت": 0.0, "ط": 0.4, "ث": 1.2}, "v": {"ف": 0.1}, "z": {"ز": 0.1, "ظ": 0.4, "ذ": 0.5, "ض": 1.0},
}  # fmt: skip
"""What a Latin consonant may stand for in a folded Arabic word, and what it costs to take it so."""
_VOWELS: Final[Mapping[str, Mapping[str, float]]] = {
    "a": {"ا": 0.15, "": 0.2, "ه": 0.3, "ي": 0.8}, "e": {"": 0.2, "ي": 0.3, "ه": 0.35, "ا": 0.5},
    "i": {"": 0.2, "ي": 0.2, "ا": 0.6}, "o": {"و": 0.2, "": 0.25, "وا": 0.3, "ه": 0.5, "ا": 0.9},
    "u": {"": 0.2, "و": 0.2, "وا": 0.3, "ا": 0.9, "ه": 0.9}, "w": {"و": 0.0}, "y": {"ي": 0.0, "ا": 1.5},
    "2": {"ا": 0.1, "ي": 0.3, "و": 0.4, "": 0.8}, "h": {"": 1.0},
    "aa": {"ا": 0.0, "": 0.8}, "ee": {"ي": 0.0, "": 0.9}, "ii": {"ي": 0.0, "": 0.9}, "oo": {"و": 0.0, "وا": 0.1, "": 0.9},
    "ou": {"و": 0.1, "وا": 0.2, "": 0.6}, "aw": {"و": 0.2, "او": 0.1, "وا": 0.4}, "uu": {"و": 0.0}, "ai": {"ي": 0.2, "اي": 0.2, "ا": 1.0}, "ei": {"ي": 0.2},
    "ay": {"ي": 0.2, "اي": 0.2}, "ie": {"ي": 0.2}, "iy": {"ي": 0.1}, "ya": {"يا": 0.0, "يه": 0.1, "ي": 0.9}, "ye": {"يه": 0.1, "ي": 0.3},
    "eh": {"ه": 0.1, "ي": 0.9}, "ah": {"ه": 0.1, "ا": 0.6},
}  # fmt: skip
"""The same of vowels, half-vowels and the glottal stop, alone and in twos."""
_VOWELS_AT_THE_END: Final[Mapping[str, Mapping[str, float]]] = {
    vowel: {**_VOWELS[vowel], "": cost} for vowel, cost in zip("aeiou2", (1.2, 1.1, 1.3, 1.5, 1.5, 0.1), strict=True)
}
"""The last vowel of a word is nearly always written."""
_VOWELS_AT_THE_BEGINNING: Final[Mapping[str, Mapping[str, float]]] = {
    vowel: {**dict.fromkeys(_VOWELS[vowel], 1.0), "ا": 0.1} for vowel in "aeiou"
}
"""An Arabic word that begins with a vowel begins with an alif."""
_LEFT_OUT: Final = {"ا": 0.75, "ي": 0.8, "و": 0.85, "ه": 1.0, "ع": 1.0}
"""What it costs that an Arabic vowel has no Latin one."""
_LEFT_OUT_AT_AN_END: Final = {"ه": 1.2, "ا": 1.3, "ي": 1.4, "و": 1.5, "ع": 0.6}
_UNSPOKEN: Final = 0.4
"""What it costs to hear a word that begins with a vowel as one with a qaf that is not spoken: 'abl', 'addesh'."""
_TANWIN: Final = 0.2
"""What it costs to hear an adverb's ending as the alif that it is written with: '7aleyan'."""
_TA_FOR_HA: Final = 0.35
"""What it costs to hear the ta that a last ha becomes before another noun: 'khaleyat London'."""
_DEAREST: Final = 1.9
"""What it may cost altogether to take a word for another."""
_RARITY: Final = 0.28
"""How much the negative logarithm of a word's share counts beside what its letters cost."""
_BY_NEIGHBOUR: Final = 0.4
"""How much of a word's share is how often it follows the word before it."""
_LEAST_PAIRS: Final = 3
"""How often two words must follow each other for that to be known."""
_TAKEN_OFF: Final = 0.5
"""What it costs to see a word as one with something glued to it."""
_SHORTEST_BARE: Final = 3
"""Latin letters that must stay when something is taken off."""
_MOST_WAYS: Final = 32
"""Consonants of one word that are looked for."""
_AIN_FOR_NONE: Final = 0.4
"""What it costs to leave out an ain at the beginning ('iraqi') of somebody who writes 3 for it."""
_HA_FOR_HA: Final = 0.8
"""What it costs, for each, to hear a ha in an `h` of somebody who writes 7 for it."""
_NEVER_SEEN: Final = 0.5
"""What it costs to write a word together with one that stands before it alone, where no text has them so."""
_CLEAR: Final = 0.5
"""What the letters of a word may cost for it to be looked for no further."""
_UNSEEN: Final = 0.1
"""How often a word was written that no text has, though it has its parts."""
WORDS_REMEMBERED: Final = 20_000
"""A bound on memory."""
_CANDIDATES: Final = 5
"""Words that one Latin word may be, among which the word before it decides."""
_BEAM: Final = 5
"""Beginnings of a text that are followed up."""

_GLUED: Final = {
    "wel": "وال", "wal": "وال", "wil": "وال", "bel": "بال", "bil": "بال", "bal": "بال", "lel": "لل", "lil": "لل",
    "bl": "بال", "wl": "وال", "ll": "لل", "fl": "فال", "fel": "فال", "fil": "فال", "3al": "عال", "hal": "هال", "el": "ال", "al": "ال", "il": "ال", "b": "ب", "w": "و",
    "l": "ل", "f": "ف", "sh": "ش", "m": "م",
}  # fmt: skip
"""What Arabic writes together with the next word."""
_ALONE: Final = {**{one: _GLUED[one] for one in _GLUED.keys() - {"f", "sh", "m"}}, "bi": "ب", "li": "ل"}
"""Of these, what stands as a word of its own in Arabizi."""
_BEGINNING: Final = "^"
_LATIN: Final = re.compile("[a-z]")
_TOKEN: Final = re.compile(r"\w+(?:'\w+)*|\s+|[^\w\s]+")
_PART: Final = re.compile("3'|7'|[kgscptd]h|.")
_WORD: Final = re.compile(r"[\u0621-\u064a]+")
_DOUBLED: Final = re.compile(r"([^aeiou])\1+")
_OPEN: Final = frozenset("aeiou")
_SILENT: Final = "اوي"
_BETWEEN: Final = re.compile(f"([^{_SILENT}])")
_BETWEEN_UNSPOKEN: Final = re.compile(f"([^{_SILENT}ع])")
_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys(_SILENT),
        **dict.fromkeys("تط", "ت"), **dict.fromkeys("سصث", "س"), **dict.fromkeys("دض", "د"),
        **dict.fromkeys("زذظ", "ز"), **dict.fromkeys("هح", "ه"), **dict.fromkeys("قك", "ك"),
    }
)  # fmt: skip
"""Consonants that Latin letters hardly tell apart, as one; vowels not at all."""


class Spelling(NamedTuple):
    """A word in Arabic letters, and what it costs to take a Latin one for it."""

    cost: float
    word: str


class _Heard(NamedTuple):
    """A Latin word in one of the ways in which it may be heard."""

    consonants: Sequence[str]
    """As they were written."""
    vowels: Sequence[str]
    """What stands before, between and after them."""


class _Habits(NamedTuple):
    """Which sounds somebody writes with digits: elsewhere they write nothing for ain, and one letter for both ha."""

    writes_hamza: bool
    writes_ain: bool
    writes_ha: bool

    @classmethod
    def of(cls, folded: str) -> _Habits:
        """Those that a text shows."""
        return cls(*(re.search(rf"[a-z]{digit}|{digit}[a-z]", folded) is not None for digit in "237"))


class Transliterator:
    """Knows Arabic words from texts that curators wrote."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Learn the words of Arabic texts, and which follows which."""
        written: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        count_of_texts = 0
        for text in texts:
            said = words(text)
            count_of_texts += 1
            known = [word for word in said if _WORD.fullmatch(word)]
            written.update(known)
            written.update(word[2:] for word in known if word.startswith("ال") and len(word) > _SHORTEST_BARE + 1)
            pairs.update(pair for pair in pairwise((_BEGINNING, *said)) if _WORD.fullmatch(pair[1]))
        self._total = max(1, written.total())
        self._written: Mapping[str, int] = {**written, _BEGINNING: count_of_texts}
        self._pairs = {pair: count for pair, count in pairs.items() if count >= _LEAST_PAIRS}
        self._sounding: dict[str, tuple[str, ...]] = _by_sound(written)
        self._spelt: dict[tuple[str, _Habits], tuple[Spelling, ...]] = {}

    def in_arabic(self, folded: str, *, kept: Callable[[str], float | None]) -> str:
        """A folded text with its Latin words in Arabic letters, as far as there is one that they sound like.

        Args:
            folded: the text.
            kept: what it costs to leave a word as it is that is known in Latin letters; None for others.
        """
        habits = _Habits.of(folded)
        beams: list[tuple[float, str, tuple[str, ...]]] = [(0.0, _BEGINNING, ())]
        glued = ""
        for token in _TOKEN.findall(folded):
            if token in _ALONE and kept(token) != 0.0:
                glued += _ALONE[token]
            elif not glued or not token.isspace():
                beams = self._continued(beams, self._choices(token, glued, kept(token), habits))
                glued = ""
        return "".join(min(beams)[-1])

    def _choices(self, token: str, glued: str, kept: float | None, habits: _Habits) -> Sequence[Spelling]:
        if _LATIN.search(token) is None:
            return [Spelling(0.0, glued + token)]
        found = [] if kept == 0.0 else [self._after(glued, spelling) for spelling in self.spellings(token, habits)]
        return [*found, Spelling(kept or 0.0, token)] if kept is not None or not found else found

    def _after(self, glued: str, spelling: Spelling) -> Spelling:
        """A word with what is glued to it, which costs something if it was never seen so."""
        word = _joined(glued, spelling.word)
        return Spelling(spelling.cost + (_NEVER_SEEN if glued and word not in self._written else 0.0), word)

    def _continued(
        self, beams: Sequence[tuple[float, str, tuple[str, ...]]], choices: Sequence[Spelling]
    ) -> list[tuple[float, str, tuple[str, ...]]]:
        """The likeliest beginnings of a text with one more word."""
        longer = [
            min(
                (cost + added - self._expected(before, word), word if word.strip() else before, (*text, word))
                for cost, before, text in beams
            )
            for added, word in choices
        ]
        return sorted(longer)[:_BEAM]

    def _expected(self, before: str, word: str) -> float:
        """What the word before another takes off the cost of its rarity."""
        together = self._pairs.get((before, word))
        if together is None:
            return 0.0
        share = self._written.get(word, 1) / self._total
        following = together / max(together, self._written.get(before, 0))
        return _RARITY * max(0.0, math.log((_BY_NEIGHBOUR * following + (1 - _BY_NEIGHBOUR) * share) / share))

    def spellings(self, latin: str, habits: _Habits) -> Sequence[Spelling]:
        """The words that a folded Latin word may be, the likeliest first."""
        key = (latin, habits)
        if key not in self._spelt:
            if len(self._spelt) >= WORDS_REMEMBERED:
                self._spelt.clear()
            self._spelt[key] = tuple(islice(self._found(latin, habits), _CANDIDATES))
        return self._spelt[key]

    def _found(self, latin: str, habits: _Habits) -> Iterator[Spelling]:
        """The words with what their letters and their rarity cost, each once, the cheapest first."""
        heard = dict(self._alike(latin, habits))
        others = self._unspoken(latin, habits)
        if min(heard.values(), default=math.inf) > _CLEAR:
            others = chain(others, self._compounds(latin, habits))
        for word, cost in others:
            heard[word] = min(cost, heard.get(word, math.inf))
        yield from sorted(Spelling(cost + self._rarity(word), word) for word, cost in heard.items())

    def _unspoken(self, latin: str, habits: _Habits) -> Iterator[tuple[str, float]]:
        """Words of which a letter is spoken otherwise than written, with what their letters cost."""
        if latin[0] in _OPEN and not habits.writes_hamza:
            yield from ((word, cost + _UNSPOKEN) for word, cost in self._alike(f"2{latin}", habits))
        if latin.endswith("an"):
            adverbs = self._alike(latin[:-1], habits)
            yield from ((word, cost + _TANWIN) for word, cost in adverbs if word.endswith("ا"))

    def _compounds(self, latin: str, habits: _Habits) -> Iterator[tuple[str, float]]:
        """Words with what is glued to them, with what their letters cost."""
        for glued, arabic in _GLUED.items():
            bare = latin[len(glued) :]
            if len(bare) >= _SHORTEST_BARE and latin.startswith(glued):
                for word, cost in self._alike(bare, habits):
                    yield _joined(arabic, word), cost + _TAKEN_OFF

    def _alike(self, latin: str, habits: _Habits) -> Iterator[tuple[str, float]]:
        """Known words that sound like a Latin one, with what their letters cost."""
        for sound, heard in _ways(latin).items():
            for word in self._sounding.get(sound, ()):
                cost = _cost(heard, word, habits)
                if cost <= _DEAREST:
                    yield word, cost

    def _rarity(self, word: str) -> float:
        return -_RARITY * math.log(self._written.get(word, _UNSEEN) / self._total)


def _by_sound(written: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their consonants; a last ha may be silent, or a ta."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in written:
        for sound in dict.fromkeys(map(_sound, _spoken(word))):
            found[sound].append(word)
    return {sound: tuple(alike) for sound, alike in found.items()}


def _spoken(word: str) -> Iterator[str]:
    """The ways in which a word may be heard: a double letter once, without its ain, a last ha silent or a ta."""
    for single in (word, _DOUBLED.sub(r"\1", word)):
        for form in (single, single.replace("ع", "")):
            yield form
            if form.endswith("ه"):
                yield form[:-1]
                yield f"{form[:-1]}ت"


def _sound(word: str) -> str:
    return word.translate(_SIGNS)


def _joined(glued: str, word: str) -> str:
    """A word with what is glued to it; the article not twice."""
    return glued + (word.removeprefix("ال") if glued.endswith(("ال", "لل")) else word)


def _ways(latin: str) -> dict[str, _Heard]:
    """The ways in which a Latin word may be heard, by the sound of its consonants."""
    parts = _PART.findall(_DOUBLED.sub(r"\1", latin))
    signs = [_signs(part) for part in parts]
    if parts and parts[-1] == "h":
        signs[-1] = (*signs[-1], "")
    ways: dict[str, _Heard] = {}
    for way in islice(product(*signs), _MOST_WAYS):
        consonants, vowels = [], [""]
        for part, sign in zip(parts, way, strict=True):
            if sign:
                consonants.append(part)
                vowels.append("")
            else:
                vowels[-1] += part
        ways.setdefault("".join(way), _Heard(consonants, vowels))
    return ways


@lru_cache
def _signs(part: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_sound, _CONSONANTS.get(part, ("",)))))


def _cost(heard: _Heard, word: str, habits: _Habits) -> float:
    """What it costs to take what was heard for a word; infinite where its consonants are others."""
    is_unspoken = "ع" in word and (word[0] == "ع" or not habits.writes_ain) and "3" not in heard.consonants
    taken_apart = _taken_apart(word, _BETWEEN_UNSPOKEN if is_unspoken else _BETWEEN)
    habit = _HA_FOR_HA * heard.consonants.count("h") if habits.writes_ha and "ح" in word else 0.0
    return habit + _AIN_FOR_NONE * (is_unspoken and habits.writes_ain) + min((_cost_of(heard, consonants, vowels) for consonants, vowels in taken_apart), default=math.inf)


@lru_cache(maxsize=8_192)
def _taken_apart(word: str, between: re.Pattern[str]) -> Sequence[tuple[Sequence[str], Sequence[str]]]:
    """A known word's consonants and what stands around them; a double letter may be one, a last ha a vowel."""
    found = []
    for form in dict.fromkeys((word, _DOUBLED.sub(r"\1", word))):
        parts = between.split(form)
        found.append((parts[1::2], parts[::2]))
        if form.endswith("ه"):
            found.append((parts[1:-2:2], (*parts[:-3:2], f"{parts[-3]}ه")))
    return found


def _cost_of(heard: _Heard, consonants: Sequence[str], vowels: Sequence[str]) -> float:
    if len(consonants) != len(heard.consonants):
        return math.inf
    cost = 0.0
    for latin, arabic in zip(heard.consonants, consonants, strict=True):
        one = _CONSONANTS[latin].get(arabic)
        if one is None:
            return _cost_of_ta(heard, consonants, vowels)
        cost += one
    last = len(vowels) - 1
    for place, (latin, arabic) in enumerate(zip(heard.vowels, vowels, strict=True)):
        if latin or arabic:
            cost += _cost_of_vowels(latin, arabic, is_first=place == 0, is_last=place == last)
    return cost


def _cost_of_ta(heard: _Heard, consonants: Sequence[str], vowels: Sequence[str]) -> float:
    """What it costs to hear a last ha as the ta that it becomes before another noun: 'khaleyat London'."""
    if not consonants or (heard.consonants[-1], consonants[-1], vowels[-1]) != ("t", "ه", ""):
        return math.inf
    before = _Heard(heard.consonants[:-1], (*heard.vowels[:-2], heard.vowels[-2].rstrip("ae")))
    return _TA_FOR_HA + _cost_of(before, consonants[:-1], vowels[:-1])


@lru_cache(maxsize=16_384)
def _cost_of_vowels(latin: str, arabic: str, *, is_first: bool, is_last: bool) -> float:
    """What it costs to take Latin vowels for Arabic ones, by the cheapest way of going through both."""
    if not latin and not arabic:
        return 0.0
    costs = []
    if arabic:
        table = _LEFT_OUT_AT_AN_END if is_first or (is_last and len(arabic) == 1) else _LEFT_OUT
        is_next_first = is_first and arabic[0] != "ع"
        costs.append(table[arabic[0]] + _cost_of_vowels(latin, arabic[1:], is_first=is_next_first, is_last=is_last))
    for length in range(1, min(2, len(latin)) + 1):
        part, rest = latin[:length], latin[length:]
        for stands_for, cost in _vowels(part, is_first=is_first, is_last=is_last and not rest).items():
            if arabic.startswith(stands_for):
                left = arabic[len(stands_for) :]
                costs.append(cost + _cost_of_vowels(rest, left, is_first=False, is_last=is_last))
    return min(costs, default=math.inf)


def _vowels(part: str, *, is_first: bool, is_last: bool) -> Mapping[str, float]:
    if is_first and part in _VOWELS_AT_THE_BEGINNING:
        return _VOWELS_AT_THE_BEGINNING[part]
    return (_VOWELS_AT_THE_END if is_last else _VOWELS).get(part) or _VOWELS.get(part, {})
