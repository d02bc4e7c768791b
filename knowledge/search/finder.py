"""The search over a whole knowledge: from a text, or from a short follow-up and what came before, to a decision."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from knowledge.corpus import curated_texts
from knowledge.search import tuning
from knowledge.search.decide import ELSEWHERE, Decision, Verdict, decide
from knowledge.search.index import Index
from knowledge.search.profile import Target
from knowledge.search.question import Feature, Question, Reader
from knowledge.search.vocabulary import Vocabulary
from knowledge.text.calendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.schema import Claim, ConceptClass, Entry, Knowledge

_SENTENCE_END: Final = re.compile(r"[.!?؟…;؛\n]+|[،,](?=\s)")
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}")
STORY: Final = 9
"""Words from which a message may be a story with a question in it; its sentences are then also asked by themselves."""
SHORTEST_SENTENCE: Final = 2
"""Features; a sentence with fewer says too little to be asked by itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was understood and what was decided."""

    question: Question
    decision: Decision


class Finder:
    """Finds entries. Built once for a knowledge; holds no state of a conversation."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.vocabulary = Vocabulary(knowledge.lexicon)
        self.vocabulary.learn(curated_texts(knowledge))
        self.reader = Reader(self.vocabulary, Calendar(knowledge.lexicon.months))
        elsewhere = [Target(ELSEWHERE + subject.id, subject.questions) for subject in knowledge.elsewhere]
        self.index = Index([*map(_target, knowledge.entries.values()), *elsewhere], self.reader)
        self._entries = knowledge.entries
        self._classes = {concept.id: concept.klass for concept in knowledge.lexicon.concepts.values()}

    def find(self, text: str, *, is_arabizi: bool | None = None) -> Finding:
        """Look for what a text asks; of a long story, for what one of its sentences asks."""
        whole = self._ask(text, is_arabizi=is_arabizi)
        if whole.decision.verdict is Verdict.SURE or len(whole.question.folded.split()) < STORY:
            return whole
        sentences = (
            self._ask(sentence, is_arabizi=is_arabizi) for sentence in _SENTENCE_END.split(text) if sentence.strip()
        )
        telling = [finding for finding in sentences if len(finding.question.features) >= SHORTEST_SENTENCE]
        return max(
            [whole, *telling], key=lambda finding: (_rank(finding.decision.verdict), finding.decision.confidence)
        )

    def follow(self, features: Iterable[str], kinds: Iterable[str], entry: str | None, question: Question) -> Finding:
        """Look for what a short question asks when it continues an earlier one.

        A message that names a subject of its own is read by itself first, with the entries near the earlier one in
        favour. Otherwise, and when that leads nowhere, it is joined with the earlier question: what it names replaces
        what that one named of the same class ('and in Syria?' after a question about Iraq).
        """
        favour = self._nearby(entry)
        joined = self._join(features, kinds, question)
        if any(not feature.is_named for feature in question.features):
            alone = decide(self.index.search(question, favour=favour))
            if alone.verdict is Verdict.SURE:
                return Finding(joined, alone)
        return Finding(joined, decide(self.index.search(joined, favour=favour)))

    def telling(self, entry: Entry, question: Question) -> dict[Claim, float]:
        """For each claim of an entry the weight of what it alone tells of the question."""
        return dict(zip(entry.claims, self.index.telling(entry.id, question), strict=False))

    def _join(self, features: Iterable[str], kinds: Iterable[str], question: Question) -> Question:
        replaced = {self._classes.get(feature.id) for feature in question.features if feature.is_named}
        kept = [
            Feature(earlier, (klass := self._classes.get(earlier)) is not None and klass.is_named)
            for earlier in features
            if earlier not in question.ids
            and (self._classes.get(earlier) is None or not self._is_replaced(earlier, replaced))
        ]
        return replace(
            question, features=(*question.features, *kept), kinds=question.kinds or frozenset(kinds), grams={}
        )

    def _nearby(self, entry: str | None) -> dict[str, float]:
        """Log-odds in favour of the entries that a reader of one entry is likely to go on to."""
        if entry is None or entry not in self._entries:
            return {}
        topic, related = self._entries[entry].topic, self._entries[entry].related
        favour = {other.id: tuning.FAVOUR_TOPIC for other in self._entries.values() if other.topic == topic}
        favour.update(dict.fromkeys(related, tuning.FAVOUR_RELATED))
        return favour

    def _is_replaced(self, earlier: str, replaced: set[ConceptClass | None]) -> bool:
        klass = self._classes[earlier]
        return klass.is_named and klass in replaced

    def _ask(self, text: str, *, is_arabizi: bool | None) -> Finding:
        question = self.reader.read(text, is_arabizi=is_arabizi)
        return Finding(question, decide(self.index.search(question)))


def _target(entry: Entry) -> Target:
    titles = (entry.title.en, entry.title.ar)
    return Target(
        id=entry.id,
        phrasings=entry.questions,
        unlike=entry.unlike,
        claims=[(*titles, claim.text.bilingual.en, claim.text.bilingual.ar) for claim in entry.claims],
        periods=[claim.period for claim in entry.claims],
        gives_figures=any(not _DATE.fullmatch(figure) for figure in _figures(entry)),
    )


def _figures(entry: Entry) -> Iterator[str]:
    for claim in entry.claims:
        for reference in claim.sources:
            yield from reference.figures


def _rank(verdict: Verdict) -> int:
    return [Verdict.NONE, Verdict.ASK, Verdict.SURE].index(verdict)
