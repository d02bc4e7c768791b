"""Whether what is asked of a target is commonly told of targets: who commanded is, who signed it seldom is.

A linear classifier that knows no target (Fan et al. 2008, LIBLINEAR). It has seen what remains of each phrasing when
what its target is about is taken out, which is told, and what remains of each near miss, which is not.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from knowledge.schema import Variety
from knowledge.search.classifier import laid_out
from knowledge.search.decide import ELSEWHERE
from knowledge.search.sightings import Sightings
from knowledge.text.tokens import split

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from knowledge.schema import Phrasing
    from knowledge.search.index import Index
    from knowledge.search.profile import Profile, Target
    from knowledge.search.question import Question, Reader

REGULARISATION: Final = 0.03
"""Inverse strength; over the question sets a third and three times as much do as well."""
LEAST_SEEN: Final = 20
"""Texts in which a trait must be seen to count; with 8 there are twice as many of them, and decisions are no better."""
HEARD_COUNTS: Final = 10.0
"""What counts what people asked in their own words, besides 1 as a phrasing or near miss, as all others do."""
_SUBJECT: Final = "_"
"""In place of the words for what a target is about."""
_MOST_UNTOLD: Final = 4
_MOST_LEFT: Final = 6
"""From so many on they are counted alike."""


class AskedOf:
    """Judges what a question asks of a target."""

    def __init__(self, index: Index, reader: Reader) -> None:
        """Learn from the phrasings and near misses of all entries; subjects elsewhere tell nothing."""
        self.learnt_from = index.targets
        self.near_misses = sum(len(target.unlike) for target in index.targets)
        """Of which it was learnt what is not told."""
        entries = [target for target in index.targets if not target.id.startswith(ELSEWHERE)]
        asked = list(chain.from_iterable(map(_asked_of, entries)))
        traits = (frozenset(_traits(one.read_by(reader), index.profile(one.entry))) for one in asked)
        self._weights, self._constant = _learn(Sightings(traits), asked)

    def score(self, question: Question, profile: Profile) -> float:
        """Above 0 for what is commonly told of a target with such a profile, below 0 for what is not."""
        weights = self._weights
        return self._constant + sum(weights.get(trait, 0.0) for trait in frozenset(_traits(question, profile)))


class _Asked(NamedTuple):
    """What was asked of an entry, and whether that tells it."""

    entry: str
    phrasing: Phrasing
    is_told: bool
    is_heard: bool
    """Whether people asked it in their own words, which is then read as it will be asked."""

    def read_by(self, reader: Reader) -> Question:
        if self.is_heard:
            return reader.read(self.phrasing.text, is_arabizi=self.phrasing.variety is Variety.ARABIZI)
        return reader.read_phrasing(self.phrasing, keeps_words=True)


def _asked_of(entry: Target) -> Iterator[_Asked]:
    for ones, is_told in ((entry.phrasings, True), (entry.unlike, False)):
        yield from (_Asked(entry.id, one, is_told, is_heard=False) for one in ones)
    if entry.heard is not None:
        for ones, is_told in ((entry.heard.told, True), (entry.heard.untold, False)):
            yield from (_Asked(entry.id, one, is_told, is_heard=True) for one in ones)


def _traits(question: Question, profile: Profile) -> Iterator[str]:
    """What is seen of a question beside a target: what it asks and how it says so, but not what the target is about."""
    subject = {feature.id: feature for feature in question.features if profile.is_usual(feature.id)}
    left = [feature for feature in question.features if feature.id not in subject]
    for feature in left:
        yield feature.id
        yield f"{'told' if profile.tells(feature.id) else 'untold'} {feature.klass}{'' if feature.is_known else '?'}"
    yield f"untold {min(profile.untold(left), _MOST_UNTOLD)}"
    yield f"left {min(len(left), _MOST_LEFT)}"
    yield from (f"wanted {pair}" for pair in question.wanted if pair.partition(" ")[2] not in subject)
    yield from (f"time {time}" for time in question.times)
    for kind in question.kinds:
        yield f"kind {kind}"
        yield f"kind {kind} {kind in profile.kinds}"
    yield from _said(question, {word for feature in subject.values() for word in split(feature.word)})


def _said(question: Question, about: Container[str]) -> Iterator[str]:
    """The words and each two neighbours, with one sign for those about the subject."""
    said = [_SUBJECT if word in about else word for word in question.words]
    yield from (f"said {word}" for word in said if word != _SUBJECT)
    yield from (f"said {first} {second}" for first, second in pairwise(("^", *said, "$")))
    yield f"words {min(len(said) // 2, _MOST_LEFT)}"


def _learn(seen: Sightings, asked: Sequence[_Asked]) -> tuple[Mapping[str, float], float]:
    """What each trait that is seen often counts, and a constant; nothing where there are not both to tell apart."""
    spread = seen.spread()
    # In an order of their own, so that every process learns the same.
    numbers = {trait: place for place, trait in enumerate(sorted(one for one in spread if spread[one] >= LEAST_SEEN))}
    is_told = np.array([one.is_told for one in asked], dtype=np.bool_)
    if not numbers or is_told.all() or not is_told.any():
        return {}, 0.0
    from sklearn.svm import LinearSVC  # noqa: PLC0415 - learning alone needs it; a start from the cache does not learn

    rows = laid_out([(np.sort(traits), once) for traits, once in seen.rows(numbers)], len(numbers))
    counts = [HEARD_COUNTS if one.is_heard else 1.0 for one in asked]
    machine = LinearSVC(C=REGULARISATION, class_weight="balanced", random_state=0).fit(rows, is_told, counts)
    return dict(zip(numbers, machine.coef_[0].tolist(), strict=True)), float(machine.intercept_[0])
