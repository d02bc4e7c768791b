"""Arabic in Latin letters, written in Arabic letters: each word as one that is known and sounds like it.

`ta7alof` and `تحالف` have no letter in common. So a word is looked for among the known words with its consonants, and
taken for the one that is the likeliest to have been written so: by what its letters may stand for, by how common the
word is, and by the word before it. (A noisy channel, as for spelling since Kernighan, Church and Gale 1990; for
Arabizi, Darwish 2014.)
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from itertools import chain, pairwise
from sys import intern
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from knowledge.text.arabizi_sounds import Habits, cost, sounds, ways
from knowledge.text.tokens import split, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    _Beginning = tuple[float, str, tuple[str, ...]]  # of a text: what it costs, its last word, and all that it is

_RARITY: Final = 0.28
"""How much the negative logarithm of a word's share counts beside what its letters cost."""
_BY_NEIGHBOUR: Final = 0.4
"""How much of a word's share is how often it follows the word before it."""
_LEAST_WRITTEN: Final = 2
"""How often a word must be written to be known; what was written once may be a slip."""
_LEAST_PAIRS: Final = 3
"""How often two words must follow each other for that to be known."""
_UNSEEN: Final = 0.1
"""How often a word was written that no text has, though it has its parts."""
_DEAREST: Final = 1.9
"""What the letters of a word may cost altogether."""
_CLEAR: Final = 0.8
"""What they may cost for a word to be looked for no further."""
_TAKEN_OFF: Final = 0.5
"""What it costs to see a word as one with something glued to it."""
_NEVER_SEEN: Final = 1.0
"""What it costs to write a word together with one that stands before it alone, where no text has them so."""
_UNSPOKEN: Final = 0.4
"""What it costs to hear a word that begins with a vowel as one with a qaf that is not spoken: 'abl', 'addesh'."""
_TANWIN: Final = 0.2
"""What it costs to hear an adverb's ending as the alif that it is written with: '7aleyan'."""
_SHORTEST_BARE: Final = 3
"""Letters that must stay when something is taken off."""
_LONGEST_WORD: Final = 24
"""Letters; what is longer is no word."""
_MOST_TOKENS: Final = 240
"""Of a text, that are looked at: a longer one is a document, and its beginning says what it is about."""
_ALIKE: Final = 12
"""Words with the same consonants that are looked at, the commonest of them."""
_CANDIDATES: Final = 4
"""Words that one Latin word may be, among which the word before it decides."""
_RIVAL: Final = 1.3
"""How much more than the cheapest of them another may cost."""
_BEAM: Final = 3
"""Beginnings of a text that are followed up."""
USUAL_WORDS: Final = 1_500
"""That are looked up beforehand."""
WORDS_REMEMBERED: Final = 4_000
"""A bound on memory."""

_GLUED: Final = {
    "wel": "وال", "wal": "وال", "wil": "وال", "wl": "وال", "bel": "بال", "bil": "بال", "bal": "بال", "bl": "بال",
    "lel": "لل", "lil": "لل", "ll": "لل", "fel": "فال", "fil": "فال", "fl": "فال", "3al": "عال", "hal": "هال",
    "el": "ال", "al": "ال", "il": "ال", "b": "ب", "w": "و", "l": "ل", "f": "ف", "sh": "ش", "m": "م",
}  # fmt: skip
"""What Arabic writes together with the next word."""
_ALONE: Final = {**{one: _GLUED[one] for one in _GLUED.keys() - {"f", "hal", "m", "sh"}}, "bi": "ب", "li": "ل"}
"""Of that, what stands as a word of its own in Arabizi."""
_THIS: Final = "hal"
"""Alone at the beginning of a text it is mostly 'هل', and elsewhere 'this'."""
_ARTICLE: Final = "ال"
_BEGINNING: Final = "^"
_LATIN: Final = re.compile("[a-z]")
_TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]+")
_SOUND: Final = re.compile(r"\w")
_WORD: Final = re.compile(r"[\u0621-\u064a]+")


class Spelling(NamedTuple):
    """A word in Arabic letters, and what it costs to take a Latin one for it."""

    cost: float
    word: str


class Transliterator:
    """Knows Arabic words from texts; remembers what Latin words were taken for, but for its copy on disk."""

    def __init__(self, forms: Iterable[str], texts: Iterable[str]) -> None:
        """Learn words, and which follows which.

        Args:
            forms: words that are right as they stand.
            texts: in Arabic; what is written only once in them may be a slip.
        """
        written: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for form in forms:
            written.update(dict.fromkeys(_known(words(form)), _LEAST_WRITTEN))
        for text in texts:
            said = list(map(intern, words(text)))
            written[_BEGINNING] += 1
            written.update(_known(said))
            pairs.update(pair for pair in pairwise((_BEGINNING, *said)) if _WORD.fullmatch(pair[1]))
        self._written = {word: count for word, count in written.items() if count >= _LEAST_WRITTEN}
        self._total = sum(self._written.values())
        self._pairs = {pair: count for pair, count in pairs.items() if count >= _LEAST_PAIRS}
        heard = self._written.keys() - {_BEGINNING, _ARTICLE}  # '2al' is 'قال', though some write an article apart
        self._sounding = _by_sound(sorted(heard, key=lambda word: (self._rarity(word), word)))
        self._usual: dict[tuple[str, Habits], Sequence[Spelling]] = {}
        self._spelt: dict[tuple[str, Habits], Sequence[Spelling]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_spelt": {}}

    def expect(self, texts: Iterable[str]) -> None:
        """Look up beforehand the words that are commonest in folded texts of Arabizi."""
        said = Counter((word, Habits.of(text)) for text in texts for word in split(text))
        self._usual = {key: self.spellings(*key) for key, _ in said.most_common(USUAL_WORDS)}
        self._spelt.clear()

    def in_arabic(self, folded: str, *, kept: Callable[[str], float | None]) -> str:
        """A folded text with its Latin words in Arabic letters, as far as there are known ones that they sound like.

        Args:
            folded: the text.
            kept: what it costs to leave a word as it is that is known in Latin letters; None for others.
        """
        habits = Habits.of(folded)
        beginnings: list[_Beginning] = [(0.0, _BEGINNING, ())]
        tokens, glued = _TOKEN.findall(folded), ""
        for token in tokens[:_MOST_TOKENS]:
            if token in _ALONE and kept(token) != 0.0:
                glued += _ALONE[token]
            elif token == _THIS and beginnings[0][-1]:
                glued += _GLUED[_THIS]
            elif _SOUND.search(token) is None:
                between = "" if glued else token
                beginnings = [(before, last, (*text, between)) for before, last, text in beginnings]
            else:
                beginnings = self._continued(beginnings, self._choices(token, glued, kept(token), habits))
                glued = ""
        return "".join((*min(beginnings)[-1], glued, *tokens[_MOST_TOKENS:]))

    def spellings(self, latin: str, habits: Habits) -> Sequence[Spelling]:
        """The words that a folded Latin word may be, the likeliest first."""
        key = (latin, habits)
        if key in self._usual:
            return self._usual[key]
        if key not in self._spelt:
            if len(self._spelt) >= WORDS_REMEMBERED:
                self._spelt.clear()
            found = self._found(latin, habits) if len(latin) <= _LONGEST_WORD else []
            self._spelt[key] = [one for one in found[:_CANDIDATES] if one.cost <= found[0].cost + _RIVAL]
        return self._spelt[key]

    def _choices(self, token: str, glued: str, kept: float | None, habits: Habits) -> Sequence[Spelling]:
        """What a word may become, with what is glued to it."""
        if _LATIN.search(token) is None:
            return [Spelling(0.0, glued + token)]
        found = [] if kept == 0.0 else [self._after(glued, spelling) for spelling in self.spellings(token, habits)]
        return [*found, Spelling(kept or 0.0, token)] if kept is not None or not found else found

    def _after(self, glued: str, spelling: Spelling) -> Spelling:
        if not glued:
            return spelling
        word = _joined(glued, spelling.word)
        rarer = self._rarity(word) - self._rarity(spelling.word)
        return Spelling(spelling.cost + min(rarer, _NEVER_SEEN), word)

    def _continued(self, beginnings: Sequence[_Beginning], choices: Sequence[Spelling]) -> list[_Beginning]:
        """The likeliest beginnings of a text with one more word, which is one of some."""
        longer = []
        for added, word in choices:
            costs = [before + added - self._expected(last, word) for before, last, _ in beginnings]
            cheapest = min(costs)
            longer.append((cheapest, word, (*beginnings[costs.index(cheapest)][-1], word)))
        return sorted(longer)[:_BEAM]

    def _expected(self, before: str, word: str) -> float:
        """What the word before another takes off the cost of its rarity."""
        together = self._pairs.get((before, word))
        if together is None:
            return 0.0
        share = self._written[word] / self._total
        following = together / max(together, self._written.get(before, 0))
        return _RARITY * max(0.0, math.log((_BY_NEIGHBOUR * following + (1 - _BY_NEIGHBOUR) * share) / share))

    def _found(self, latin: str, habits: Habits) -> list[Spelling]:
        """The words with what their letters and their rarity cost, each once, the cheapest first."""
        heard: dict[str, float] = {}
        for word, letters in chain(self._alike(latin, habits), self._unspoken(latin, habits)):
            heard[word] = min(letters, heard.get(word, math.inf))
        if min(heard.values(), default=math.inf) > _CLEAR:
            for word, letters in self._compounds(latin, habits):
                heard[word] = min(letters, heard.get(word, math.inf))
        return sorted(Spelling(letters + self._rarity(word), word) for word, letters in heard.items())

    def _unspoken(self, latin: str, habits: Habits) -> Iterator[tuple[str, float]]:
        """Words of which a letter is spoken otherwise than it is written, with what their letters cost."""
        if latin[0] in "aeiou" and not habits.writes_hamza:
            yield from ((word, letters + _UNSPOKEN) for word, letters in self._alike(f"2{latin}", habits))
        if latin.endswith("an"):
            adverbs = self._alike(latin[:-1], habits)
            yield from ((word, letters + _TANWIN) for word, letters in adverbs if word.endswith("ا"))

    def _compounds(self, latin: str, habits: Habits) -> Iterator[tuple[str, float]]:
        """Words with what is glued to them, with what their letters cost."""
        for glued, arabic in _GLUED.items():
            bare = latin[len(glued) :]
            if len(bare) >= _SHORTEST_BARE and latin.startswith(glued):
                yield from (
                    (_joined(arabic, word), letters + _TAKEN_OFF) for word, letters in self._alike(bare, habits)
                )

    def _alike(self, latin: str, habits: Habits) -> Iterator[tuple[str, float]]:
        """Known words that sound like a Latin one, with what their letters cost."""
        for sound, heard in ways(latin):
            for word in self._sounding.get(sound, ()):
                letters = cost(heard, word, habits)
                if letters <= _DEAREST:
                    yield word, letters

    def _rarity(self, word: str) -> float:
        return -_RARITY * math.log(self._written.get(word, _UNSEEN) / self._total)


def _known(said: Iterable[str]) -> Iterator[str]:
    """The Arabic ones of some words, and what they are without an article."""
    for word in filter(_WORD.fullmatch, said):
        yield intern(word)
        if word.startswith(_ARTICLE) and len(word) - len(_ARTICLE) >= _SHORTEST_BARE:
            yield intern(word.removeprefix(_ARTICLE))


def _joined(glued: str, word: str) -> str:
    """A word with what is glued to it; the article not twice."""
    return glued + (word.removeprefix(_ARTICLE) if glued.endswith((_ARTICLE, "لل")) else word)


def _by_sound(written: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Words by each of the ways in which their consonants may be heard, the first of many."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in written:
        for sound in dict.fromkeys(sounds(word)):
            found[sound].append(word)
    return {sound: tuple(alike[:_ALIKE]) for sound, alike in found.items()}
