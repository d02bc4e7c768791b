"""What a message is, of several sets of phrases: told by the nearest phrase and by a classifier together.

Each errs where the other does not: the nearest phrase knows what was written, the classifier what such phrases have in
common. Phrases that are none of the sets compete with them, so that 'nothing of the kind' is an answer with a share.
"""

from __future__ import annotations

import math
from collections import Counter
from copy import copy
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from knowledge.phrasings import Joined, Phrasings
from knowledge.search.classifier import Classifier, features
from knowledge.search.rows import Rows
from knowledge.text.arabizi import skeleton
from knowledge.text.normalize import fold
from knowledge.text.tokens import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from knowledge.schema import Phrasing
    from knowledge.search.matrix import Floats
    from knowledge.search.question import Question, Reader

NOTHING: Final = "nothing"
"""The label of what belongs to none of the sets."""
REGULARISATION: Final = 3.0
"""Inverse strength; phrases are short, and what is in one of them tells more than what is in a question."""
CLASSIFIED: Final = 3.2
"""Log-odds for each unit of what the classifier says of a message whose words are all familiar.

With the next two it is a conditional logit, fitted to phrases that were left out.
"""
IN_CONCEPTS: Final = 2.8
"""Log-odds for full agreement with a phrase in concepts and words, weighted by rarity."""
IN_LETTERS: Final = 3.9
"""Log-odds for full agreement with a phrase in letter trigrams."""
STRANGE: Final = 2.0
"""Log-odds for `NOTHING` if every word is strange to all phrases: what nobody ever said is not guessed at."""
SHARE_CONCEPTS: Final = 0.6
"""Of the nearness to a phrase; the rest are letters, which matter more than in questions: the phrases are short."""
MOST_COUNTED: Final = 3
"""Known concepts that are told apart by their number; small talk has hardly any."""
LONGEST_COUNTED: Final = 8
"""Words from which every message is long."""
READINGS_REMEMBERED: Final = 8
"""A message of several sentences or questions is read as a whole and in parts, some of them more than once."""
SHORTEST_FAMILIAR: Final = 4
"""Consonants by which a misspelt word is known again; three are in any other word, too."""
_AFTER: Final = " .!?؟…,،;؛"
"""Signs after a text that change nothing of what it is."""


class Near(NamedTuple):
    """How near a message is to the phrases of each label by one measure, 0 to 1."""

    nearest: Mapping[str, float]
    every: Mapping[str, Floats]


class Reading:
    """How likely a message is each of the sets, worked out as far as somebody asks."""

    def __init__(
        self,
        classified: Mapping[str, float],
        sets: Mapping[str, Sequence[Phrasing]],
        in_concepts: Callable[[], Near],
        in_letters: Callable[[], Near],
    ) -> None:
        """Take over what is known without a comparison, and how to compare.

        Args:
            classified: the log-odds that the classifier gives each label.
            sets: the phrases of each label.
            in_concepts: compares the message with them by concepts and words.
            in_letters: compares it by letters, which takes longest.
        """
        self._classified = classified
        self._sets = sets
        self._compare_concepts = in_concepts
        self._compare_letters = in_letters

    @cached_property
    def _in_concepts(self) -> Near:
        return self._compare_concepts()

    @cached_property
    def _in_letters(self) -> Near:
        return self._compare_letters()

    @cached_property
    def _without_letters(self) -> Mapping[str, float]:
        """The log-odds of each label by the classifier and by concepts."""
        nearest = self._in_concepts.nearest
        return {label: odds + IN_CONCEPTS * nearest[label] for label, odds in self._classified.items()}

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """Probabilities by label, `NOTHING` among them; they add up to 1.

        All are 0 where no phrase has a word or three letters of the message.
        """
        in_letters = self._in_letters.nearest
        if not (any(self._in_concepts.nearest.values()) or any(in_letters.values())):
            return dict.fromkeys(self._classified, 0.0)
        odds = {
            label: math.exp(strength + IN_LETTERS * in_letters[label])
            for label, strength in self._without_letters.items()
        }
        total = sum(odds.values())
        return {label: odd / total for label, odd in odds.items()}

    def share_of(self, labels: Collection[str]) -> float:
        """How likely it is one of some sets."""
        return sum(map(self.shares.__getitem__, labels))

    def may_be(self, labels: Collection[str], least: float) -> bool:
        """Whether it can be one of some sets with so much probability, whatever letters it has in common with them.

        Mostly the classifier alone shows that it cannot, or concepts do.
        """
        return _can_reach(self._classified, labels, least, IN_CONCEPTS + IN_LETTERS) and _can_reach(
            self._without_letters, labels, least, IN_LETTERS
        )

    def nearness(self, label: str) -> float:
        """How near the nearest phrase of a label is in concepts and letters, 0 to 1."""
        return float(self._joint(label).max())

    def nearest(self, label: str) -> Phrasing:
        """The nearest phrase of a label."""
        return self._sets[label][int(self._joint(label).argmax())]

    def _joint(self, label: str) -> Floats:
        """How near each phrase of a label is."""
        in_concepts, in_letters = self._in_concepts.every[label], self._in_letters.every[label]
        joint: Floats = SHARE_CONCEPTS * in_concepts + (1 - SHARE_CONCEPTS) * in_letters
        return joint


class Recogniser:
    """Tells sets of phrases apart. Built once from the phrases of each label, `NOTHING` among them."""

    def __init__(self, phrases: Mapping[str, Sequence[Phrasing]], reader: Reader) -> None:
        self.sets = {label: Phrasings(phrasings) for label, phrasings in phrases.items()}
        groups = {label: self.sets[label] for label in sorted(phrases) if phrases[label]}
        self.reader = reader
        self.phrases = Joined(groups.values())
        ends = list(accumulate(map(len, groups.values()), initial=0))
        self._starts = np.array(ends[:-1], dtype=np.intp)
        self._spans = dict(zip(groups, pairwise(ends), strict=True))
        labels = [label for label, phrasings in groups.items() for _ in phrasings]
        questions = list(map(reader.read_phrasing, self.phrases))
        spread = Counter(chain.from_iterable(question.ids for question in questions))
        self._rarest = math.log(1 + len(questions))
        self._rarity = {feature: math.log(1 + len(questions) / (1 + count)) for feature, count in spread.items()}
        self._familiar = {
            form
            for label, question in zip(labels, questions, strict=True)
            if label != NOTHING
            for word in question.words
            for form in _forms(word)
        }
        self._rows = Rows(questions, self._weight)
        self._classifier = Classifier.fit(questions, labels, seen=traits, regularisation=REGULARISATION)
        self._readings: dict[tuple[str, bool | None], Reading] = {}

    def __getstate__(self) -> dict[str, Any]:
        """All but what was read lately, which nobody needs on disk."""
        return {**self.__dict__, "_readings": {}}

    def knows(self, phrases: Mapping[str, Sequence[Phrasing]], reader: Reader) -> bool:
        """Whether it was built from these phrases, and a reader with the same lexicon reads them as its own does."""
        texts = ((phrasing.variety, phrasing.text) for phrasing in self.phrases)
        return self.sets == phrases and reader.vocabulary.hears_like(self.reader.vocabulary, texts)

    def with_reader(self, reader: Reader) -> Recogniser:
        """The same with another reader, which has the same lexicon."""
        other = copy(self)
        other.reader, other._readings = reader, {}  # noqa: SLF001 - of its own class
        return other

    @property
    def labels(self) -> tuple[str, ...]:
        return self._classifier.labels

    def read(self, text: str, *, is_arabizi: bool | None = None) -> Reading:
        """What a message is likely to be."""
        key = (fold(text).rstrip(_AFTER), is_arabizi)
        if key not in self._readings:
            if len(self._readings) >= READINGS_REMEMBERED:
                self._readings.clear()
            self._readings[key] = self._reading(self.reader.read(text, is_arabizi=is_arabizi))
        return self._readings[key]

    def _reading(self, question: Question) -> Reading:
        return Reading(
            self._classified(question),
            self.sets,
            in_concepts=lambda: self._near(self._rows.concepts(question)),
            in_letters=lambda: self._near(self._rows.letters(question)),
        )

    def _near(self, shares: Floats) -> Near:
        nearest = np.maximum.reduceat(shares, self._starts).tolist()
        every = {label: shares[first:end] for label, (first, end) in self._spans.items()}
        return Near(dict(zip(self._spans, nearest, strict=True)), every)

    def _classified(self, question: Question) -> Mapping[str, float]:
        """The log-odds that the classifier gives each label."""
        strange = self._strangeness(question)
        scores = self._classifier.scores(question).tolist()
        odds = {label: CLASSIFIED * (1 - strange) * score for label, score in zip(self.labels, scores, strict=True)}
        if NOTHING in odds:
            odds[NOTHING] += STRANGE * strange
        return odds

    def _strangeness(self, question: Question) -> float:
        """The share of the words that no phrase of any set has, by stem or by sound."""
        strange = sum(not any(form in self._familiar for form in _forms(word)) for word in question.words)
        return strange / max(1, len(question.words))

    def _weight(self, feature: str) -> float:
        return self._rarity.get(feature, self._rarest)


def traits(question: Question) -> Iterator[str]:
    """What the classifier sees of a message: concepts and words, letters, and how much of a question it is."""
    known = [feature for feature in question.features if feature.is_known and not feature.is_number]
    letters = map("letters ".__add__, question.grams)
    kind = [f"{min(MOST_COUNTED, len(known))} concepts", f"{min(LONGEST_COUNTED, len(question.words))} words"]
    if any(feature.is_named for feature in known):
        kind.append("a name")
    if question.dates:
        kind.append("a date")
    return chain(features(question), letters, kind)


def _forms(word: str) -> Iterator[str]:
    """By what a word is known again: its stem, and its consonants in capitals, where it has enough of them."""
    yield stem(word)
    sound = skeleton(word)
    if len(sound) >= SHORTEST_FAMILIAR:
        yield sound


def _can_reach(strengths: Mapping[str, float], labels: Collection[str], least: float, more: float) -> bool:
    """Whether some labels together can have so much probability, if up to so many log-odds are added to each."""
    odds = {label: math.exp(strength) for label, strength in strengths.items()}
    theirs = math.exp(more) * sum(map(odds.__getitem__, labels))
    others = sum(odd for label, odd in odds.items() if label not in labels)
    return theirs >= least * (theirs + others)
