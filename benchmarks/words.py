"""The words of a text for those matchers that need them prepared; all fold them as Sanad does."""

from __future__ import annotations

from functools import lru_cache

import Stemmer

from knowledge.text.tokens import is_arabic, words


def plain(text: str) -> str:
    """The text folded, without punctuation."""
    return " ".join(words(text))


def stems(text: str) -> list[str]:
    """Snowball's stems of its words, each by the rules of its script."""
    return [_stemmer("arabic" if is_arabic(word) else "english").stemWord(word) for word in words(text)]


@lru_cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(language)
