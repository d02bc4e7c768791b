"""What people ask after an answer, of which entry, and what of it is told nowhere: learnt from all entries together.

`follow_ups` and `told_after` are answered by their entry, `unanswered` and `untold_after` by none. Of an entry the
nearest of them counts: a few words ('by whom?', 'in which city?') are often just what others asked.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import chain, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from knowledge.schema import Variety
from knowledge.search.classifier import FeatureSpace, features
from knowledge.search.matrix import Labelled, transposed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.schema import Entry, Heard, Phrasing
    from knowledge.search.question import Question, Reader

NOTHING_HEARD: Final[Mapping[str, Heard]] = MappingProxyType({})
USUALLY_UNTOLD: Final = 0.5
"""How near the nearest question that some entry leaves unanswered is to what people ask after answers, at the mean."""


class Asked(NamedTuple):
    """What people ask after an answer."""

    text: str
    entry: str
    """Of the answer."""
    is_told: bool
    """Whether it answers that."""
    is_arabizi: bool | None = None
    """Whether it is Arabic in Latin letters; judged by its letter-digits where that is not known."""

    @classmethod
    def of(cls, phrasing: Phrasing, entry: str, *, is_told: bool) -> Asked:
        """What a phrasing of a follow-up asks."""
        return cls(phrasing.text, entry, is_told, phrasing.variety is Variety.ARABIZI or None)


def all_asked_after(entries: Iterable[Entry], heard: Mapping[str, Heard] = NOTHING_HEARD) -> Iterator[Asked]:
    """What people ask after the answers of some entries, told and not; what was heard comes by the entry's id."""
    for entry in entries:
        own = heard.get(entry.id)
        told = entry.follow_ups if own is None else chain(entry.follow_ups, own.told_after)
        untold = entry.unanswered if own is None else chain(entry.unanswered, own.untold_after)
        yield from (Asked.of(phrasing, entry.id, is_told=True) for phrasing in told)
        yield from (Asked.of(phrasing, entry.id, is_told=False) for phrasing in untold)


def mark_of(asked: Iterable[Asked]) -> bytes:
    """What stands for all that is asked, in a few bytes."""
    return blake2b(repr([tuple(one) for one in asked]).encode(), digest_size=16).digest()


class Resemblance(NamedTuple):
    """How a message resembles what is asked after the answers of entries."""

    told: Labelled
    """By entry, how near its nearest follow-up is, 0 to 1."""
    untold: Labelled
    """By entry, how near the nearest question is that it leaves unanswered."""

    @property
    def untold_anywhere(self) -> float:
        """How near the nearest question is that any entry leaves unanswered; as usual where none is known to."""
        return self.untold.most(USUALLY_UNTOLD)


class AskedAfter:
    """Compares a message with what people ask after answers."""

    def __init__(self, asked: Sequence[Asked], reader: Reader) -> None:
        """Learn from what is asked; that of one entry stands together."""
        self.learnt_from = mark_of(asked)
        """Stands for what is asked, which is not kept."""
        read = [(reader.read_curated(one.text, is_arabizi=one.is_arabizi), one.entry, one.is_told) for one in asked]
        self._told = _Nearest([(question, entry) for question, entry, is_told in read if is_told])
        self._untold = _Nearest([(question, entry) for question, entry, is_told in read if not is_told])

    def compare(self, said: Sequence[str]) -> Resemblance:
        """How a message resembles what is asked; `said` is what is `seen` of it."""
        return Resemblance(self._told.nearness(said), self._untold.nearness(said))

    def untold_anywhere(self, said: Sequence[str]) -> float:
        """How near the nearest question is that any entry leaves unanswered; `said` is what is `seen` of it."""
        return self._untold.nearness(said).most(USUALLY_UNTOLD)


class _Nearest:
    """For each label the nearest of its examples."""

    def __init__(self, examples: Sequence[tuple[Question, str]]) -> None:
        """Lay out examples, each with its label; those of a label follow each other."""
        labels = [label for _, label in examples]
        begins = [place for place, (before, label) in enumerate(pairwise(("", *labels))) if label != before]
        self._begins = np.array(begins, dtype=np.intp)
        self._places = {labels[begin]: place for place, begin in enumerate(begins)}
        self._space, rows = FeatureSpace.around([question for question, _ in examples], seen)
        self._examples = transposed(rows, self._space.size)

    def nearness(self, said: Sequence[str]) -> Labelled:
        """For each label how near its nearest example is to what is seen of a question, 0 to 1."""
        near = self._examples.sums(*self._space.place_seen(said))
        return Labelled(self._places, np.maximum.reduceat(near, self._begins) if self._places else near)


def seen(question: Question) -> Iterator[str]:
    """What of a message is compared: features, and the words as they stand, since the small ones of a few tell much."""
    yield from features(question)
    yield from (f"said={word}" for word in question.words)
