"""Arabic in Latin letters: what it sounds like, as a skeleton that both scripts share.

`ta7alof` and `تحالف` have no letter in common, and writers of Arabizi do not agree on vowels. So both are brought to a
skeleton: consonants only, one sign for letters that Latin writing does not tell apart (ت and ط, ه and ح written as h).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from knowledge.text.tokens import split

_LATIN: Final = (
    ("ch", "J"), ("sh", "C"), ("kh", "X"), ("5", "X"), ("gh", "G"), ("th", "S"), ("dh", "Z"), ("3'", "G"),
    ("ph", "F"), ("aa", ""), ("ee", ""), ("oo", ""), ("ou", ""), ("2", ""), ("3", "A"), ("6", "T"), ("7", "H"),
    ("8", "K"), ("9", "K"), ("q", "K"), ("k", "K"), ("c", "K"), ("g", "K"), ("j", "J"), ("t", "T"), ("d", "D"),
    ("s", "S"), ("z", "Z"), ("x", "KS"), ("h", "H"), ("b", "B"), ("p", "B"), ("f", "F"), ("v", "F"), ("l", "L"),
    ("m", "M"), ("n", "N"), ("r", "R"), ("w", ""), ("y", ""), ("a", ""), ("e", ""), ("i", ""), ("o", ""), ("u", ""),
)  # fmt: skip
_LATIN_SIGNS: Final = dict(_LATIN)
_LATIN_PART: Final = re.compile("|".join(re.escape(written) for written, _ in _LATIN))

_ARABIC_SIGNS: Final = str.maketrans(
    {
        **dict.fromkeys("اويءئؤى", None),
        **dict.fromkeys("تط", "T"),
        **dict.fromkeys("سصث", "S"),
        **dict.fromkeys("دض", "D"),
        **dict.fromkeys("زذظ", "Z"),
        **dict.fromkeys("هح", "H"),
        **dict.fromkeys("قك", "K"),
        **dict.fromkeys("بپ", "B"),
        "ج": "J",
        "ش": "C",
        "خ": "X",
        "غ": "G",
        "ع": "A",
        "ف": "F",
        "ل": "L",
        "م": "M",
        "ن": "N",
        "ر": "R",
    }
)
_DOUBLED: Final = re.compile(r"([A-Z])\1+")
_FINAL_HA: Final = re.compile(r"(?<=.)H$")
_LETTER_DIGIT: Final = re.compile(r"[a-z][235679]|[235679][a-z]")
_ENGLISH_NUMBER: Final = re.compile(r"\d+(?:st|nd|rd|th|s|k|m|bn|am|pm|km|g)")
_GLUED: Final = (
    "wel",
    "wal",
    "bel",
    "bil",
    "bal",
    "lel",
    "lil",
    "fel",
    "fil",
    "3al",
    "hal",
    "el",
    "al",
    "il",
    "b",
    "w",
    "l",
)
_SHORTEST: Final = 3


@lru_cache(maxsize=8_192)
def skeleton(word: str) -> str:
    """The consonants of a folded word of either script, as Latin capitals; a final ha counts for nothing.

    >>> skeleton("ta7alof") == skeleton("تحالف") == "THLF"
    True
    """
    signs = _LATIN_PART.sub(lambda part: _LATIN_SIGNS[part.group()], word).translate(_ARABIC_SIGNS)
    consonants = "".join(sign for sign in signs if "A" <= sign <= "Z")
    return _FINAL_HA.sub("", _DOUBLED.sub(r"\1", consonants))


def has_letter_digits(word: str) -> bool:
    """Whether digits stand for letters in the word, as in `da3esh`; `5th` and `20km` do not count."""
    return _LETTER_DIGIT.search(word) is not None and _ENGLISH_NUMBER.fullmatch(word) is None


def is_written_in_arabizi(folded: str) -> bool:
    """Whether digits stand for letters in a word of a folded text."""
    return any(map(has_letter_digits, split(folded)))


@lru_cache(maxsize=8_192)
def without_article(word: str) -> tuple[str, ...]:
    """The word itself, then without each article or preposition that may be glued to it."""
    bare = (word[len(glued) :] for glued in _GLUED if word.startswith(glued) and len(word) - len(glued) >= _SHORTEST)
    return (word, *bare)
