"""All matchers on one set: who is right, what refusing costs, and how long it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.refusal import IN_SCOPE_REFUSED, OUT_OF_SCOPE_REFUSED, area_under_curve, threshold
from benchmarks.tables import head, milliseconds, percent, row
from benchmarks.timing import Percentiles
from benchmarks.trials import SAMPLE, Trial

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.matchers import Matcher
    from benchmarks.sets import QuestionSet
    from benchmarks.trials import Asked


def contest(questions: QuestionSet, matchers: Iterable[Matcher]) -> Iterator[str]:
    """What the set is, a table without thresholds (a matcher's rows as soon as it is done), and one with them."""
    yield _sizes(questions)
    yield ""
    if "train" not in questions.splits or not questions.tests:
        yield "Left out: it takes a split `train` to learn from and a split `test` to be judged by."
        return
    trials: list[Trial] = []
    areas = (f"area under the curve, {split}" for split in questions.oos_tests)
    yield from head("matcher", "split", "asked", "right", *areas, "build s", "p50 ms", "p99 ms")
    for matcher in matchers:
        trials.append(Trial.of(matcher, questions))
        yield from _judged(trials[-1], questions)
    if any(asked.is_sample for trial in trials for asked in trial.asked.values()):
        yield ""
        yield f"Slow scans are asked {SAMPLE} questions of a split at the most, drawn with a fixed seed."
    if questions.choosing is not None:
        yield ""
        yield from _refusing(trials, questions, questions.choosing)


def _sizes(questions: QuestionSet) -> str:
    labels = {phrasing.label for phrasing in questions.splits.get("train", ())}
    return f"{len(labels)} labels; {', '.join(f'{len(rows):,} {split}' for split, rows in questions.splits.items())}."


def _judged(trial: Trial, questions: QuestionSet) -> Iterator[str]:
    """One row for each test."""
    for split in questions.tests:
        asked = trial.asked[split]
        out_of_scope = (trial.asked[oos].confidences for oos in questions.oos_tests)
        areas = (f"{area_under_curve(asked.confidences, confidences):.3f}" for confidences in out_of_scope)
        took = Percentiles.of(asked.seconds)
        times = (f"{trial.build_seconds:.2f}", milliseconds(took.p50), milliseconds(took.p99))
        yield row(trial.matcher, split, _count(asked), percent(asked.right.mean()), *areas, *times)


def _refusing(trials: Sequence[Trial], questions: QuestionSet, choosing: str) -> Iterator[str]:
    """A row for each matcher, threshold and test."""
    yield f"With thresholds, each the lowest that refuses so much of {choosing}. Right and wrong: shares of all asked."
    yield ""
    refused = (f"{split} refused" for split in questions.oos_tests)
    yield from head("matcher", f"{choosing} refused", *refused, "split", "right", "wrong")
    for trial in trials:
        for share in OUT_OF_SCOPE_REFUSED if choosing == "oos_val" else IN_SCOPE_REFUSED:
            floor = threshold(trial.asked[choosing].confidences, share)
            refused = (percent(trial.asked[split].refused(floor)) for split in questions.oos_tests)
            yield from _answered(trial, questions.tests, floor, (trial.matcher, percent(share), *refused))


def _answered(trial: Trial, splits: Iterable[str], floor: float, opening: Sequence[str]) -> Iterator[str]:
    for split in splits:
        asked = trial.asked[split]
        right, wrong = (percent(asked.answered(floor, right=is_right)) for is_right in (True, False))
        yield row(*opening, split, right, wrong)


def _count(asked: Asked) -> str:
    return f"{len(asked.seconds):,} of {asked.of:,}" if asked.is_sample else f"{asked.of:,}"
