"""Words of a folded text, what Arabic glues to them, and their stems."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

import Stemmer

from knowledge.text.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WORD: Final = re.compile(r"\d+\.\d+|[^\W_]+")
_SENTENCE_END: Final = re.compile(r"(?:[!?؟…;؛\n]|(?<!\b[A-Za-z])\.(?!\d))+|[،,:](?=\s)|\s[-–—]\s")
"""A full stop in 'U.S.' or '99.5' ends nothing."""
_ARABIC: Final = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
_THOUSANDS: Final = re.compile(r"(?<=\d)[,٬](?=\d{3}(?!\d))")
_DIGIT: Final = re.compile(r"\d")
_BEFORE_A_NUMBER: Final = re.compile(r"(?<![^\W_])(?:[وفبلك]{1,2}(?:ال|ل)?|ال|لل)(?=\d)")
"""What Arabic glues to a number as to a word: 'ال68', 'ب134'."""

_PREFIXES: Final = (
    "وبال", "وكال", "فبال", "ولل", "وال", "فال", "بال", "كال", "عال", "هال", "شال", "لل", "ال",
    "وب", "ول", "وك", "و", "ف", "ب", "ل", "ك", "ع", "ه", "ش",
)  # fmt: skip
"""What is written together with a word: article, 'and', 'in', 'for', 'like', and the dialects' 'on', 'this', 'what'."""

_SUFFIXES: Final = (
    "هما",
    "كم",
    "هم",
    "هن",
    "ها",
    "نا",
    "ات",
    "ون",
    "ين",
    "ان",
    "ته",
    "تو",
    "وا",
    "يه",
    "ه",
    "ي",
    "ا",
    "ت",
    "ك",
    "و",
)
_PATTERN_OPENINGS: Final = frozenset("يتنامس")
_WEAK: Final = frozenset("اويىءئؤ")
_SHORTEST_ROOT: Final = 2
_LONGEST_ROOT: Final = 4
_PRONOUN: Final = re.compile(r"(?P<bare>[\u0621-\u064a]{3,}(?=ها)|[\u0621-\u064a]{4,}(?=ه(?:م|ن|ما)))ه(?:ا|ما|م|ن)")
"""An Arabic word that clearly ends in 'her', 'its' or 'their', after letters enough for a word."""
_SHORTEST_STEM: Final = 3
"""Letters that must stay when something is taken off an Arabic word; roots have three."""


def is_arabic(word: str) -> bool:
    """Whether the word is written in Arabic letters."""
    return _ARABIC.search(word) is not None


def words(text: str) -> list[str]:
    """The folded words of any text, numbers among them, without punctuation."""
    return split(fold(text))


def first_words(text: str, count: int) -> list[str]:
    """The first of them, so many at the most; what comes behind them is not looked at."""
    found: list[str] = []
    written = iter(text.split())
    # Nothing that is done to a text looks over a blank.
    while len(found) < count and (looked_at := list(islice(written, count))):
        found += words(" ".join(looked_at))
    return found[:count]


def wording(text: str) -> str:
    """The folded words of a text in one line: equal for texts that differ in spelling and punctuation alone."""
    return " ".join(words(text))


def sentences_of(text: str) -> list[str]:
    """The sentences and clauses of a text as it was written, those without a word left out."""
    return [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def split(folded: str) -> list[str]:
    """The words of a text that is folded already."""
    if _DIGIT.search(folded) is not None:
        folded = _BEFORE_A_NUMBER.sub("", _THOUSANDS.sub("", folded))
    return _WORD.findall(folded)


def respelt(folded: str, right: Mapping[str, str]) -> str:
    """A folded text with some of its words replaced; everything between them stays."""
    return _WORD.sub(lambda match: right.get(match[0], match[0]), folded)


def without_and(tokens: Sequence[str]) -> Sequence[str]:
    """Folded words without an Arabic 'and' that is glued to the first."""
    is_glued = bool(tokens) and tokens[0].startswith("و") and len(tokens[0]) > 1
    return (tokens[0][1:], *tokens[1:]) if is_glued else tokens


def has_pronoun(word: str) -> bool:
    """Whether a folded Arabic word clearly ends in 'her', 'its' or 'their'."""
    return _PRONOUN.fullmatch(word) is not None


def without_pronoun(word: str) -> str | None:
    """The word before such an ending; None where there is none."""
    match = _PRONOUN.fullmatch(word)
    return match["bare"] if match is not None else None


@lru_cache(maxsize=8_192)
def without_prefixes(word: str) -> tuple[str, ...]:
    """The word as it may stand in a dictionary: itself, then without each prefix that it may carry."""
    if not is_arabic(word):
        return (word,)
    bare = (
        word[len(prefix) :]
        for prefix in _PREFIXES
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM
    )
    return (word, *bare)


@lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """A light stem: Snowball's for English; for Arabic, article and endings off, never below three letters."""
    if not is_arabic(word):
        stemmed: str = _english().stemWord(word)
        return stemmed
    for prefix in _PREFIXES:
        if len(prefix) > 1 and word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
            word = word[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            return word[: -len(suffix)]
    return word


@lru_cache(maxsize=8_192)
def root(stem: str) -> str:
    """The consonants that the patterns of an Arabic stem share: four at the most, at least two; else the stem itself.

    In the spirit of stemming without a dictionary of roots (Taghva, Elkhoury and Coombs 2005): what patterns add is
    taken off the front and weak letters are passed over, so that many words of one root meet.
    """
    if not is_arabic(stem):
        return stem
    bare = stem[1:] if len(stem) > _SHORTEST_STEM and stem[0] in _PATTERN_OPENINGS else stem
    firm = "".join(letter for letter in bare if letter not in _WEAK) if len(bare) > _SHORTEST_STEM else bare
    return firm[:_LONGEST_ROOT] if len(firm) >= _SHORTEST_ROOT else bare


@lru_cache(maxsize=1)
def _english() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
