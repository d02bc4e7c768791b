"""Folding: the spelling habits of Arabic and English brought to one form, in named steps.

The raw text is kept beside the folded one by whoever needs it. Composition comes before marks are dropped, or a hamza
written as a mark of its own would be lost unevenly.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST_KEPT: Final = 40
"""Characters of a word whose folding is remembered. Of what somebody wrote only its words are: no text as a whole."""
_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىئیې", "ي"),
        **dict.fromkeys("ؤۆۇ", "و"),
        **dict.fromkeys("ةۀہھە", "ه"),
        "ء": None,
        "ک": "ك",
        "ڪ": "ك",
        "گ": "ك",
        "چ": "ج",
        "پ": "ب",
        "ڤ": "ف",
        "ژ": "ز",
        "\N{ARABIC TATWEEL}": None,
    }
)
"""Seats of hamza, forms of ya, ha and kaf, and the letters that Iraqis and Persians add."""

_DIGITS: Final = {
    **{ord(digit): str(value % 10) for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")},
    ord("\N{ARABIC DECIMAL SEPARATOR}"): ".",
}
_APOSTROPHES: Final = re.compile(r"(?<=\w)['’‘ʼ`´](?=\w)")
_STRETCHED: Final = re.compile(r"([^\W\d_])\1{2,}")
_BLANKS: Final = re.compile(r"\s+")


def compose(text: str) -> str:
    """Compatibility composition (NFKC): presentation forms and full-width letters become plain ones."""
    return unicodedata.normalize("NFKC", text)


class _Visible(dict[int, int | None]):
    """Each code point itself, or None for marks and invisible characters; learns as it is asked."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) in {"Mn", "Me", "Cf", "Cs", "Co"} else code
        return self[code]


_VISIBLE: Final = _Visible()


def drop_marks(text: str) -> str:
    """Without vowel marks, accents that stand alone, and invisible format characters."""
    return text.translate(_VISIBLE)


def unify_letters(text: str) -> str:
    """One letter for each family of Arabic letters that people exchange."""
    return text.translate(_LETTERS)


def unify_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0-9, and the mark before decimals as a point."""
    return text.translate(_DIGITS)


def join_apostrophes(text: str) -> str:
    """Don't and Ba'ath as one word, with whatever apostrophe."""
    return _APOSTROPHES.sub("", text)


def shorten_stretched(text: str) -> str:
    """A letter typed three times or more for emphasis, once."""
    return _STRETCHED.sub(r"\1", text)


def collapse_blanks(text: str) -> str:
    """Any run of blanks as one, none at the ends."""
    return _BLANKS.sub(" ", text).strip()


def fold(text: str) -> str:
    """All steps in order. Idempotent: folding a folded text changes nothing."""
    # No step looks over a blank, so that words can be folded one by one; most of them were folded before.
    words = text.split()
    is_kept = len(text) <= LONGEST_KEPT or max(map(len, words), default=0) <= LONGEST_KEPT
    return " ".join(filter(None, map(_folded_and_kept if is_kept else _folded, words)))


@lru_cache(maxsize=8_192)  # all curated words: building an index folds each of them many times
def _folded_and_kept(word: str) -> str:
    return _folded(word)


def _folded(text: str) -> str:
    if not text.isascii():
        text = drop_marks(compose(drop_marks(compose(text)).casefold()))
    text = text.casefold()
    return collapse_blanks(shorten_stretched(join_apostrophes(unify_digits(unify_letters(text)))))
