"""The search over a whole knowledge: from a text to a decision, and what the claims of an entry tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from knowledge.corpus import curated_texts
from knowledge.schema import ConceptClass
from knowledge.search.asking import Asking
from knowledge.search.decide import ELSEWHERE, Decision, decide
from knowledge.search.index import WEIGHED_IN_FULL, Index
from knowledge.search.profile import Target
from knowledge.search.question import KINDS_OF_FIGURE, Feature, Question, Reader
from knowledge.search.vocabulary import Vocabulary
from knowledge.text.calendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.schema import Claim, Entry, Knowledge, Variety
    from knowledge.search.profile import Profile

_DATE: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}")
WHERE: Final = frozenset({ConceptClass.PLACE, ConceptClass.COUNTRY})
"""What answers 'where'."""
_CLASSES_TOLD: Final = {
    "person": frozenset({ConceptClass.PERSON}),
    "place": WHERE,
}
"""What a claim has to name to tell who or where."""
_TOLD_KINDS: Final = frozenset({"date", *_CLASSES_TOLD, *KINDS_OF_FIGURE})
"""Kinds of question of which a claim itself shows that it answers them; of others the phrasings say it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was understood and what was decided."""

    question: Question
    decision: Decision


class Finder:
    """Finds entries. Built once for a knowledge; holds no state of a conversation."""

    def __init__(
        self, knowledge: Knowledge, *, like: Finder | None = None, said: Iterable[tuple[Variety, str]] | None = None
    ) -> None:
        """Build for a knowledge.

        Args:
            knowledge: what is to be found.
            like: a finder for a knowledge with the same lexicon; what it has read is not read again.
            said: the knowledge's words, if they have been collected already (`curated_words`).
        """
        self.vocabulary = Vocabulary(knowledge.lexicon)
        self.vocabulary.learn(curated_texts(knowledge) if said is None else said)
        self.reader = Reader(self.vocabulary, Calendar(knowledge.lexicon.months, knowledge.lexicon.numbers))
        elsewhere = [Target(ELSEWHERE + subject.id, subject.questions) for subject in knowledge.elsewhere]
        targets = [*map(_target, knowledge.entries.values()), *elsewhere]
        self.index: Index = Index(targets, self.reader, like=like.index if like is not None else None)
        self.classes = {concept.id: concept.klass for concept in knowledge.lexicon.concepts.values()}
        self._persons: dict[str, tuple[str, ...]] = {}
        for entry in knowledge.entries.values():
            self.persons_in(entry.title.en)

    def find(self, text: str, *, is_arabizi: bool | None = None) -> Finding:
        """Look for what a text asks; of a long story, for what one of its sentences asks."""
        return Asking(self).find(text, is_arabizi=is_arabizi)

    def look_for(self, question: Question) -> Finding:
        """Look for what a question asks as a whole."""
        return Finding(question, decide(self.index.search(question, limit=WEIGHED_IN_FULL)))

    def telling(self, entry: Entry, question: Question) -> dict[Claim, float]:
        """For each claim of an entry the weight of what it alone tells of the question."""
        return dict(zip(entry.claims, self.index.telling(entry.id, question), strict=False))

    def tells_of(self, entry: Entry, question: Question) -> tuple[Claim, ...]:
        """The claims of an entry that answer a question about the entry itself, newest first.

        They tell the kind of thing that is asked: a person for 'who', a figure for 'how many'. The entry has something
        to say on all that the question names.
        """
        profile = self.index.profile(entry.id)
        if not all(map(profile.explains, question.features)):
            return ()
        told = zip(entry.claims, profile.told, strict=True)
        return tuple(
            claim
            for claim, features in told
            if not question.kinds or self._tells_kind(claim, features, question.kinds, profile)
        )

    def explains(self, entry: Entry, feature: Feature) -> bool:
        """Whether an entry has something to say on a thing."""
        return self.index.profile(entry.id).explains(feature)

    def naming(self, entry: Entry, question: Question) -> tuple[Claim, ...]:
        """Those of `tells_of` that themselves tell all that the question names."""
        told = dict(zip(entry.claims, self.index.profile(entry.id).told, strict=True))
        return tuple(claim for claim in self.tells_of(entry, question) if told[claim].issuperset(question.ids))

    def persons_in(self, text: str) -> tuple[str, ...]:
        """The persons that a curated text names, in its order; there are only so many texts, and all are remembered."""
        if text not in self._persons:
            self._persons[text] = tuple(filter(self._is_person, self.reader.read_curated(text).ids))
        return self._persons[text]

    def persons_told(self, entry: Entry) -> frozenset[str]:
        """The persons that an entry's claims name."""
        return frozenset(filter(self._is_person, frozenset().union(*self.index.profile(entry.id).told)))

    def _tells_kind(self, claim: Claim, features: Iterable[str], kinds: Iterable[str], profile: Profile) -> bool:
        classes = {self.classes.get(identity) for identity in features}
        return any(
            kind == "date"
            or not classes.isdisjoint(_CLASSES_TOLD.get(kind, ()))
            or (kind in KINDS_OF_FIGURE and (kind != "money" or kind in profile.kinds) and _gives_figure(claim))
            or (kind not in _TOLD_KINDS and kind in profile.kinds)
            for kind in kinds
        )

    def _is_person(self, identity: str) -> bool:
        return self.classes.get(identity) is ConceptClass.PERSON


def _target(entry: Entry) -> Target:
    titles = (entry.title.en, entry.title.ar)
    return Target(
        id=entry.id,
        phrasings=entry.questions,
        unlike=entry.unlike,
        claims=[(*titles, claim.text.bilingual.en, claim.text.bilingual.ar) for claim in entry.claims],
        periods=[claim.period for claim in entry.claims],
        gives_figures=any(map(_gives_figure, entry.claims)),
    )


def _gives_figure(claim: Claim) -> bool:
    figures = (figure for reference in claim.sources for figure in reference.figures)
    return any(not _DATE.fullmatch(figure) for figure in figures)
