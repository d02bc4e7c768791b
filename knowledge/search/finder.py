"""The search over a whole knowledge: from a text to a decision, and what the claims of an entry tell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from knowledge.claims import figures_of, told_dates
from knowledge.corpus import asked_texts, curated_texts
from knowledge.dates import Period
from knowledge.phrasings import Joined
from knowledge.schema import ConceptClass
from knowledge.search.asking import Asking
from knowledge.search.decide import ELSEWHERE, Decision, decide
from knowledge.search.evidence import weigh
from knowledge.search.experience import Experience
from knowledge.search.index import Index
from knowledge.search.profile import Target
from knowledge.search.question import KINDS_OF_FIGURE, Feature, Question, Reader
from knowledge.search.vocabulary import Vocabulary
from knowledge.text.calendar import Calendar
from knowledge.text.tokens import wording

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from knowledge.schema import Claim, Entry, Heard, Knowledge, Variety
    from knowledge.search.comparison import Comparison
    from knowledge.search.evidence import Candidate, Evidence
    from knowledge.search.profile import Profile
    from knowledge.search.story import Story

LEAST_REVIEWED: Final = 0.01
"""Probability from which an entry is looked at again."""
DOUBTED: Final = 0.03
UNDOUBTED: Final = 0.99
"""Probabilities of the likeliest entry between which any is: beyond, one decision in a thousand would change."""
WHERE: Final = frozenset({ConceptClass.PLACE, ConceptClass.COUNTRY})
"""What answers 'where'."""
_CLASSES_TOLD: Final = {
    "person": frozenset({ConceptClass.PERSON}),
    "place": WHERE,
}
"""What a claim has to name to tell who or where."""
_SHOWN_BY_FIGURES: Final = KINDS_OF_FIGURE - {"money"}
"""Kinds of question that any figure of a claim answers."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was understood and what was decided."""

    question: Question
    decision: Decision
    compared: Comparison | None = field(default=None, compare=False, repr=False)
    """The question beside all targets, as it was compared for the decision."""


class Finder:
    """Finds entries. Built once for a knowledge; holds no state of a conversation."""

    def __init__(
        self,
        knowledge: Knowledge,
        *,
        like: Finder | None = None,
        said: Iterable[tuple[Variety, str]] | None = None,
        phrases: Iterable[tuple[Variety, str]] = (),
    ) -> None:
        """Build for a knowledge.

        Args:
            knowledge: what is to be found.
            like: a finder for a knowledge with the same lexicon; what it has read is not read again, if both read all
                that is asked alike.
            said: the knowledge's words, if they have been collected already (`curated_words`).
            phrases: what people say besides questions, so that it is known in Arabizi, too.
        """
        self.vocabulary = Vocabulary(knowledge.lexicon)
        self.vocabulary.learn(curated_texts(knowledge) if said is None else said)
        self.vocabulary.listen(curated_texts(knowledge), phrases)
        if like is not None and not self.vocabulary.hears_like(like.vocabulary, asked_texts(knowledge)):
            like = None
        self.reader = Reader(self.vocabulary, Calendar(knowledge.lexicon.months, knowledge.lexicon.numbers))
        elsewhere = [Target(ELSEWHERE + subject.id, subject.questions) for subject in knowledge.elsewhere]
        entries = (_target(entry, knowledge.heard.get(entry.id)) for entry in knowledge.entries.values())
        targets = [*entries, *elsewhere]
        self.classes = {concept.id: concept.klass for concept in knowledge.lexicon.concepts.values()}
        with self.reader.remembering():
            self.index: Index = Index(targets, self.reader, like=like.index if like is not None else None)
            self.titles: Mapping[str, Question] = {
                entry.id: replace(self.reader.read_curated(entry.title.en), grams={}, words=())
                for entry in knowledge.entries.values()
            }
            """What the English title of each entry names."""
            self.persons: Mapping[str, tuple[str, ...]] = self._persons_of(knowledge.entries.values(), like)
            """Those whom each English title and claim names; read beforehand, since a reply should not wait for it."""
            known = like.experience if like is not None else None
            self.experience: Experience = Experience(
                self.index, knowledge.entries.values(), self.reader, heard=knowledge.heard, like=known
            )
        self._near_misses = frozenset(_mark_of(phrasing.text) for phrasing in self.index.near_misses)

    def find(self, text: str, *, is_arabizi: bool | None = None) -> Finding:
        """Look for what a text asks; of a long story, for what one of its sentences asks."""
        return Asking(self).find(text, is_arabizi=is_arabizi)

    def is_near_miss(self, text: str) -> bool:
        """Whether a text is a near miss of an entry, but for spelling: then no part of it is asked by itself."""
        return _mark_of(text) in self._near_misses

    def look_for(self, question: Question) -> Finding:
        """Look for what a question asks as a whole."""
        compared = self.index.compare(question)
        return Finding(question, decide(self._weighed(question, self.index.found(compared))), compared)

    def candidates(self, question: Question) -> list[Candidate]:
        """The targets that a question is likely to mean, the likeliest first."""
        return self._weighed(question, self.index.nearest(question))

    def look_in(self, story: Story) -> Finding:
        """Look for what the question of a story asks."""
        compared = self.index.compare_story(story)
        found = self.index.found(compared)
        against = {target: -story.against(evidence) for target, evidence in found}
        decision = decide(self._weighed(story.together, found, story=story, favour=against))
        asked = self._asked_of(story, decision.candidates[0]) if decision.candidates else story.asked
        return Finding(asked, decision, compared)

    def _weighed(
        self,
        question: Question,
        found: Sequence[tuple[str, Evidence]],
        *,
        story: Story | None = None,
        favour: Mapping[str, float] | None = None,
    ) -> list[Candidate]:
        """Candidates by their evidence, and where that leaves a doubt by a second look at the entries that are likely.

        Args:
            question: all that was said.
            found: targets with their evidence.
            story: of which only what a target explains is asked of it.
            favour: log-odds in favour of some of them.
        """
        candidates = weigh(found, favour or {})
        if not self.experience.suffices or not _is_in_doubt(candidates):
            return candidates
        review = self.experience.reviewer(question)

        def looked_at(one: Candidate) -> tuple[str, Evidence]:
            if one.probability < LEAST_REVIEWED or one.id.startswith(ELSEWHERE):
                return one.id, one.evidence
            asked = self._asked_of(story, one) if story is not None else question
            return one.id, one.evidence._replace(review=review(one.id, asked))

        return weigh(list(map(looked_at, candidates)), favour or {})

    def _asked_of(self, story: Story, likely: Candidate) -> Question:
        """What a story asks of a target."""
        return story.asked_of(self.index.profile(likely.id), speaks_of_date=likely.evidence.speaks_of_date > 0.0)

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
            if not question.kinds or self._tells_any(question.kinds, claim, features, profile)
        )

    def tells_kind(self, entry: Entry, kinds: Iterable[str]) -> bool:
        """Whether a claim of an entry tells one of some kinds of thing."""
        profile = self.index.profile(entry.id)
        told = zip(entry.claims, profile.told, strict=True)
        return any(self._tells_any(kinds, claim, features, profile) for claim, features in told)

    def explains(self, entry: Entry, feature: Feature) -> bool:
        """Whether an entry has something to say on a thing."""
        return self.index.profile(entry.id).explains(feature)

    def is_told(self, entry: Entry, claims: Container[Claim], feature: str) -> bool:
        """Whether one of some claims of an entry, or its title, has a feature."""
        told = zip(entry.claims, self.index.profile(entry.id).told, strict=True)
        return any(feature in features for claim, features in told if claim in claims)

    def naming(self, entry: Entry, question: Question) -> tuple[Claim, ...]:
        """Those of `tells_of` that themselves tell all that the question names."""
        told = dict(zip(entry.claims, self.index.profile(entry.id).told, strict=True))
        return tuple(claim for claim in self.tells_of(entry, question) if told[claim].issuperset(question.ids))

    def persons_told(self, entry: Entry) -> frozenset[str]:
        """The persons that an entry's claims name."""
        return frozenset(filter(self._is_person, frozenset().union(*self.index.profile(entry.id).told)))

    def names_same_person(self, entry: Entry, one: Claim, other: Claim) -> bool:
        """Whether two claims of an entry name a person in common."""
        told = dict(zip(entry.claims, self.index.profile(entry.id).told, strict=True))
        return any(map(self._is_person, told[one] & told[other]))

    def _persons_of(self, entries: Iterable[Entry], like: Finder | None) -> dict[str, tuple[str, ...]]:
        known = {} if like is None else like.persons
        texts = (
            text for entry in entries for text in (entry.title.en, *(one.text.bilingual.en for one in entry.claims))
        )
        return {
            text: known[text] if text in known else tuple(filter(self._is_person, self.reader.read_curated(text).ids))
            for text in texts
        }

    def _tells_any(self, kinds: Iterable[str], claim: Claim, features: Iterable[str], profile: Profile) -> bool:
        return any(self._tells(kind, claim, features, profile) for kind in kinds)

    def _tells(self, kind: str, claim: Claim, features: Iterable[str], profile: Profile) -> bool:
        """Whether a claim tells a kind of thing. Of what a claim does not show itself, the phrasings say it."""
        if kind == "date":
            return True
        if kind in _CLASSES_TOLD:
            return any(self.classes.get(identity) in _CLASSES_TOLD[kind] for identity in features)
        if kind in KINDS_OF_FIGURE and not figures_of(claim):
            return False
        return kind in _SHOWN_BY_FIGURES or kind in profile.kinds

    def _is_person(self, identity: str) -> bool:
        return self.classes.get(identity) is ConceptClass.PERSON


def _is_in_doubt(candidates: Sequence[Candidate]) -> bool:
    """Whether an entry is the likeliest by the first look, neither out of the question nor as good as certain."""
    likeliest = candidates[0] if candidates else None
    return (
        likeliest is not None
        and not likeliest.id.startswith(ELSEWHERE)
        and DOUBTED <= likeliest.probability < UNDOUBTED
    )


def _mark_of(text: str) -> bytes:
    """What stands for the folded words of a text, in a few bytes."""
    return blake2b(wording(text).encode(), digest_size=8).digest()


def _told_besides(entry: Entry) -> Iterator[Period]:
    """The times that the claims of an entry tell, where they are more than the beginning of something."""
    told = (one for claim in entry.claims for one in told_dates(claim))
    return (Period(one.date, one.date) for one in told if not one.begins)


def _target(entry: Entry, heard: Heard | None) -> Target:
    titles = (entry.title.en, entry.title.ar)
    return Target(
        id=entry.id,
        phrasings=entry.questions if heard is None else Joined((entry.questions, heard.told)),
        unlike=entry.unlike if heard is None else Joined((entry.unlike, heard.untold)),
        heard=heard,
        claims=[(*titles, claim.text.bilingual.en, claim.text.bilingual.ar) for claim in entry.claims],
        periods=[*(claim.period for claim in entry.claims), *_told_besides(entry)],
        gives_figures=any(map(figures_of, entry.claims)),
    )
