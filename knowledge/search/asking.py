"""One message's search: of a text that is asked as a sentence and again as a question of its own, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from knowledge.search.decide import Verdict
from knowledge.text.tokens import sentences_of

if TYPE_CHECKING:
    from knowledge.search.finder import Finder, Finding
    from knowledge.search.question import Question

STORY: Final = 9
"""Words from which a message may be a story with a question in it; its sentences are then also asked by themselves."""
SHORTEST_SENTENCE: Final = 2
"""Features; a sentence with fewer says too little to be asked by itself."""
_AROUND: Final = " \t\n.!?؟…,،;؛"
"""Signs around a text that change nothing of what it asks."""


class Asking:
    """Asks what one message says, as a whole and in parts; lives as long as the message."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._questions: dict[tuple[str, bool | None], Question] = {}
        self._findings: dict[tuple[str, bool | None], Finding] = {}

    def ask(self, text: str, *, is_arabizi: bool | None = None) -> Finding:
        """Look for what a text asks as a whole."""
        key = (text.strip(_AROUND), is_arabizi)
        if key not in self._findings:
            self._findings[key] = self._finder.look_for(self._read(text, is_arabizi=is_arabizi))
        return self._findings[key]

    def find(self, text: str, *, is_arabizi: bool | None = None) -> Finding:
        """Look for what a text asks; of a long story, what a sentence of it surely asks.

        Its sentences are not asked if the whole is one question, whether it is answered or is a near miss.
        """
        whole = self.ask(text, is_arabizi=is_arabizi)
        is_short = len(whole.question.folded.split()) < STORY
        if is_short or whole.decision.verdict is Verdict.SURE or whole.decision.near_miss_of is not None:
            return whole
        sentences = sentences_of(text)
        asking = (
            sentence
            for sentence in sentences
            if sentences[1:] and _may_ask(self._read(sentence, is_arabizi=is_arabizi))
        )
        asked = (self.ask(sentence, is_arabizi=is_arabizi) for sentence in asking)
        sure = (finding for finding in asked if finding.decision.verdict is Verdict.SURE)
        return max(sure, key=lambda finding: finding.decision.confidence, default=whole)

    def _read(self, text: str, *, is_arabizi: bool | None) -> Question:
        key = (text.strip(_AROUND), is_arabizi)
        if key not in self._questions:
            self._questions[key] = self._finder.reader.read(text, is_arabizi=is_arabizi)
        return self._questions[key]


def _may_ask(question: Question) -> bool:
    """Whether a sentence of a story may be its question: it asks for something, and names enough to be understood."""
    return bool(question.kinds) and len(question.features) >= SHORTEST_SENTENCE
