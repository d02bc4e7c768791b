"""A matcher is fitted to a set's phrasings and asked its questions."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from benchmarks.texts import SEED
from benchmarks.timing import durations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from benchmarks.matchers import Answer, Floats, Matcher
    from benchmarks.sets import Labelled, QuestionSet

SAMPLE: Final = 300
"""Questions of each split that slow matchers are asked at the most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of the questions of one split; arrays in the order in which they were asked."""

    right: npt.NDArray[np.bool_]
    confidences: Floats
    seconds: Sequence[float]
    of: int
    """How many questions the split has; a slow matcher was asked fewer."""

    @classmethod
    def by(cls, matcher: Matcher, questions: Sequence[Labelled]) -> Self:
        """Ask all questions, or a slow matcher a sample."""
        asked = questions
        if matcher.is_slow and len(questions) > SAMPLE:
            asked = random.Random(SEED).sample(questions, SAMPLE)  # noqa: S311 - repeatable, not secret # nosec B311
        answers: list[Answer] = []
        seconds = durations(lambda text: answers.append(matcher.answer(text)), (question.text for question in asked))
        return cls(
            right=np.array([a.label == q.label for a, q in zip(answers, asked, strict=True)], dtype=np.bool_),
            confidences=np.array([answer.confidence for answer in answers]),
            seconds=seconds,
            of=len(questions),
        )

    @property
    def is_sample(self) -> bool:
        return len(self.seconds) < self.of

    def refused(self, floor: float) -> float:
        """The share that is not answered."""
        return float((self.confidences <= floor).mean())

    def answered(self, floor: float, *, right: bool) -> float:
        """The share of all questions that is answered, and right or wrong."""
        return float(((self.confidences > floor) & (self.right == right)).mean())


@dataclass(frozen=True, slots=True)
class Trial:
    """A matcher after all that a set asks."""

    matcher: str
    build_seconds: float
    asked: Mapping[str, Asked]
    """By split: the tests, and the split on which thresholds are chosen."""

    @classmethod
    def of(cls, matcher: Matcher, questions: QuestionSet) -> Self:
        """Fit and ask."""
        phrasings = questions.splits["train"]
        start = time.perf_counter()
        matcher.fit([phrasing.text for phrasing in phrasings], [phrasing.label for phrasing in phrasings])
        built = time.perf_counter() - start
        wanted = (*questions.tests, *questions.oos_tests, questions.choosing)
        asked = {split: Asked.by(matcher, questions.splits[split]) for split in wanted if split is not None}
        return cls(matcher.name, built, asked)
