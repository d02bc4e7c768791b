"""Which language a message is written in: by script first, then by known words; 'unsure' is an answer.

Packages for language identification call Arabizi English, and short questions anything. Scripts and the field's own
vocabulary are surer: whatever is left over is told apart by function words of the languages that are likeliest here.
"""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.corpus import curated_words
from knowledge.own_yaml import read_own_yaml
from knowledge.schema import Language
from knowledge.text.arabizi import has_letter_digits
from knowledge.text.tokens import is_arabic, without_prefixes, words
from knowledge.text.word_sets import WordSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from knowledge.schema import Knowledge, Variety

_LATIN: Final = re.compile(r"[a-z]")
_FOREIGN_ACCENTS: Final = re.compile(r"[àâæçèéêëîïñòôœùûüÿäößşğıøåãõąęłńśźżčěřšůž]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_APOSTROPHES: Final = re.compile(r"['’]")
FAR_MORE_USUAL: Final = 2
"""Times that a word is to be as usual in English as in Arabizi to tell one from the other: names of people are not."""
TELLING: Final = 2
"""Words that a telling one counts for; two words of another language are no name."""
_FOREIGN_ARABIC_LETTERS: Final = re.compile(r"[\u0679\u0688\u0691\u06ba\u06be\u06d2\u06c6\u06ce\u06b5\u0695]")
"""Letters of Urdu and Sorani Kurdish; those that Iraqis also type (گ چ پ ک ی) are not among them."""


class _ForeignWords(NamedTuple):
    """Function words of languages that Sanad does not speak."""

    latin: frozenset[str]
    arabic: frozenset[str]
    ambiguous: frozenset[str]
    """Those that are English or Arabizi, too."""
    telling: frozenset[str]
    """Those of both scripts that tell a language by themselves."""


def _foreign_words() -> _ForeignWords:
    text = resources.files("knowledge.text").joinpath("foreign_words.yaml").read_text(encoding="utf-8")
    listed = read_own_yaml(text)
    latin, arabic = (frozenset(chain.from_iterable(listed[script].values())) for script in ("latin", "arabic"))
    return _ForeignWords(latin, arabic, frozenset(listed["ambiguous"]), frozenset(listed["telling"]))


class Detected(StrEnum):
    """What a message is written in."""

    ENGLISH = "english"
    ARABIC = "arabic"
    ARABIZI = "arabizi"
    OTHER = "other"
    UNSURE = "unsure"


class LanguageDetector:
    """Knows the words of the curated phrasings and of the lexicon."""

    def __init__(self, english: Iterable[str], arabizi: Iterable[str], arabic: Iterable[str]) -> None:
        self._english = frozenset(english)
        self._arabizi = frozenset(arabizi) - self._english
        self._arabic = WordSet(arabic)
        self._foreign = _foreign_words()

    @classmethod
    def of(
        cls,
        knowledge: Knowledge,
        further: Iterable[tuple[Variety, str]] = (),
        *,
        said: Mapping[tuple[Variety, str], int] | None = None,
    ) -> LanguageDetector:
        """A detector that knows a knowledge's words, and `further` texts with the variety each is written in.

        `said` are the knowledge's words, if they have been counted already (`curated_words`).

        A word in Latin letters that stands in texts of both languages is Arabizi if it stands more often there, English
        if it is far more usual there: 'el' is no English for a name in one question, and 'Mosul' is neither.
        """
        written: dict[Language, Counter[str]] = {language: Counter() for language in Language}
        for (variety, word), times in (curated_words(knowledge) if said is None else said).items():
            written[variety.language][word] += times
        for variety, text in further:
            written[variety.language].update(words(text))
        of_english, of_arabic = written[Language.ENGLISH], written[Language.ARABIC]
        latin = {word for word in of_english | of_arabic if not is_arabic(word)}
        arabizi = {word for word in latin if of_arabic[word] > of_english[word]}
        often_enough = FAR_MORE_USUAL * of_english.total() / max(1, sum(of_arabic[word] for word in latin))
        english = {word for word in latin - arabizi if of_english[word] >= often_enough * of_arabic[word]}
        return cls(english, arabizi, (word for word in of_arabic if is_arabic(word)))

    def detect(self, text: str) -> Detected:
        """Judge one message. Mixed text is judged by the language of most of its words."""
        raw = text.casefold()
        tokens = words(text)
        letters = [word for word in tokens if not word.isdecimal()]
        arabic = [word for word in letters if is_arabic(word)]
        latin = [word for word in letters if _LATIN.search(word)]
        others = len(letters) - len(arabic) - len(latin)
        if not letters:
            return Detected.UNSURE
        if others > max(len(arabic), len(latin)):
            return Detected.OTHER
        if len(arabic) >= len(latin):
            return self._in_arabic_letters(raw, arabic)
        return self._in_latin_letters(raw, latin)

    def _in_arabic_letters(self, raw: str, arabic: Sequence[str]) -> Detected:
        foreign = sum(map(self._foreign_weight_in_arabic, _LETTERS.findall(raw)))
        if _FOREIGN_ARABIC_LETTERS.search(raw) is not None:
            foreign += sum(_FOREIGN_ARABIC_LETTERS.search(word) is not None for word in raw.split())
        if foreign < 2:  # noqa: PLR2004 - one word is a name
            return Detected.ARABIC
        known = sum(any(form in self._arabic for form in without_prefixes(word)) for word in arabic)
        return Detected.OTHER if foreign * 2 > known else Detected.ARABIC

    def _in_latin_letters(self, raw: str, latin: Sequence[str]) -> Detected:
        english = sum(word in self._english for word in latin)
        arabizi = sum(has_letter_digits(word) or word in self._arabizi for word in latin)
        foreign = sum(map(self._foreign_weight_in_latin, _LETTERS.findall(_APOSTROPHES.sub("", raw))))
        accents = len(_FOREIGN_ACCENTS.findall(raw))
        if foreign + accents >= 2 and foreign + accents > max(english, arabizi):  # noqa: PLR2004 - one may be a name
            return Detected.OTHER
        if arabizi > english or (arabizi and arabizi * 2 > len(latin)):
            return Detected.ARABIZI
        return Detected.ENGLISH if english else Detected.UNSURE

    def _foreign_weight_in_arabic(self, word: str) -> int:
        return TELLING if word in self._foreign.telling else int(word in self._foreign.arabic)

    def _foreign_weight_in_latin(self, word: str) -> int:
        listed, is_english = self._foreign, word in self._english
        if word in listed.telling and not is_english:
            return TELLING
        return int(word in listed.latin and (not is_english or word in listed.ambiguous))
