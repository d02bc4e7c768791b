"""Everything the conversation looks things up in: built once, shared by all conversations, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.phrase_files import everything_said
from handlers.public_names import PublicNames
from handlers.repertoire import Repertoire
from handlers.wording import load_words
from knowledge.corpus import curated_words
from knowledge.search.continuation import Continuation
from knowledge.search.finder import Finder
from knowledge.text.language import LanguageDetector

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.wording import Words
    from knowledge.schema import Knowledge, Language


@dataclass(frozen=True, slots=True)
class Library:
    """The knowledge with its search, the phrases of small talk, the words of the interface, and who is no secret."""

    knowledge: Knowledge
    finder: Finder
    continuation: Continuation
    repertoire: Repertoire
    detector: LanguageDetector
    words: Mapping[Language, Words]
    public_names: PublicNames

    @classmethod
    def build(cls, knowledge: Knowledge, *, like: Library | None = None) -> Library:
        """Build every index.

        Args:
            knowledge: what is to be served.
            like: a library of a knowledge that says much the same. What both would read or learn alike is taken from
                it; the outcome is the same without it, and takes longer.

        Raises:
            WordingError: the interface words are incomplete.
        """
        # What was read by another lexicon may mean something else now.
        known = like if like is not None and like.knowledge.lexicon.reads_like(knowledge.lexicon) else None
        said = curated_words(knowledge)
        finder = Finder(
            knowledge, like=known.finder if known is not None else None, said=said, phrases=everything_said()
        )
        repertoire = Repertoire.build(
            finder.reader.keeping_fillers(), knowledge, like=known.repertoire if known is not None else None
        )
        detector = LanguageDetector.of(knowledge, repertoire.texts(), said=said)
        continuation = Continuation(finder, knowledge.entries)
        public = PublicNames.of(knowledge.lexicon)
        return cls(knowledge, finder, continuation, repertoire, detector, load_words(), public)
