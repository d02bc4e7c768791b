"""Everything the conversation looks things up in: built once, shared by all conversations, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.repertoire import Repertoire
from handlers.wording import load_words
from knowledge.search.continuation import Continuation
from knowledge.search.finder import Finder
from knowledge.text.language import LanguageDetector

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.wording import Words
    from knowledge.schema import Knowledge, Language


@dataclass(frozen=True, slots=True)
class Library:
    """The knowledge with its search, the phrases of small talk, and the words of the interface."""

    knowledge: Knowledge
    finder: Finder
    continuation: Continuation
    repertoire: Repertoire
    detector: LanguageDetector
    words: Mapping[Language, Words]

    @classmethod
    def build(cls, knowledge: Knowledge) -> Library:
        """Build every index.

        Raises:
            WordingError: the interface words are incomplete.
        """
        finder = Finder(knowledge)
        repertoire = Repertoire.build(finder.reader.keeping_fillers(), knowledge)
        detector = LanguageDetector.of(knowledge, repertoire.texts())
        return cls(knowledge, finder, Continuation(finder, knowledge.entries), repertoire, detector, load_words())
