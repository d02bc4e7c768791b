"""What the comparison with other methods rests on: the reader of sets, the judging, and each matcher."""

from __future__ import annotations

import gzip
import json
import random
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_floor.small_search import SMALL

from benchmarks.contenders import CONTENDERS
from benchmarks.contest import contest
from benchmarks.linear import LinearClassifier
from benchmarks.matchers import Grouping, Matcher
from benchmarks.refusal import area_under_curve, threshold
from benchmarks.scale import grown, measured, varied
from benchmarks.scans import token_set_ratio, whole_ratio
from benchmarks.sets import Labelled, QuestionSet, SetError, read_set, read_sets
from benchmarks.shipped import Sanad, held_out
from benchmarks.throughput import Size, throughput
from benchmarks.trials import SAMPLE, Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.matchers import Floats

TOY: Final = (
    Labelled("Where is my new card?", "card"),
    Labelled("my card has not arrived", "card"),
    Labelled("when will the card be delivered", "card"),
    Labelled("How do I change my password?", "password"),
    Labelled("I forgot the password", "password"),
    Labelled("password reset is not working", "password"),
    Labelled("ما هو سعر الصرف؟", "rate"),
    Labelled("كم سعر صرف الدولار", "rate"),
    Labelled("سعر العملة اليوم", "rate"),
)
QUESTIONS: Final = (
    Labelled("the card has still not been delivered", "card"),
    Labelled("I have forgotten my password", "password"),
    Labelled("سعر صرف العملة", "rate"),
)
UNRELATED: Final = "zzz"


class Parrot(Matcher):
    """Says 'yes' to everything, as sure as the text is a number."""

    name = "parrot"
    is_slow = True

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Learn nothing."""
        self.labels = tuple(labels[: len(texts)])

    def scores(self, text: str) -> Floats:
        """The number is the score of the only label."""
        return np.array([float(text)])


def fitted(contender: Callable[[], Matcher], phrasings: Sequence[Labelled] = TOY) -> Matcher:
    """A matcher that has learnt the phrasings."""
    matcher = contender()
    matcher.fit([phrasing.text for phrasing in phrasings], [phrasing.label for phrasing in phrasings])
    return matcher


def written(folder: Path, *lines: str | bytes, name: str = "toy") -> Path:
    """A file of a set with these lines."""
    path = folder / f"{name}.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)))
    return path


def line(split: str, text: str = "كم؟", label: str = "count") -> str:
    """A line of a set."""
    return json.dumps({"split": split, "text": text, "label": label}, ensure_ascii=False)


def numbered(split: str, *numbers: float) -> dict[str, list[Labelled]]:
    """A split of questions for the parrot; those below 5 have another label than the one it says."""
    return {split: [Labelled(str(number), "yes" if number >= 5 else "no") for number in numbers]}


@pytest.mark.parametrize("contender", CONTENDERS)
def test_matchers_find_the_label(contender: Callable[[], Matcher]) -> None:
    """Every matcher gives the highest score to the label with phrasings in the question's own words."""
    matcher = fitted(contender)
    best = {question: matcher.labels[int(matcher.scores(question.text).argmax())] for question in QUESTIONS}

    assert best == {question: question.label for question in QUESTIONS}


@pytest.mark.parametrize("contender", CONTENDERS)
def test_answers_are_the_best_scores(contender: Callable[[], Matcher]) -> None:
    """However a matcher comes to its answer, it is the label with the highest score, with that score as confidence."""
    matcher = fitted(contender)
    answers = [matcher.answer(question.text) for question in QUESTIONS]
    scores = [matcher.scores(question.text) for question in QUESTIONS]

    assert [answer.label for answer in answers] == [matcher.labels[int(one.argmax())] for one in scores]
    assert [answer.confidence for answer in answers] == pytest.approx([float(one.max()) for one in scores])


@pytest.mark.parametrize("contender", CONTENDERS)
def test_unrelated_is_doubted(contender: Callable[[], Matcher]) -> None:
    """A text without a known word has the lower confidence than every question, and is no reason to fail."""
    matcher = fitted(contender)
    lowest = min(matcher.answer(question.text).confidence for question in QUESTIONS)

    assert matcher.answer(UNRELATED).confidence < lowest


def test_classifier_of_two_labels() -> None:
    """With two labels, for which scikit-learn tells one distance only, each label has a score all the same."""
    matcher = fitted(LinearClassifier, TOY[:6])

    assert [matcher.answer(question.text).label for question in QUESTIONS[:2]] == ["card", "password"]
    assert len(matcher.scores(UNRELATED)) == 2


def test_grouping() -> None:
    """Phrasings of one label stand together, and the best score of each label is found among them."""
    grouping = Grouping.of(["a1", "b1", "a2"], ["a", "b", "a"])

    assert grouping == Grouping(("a", "b"), ("a1", "a2", "b1"), (0, 2), (0, 0, 1))
    assert grouping.best(np.array([1.0, 3.0, 2.0])).tolist() == [3.0, 2.0]


def test_set_is_read(tmp_path: Path) -> None:
    """All splits of a set are read in the order of the file, texts unchanged, and tests are told from the others."""
    lines = (line("train"), line("test_iraqi"), line("test", " Ｈow\u200c?"), line("oos_test"), line("val"))
    questions = read_set(written(tmp_path, *lines))

    assert questions.name == "toy"
    assert questions.splits["test"] == [Labelled(" Ｈow\u200c?", "count")]
    assert (questions.tests, questions.oos_tests, questions.choosing) == (("test_iraqi", "test"), ("oos_test",), "val")


@pytest.mark.parametrize(
    "malformed",
    [
        "{",
        "",
        "[]",
        line("test").replace("label", "intent"),
        line("test").replace('"count"', "3"),
        line("exam"),
        b'"\xff"',
    ],
)
def test_malformed_line(tmp_path: Path, malformed: str | bytes) -> None:
    """A malformed line is refused with its file and its number."""
    path = written(tmp_path, line("train"), malformed, line("test"))

    with pytest.raises(SetError) as refusal:
        read_set(path)

    assert str(refusal.value).startswith(f"{path}:2: ")


@pytest.mark.parametrize(
    "content",
    [b"not gzipped", gzip.compress(line("train").encode(), mtime=0)[:-9]],
    ids=["not gzipped", "cut off"],  # without a name, the bytes would be one, and differ between two workers
)
def test_unreadable_file(tmp_path: Path, content: bytes) -> None:
    """A file that is not gzipped, or was cut off, is refused by its name."""
    path = tmp_path / "toy.jsonl.gz"
    path.write_bytes(content)

    with pytest.raises(SetError) as refusal:
        read_set(path)

    assert str(refusal.value).startswith(f"{path}: ")


def test_folder_of_sets(tmp_path: Path) -> None:
    """The sets of a folder are read by name; a folder without one is refused, and so is one that is not there."""
    (tmp_path / "empty").mkdir()
    for name in ("second", "first"):
        written(tmp_path, line("train"), name=name)

    assert [questions.name for questions in read_sets(tmp_path)] == ["first", "second"]
    for folder in ("empty", "missing"):
        with pytest.raises(SetError, match=folder):
            read_sets(tmp_path / folder)


@given(
    in_scope=st.lists(st.integers(0, 5), min_size=1, max_size=20),
    out_of_scope=st.lists(st.integers(0, 5), min_size=1, max_size=20),
)
def test_area_under_curve_counts_pairs(in_scope: list[int], out_of_scope: list[int]) -> None:
    """The area is the share of pairs in which the question in scope has the higher confidence, ties counting half."""
    pairs = [(inside > outside) + (inside == outside) / 2 for inside in in_scope for outside in out_of_scope]
    area = area_under_curve(np.array(in_scope, dtype=float), np.array(out_of_scope, dtype=float))

    assert area == pytest.approx(sum(pairs) / len(pairs))


@given(confidences=st.lists(st.integers(0, 9), min_size=1, max_size=30), share=st.sampled_from([0.05, 0.5, 0.9, 0.95]))
def test_threshold_refuses_enough(confidences: list[int], share: float) -> None:
    """A threshold refuses the wanted share of what it was chosen on, and no lower confidence would do."""
    chosen = threshold(np.array(confidences, dtype=float), share)
    lower = [one for one in confidences if one < chosen]

    assert sum(one <= chosen for one in confidences) >= share * len(confidences)
    assert len(lower) < share * len(confidences)


def test_answered_and_refused() -> None:
    """What is not surer than the floor is refused; the rest is right or wrong, as shares of all."""
    asked = Asked(np.array([True, False, True, True]), np.array([0.9, 0.8, 0.5, 0.1]), [0.0] * 4, 4)

    assert asked.refused(0.5) == 0.5
    assert (asked.answered(0.5, right=True), asked.answered(0.5, right=False)) == (0.25, 0.25)


def test_slow_matchers_are_asked_a_sample() -> None:
    """A slow matcher is asked the same sample of a large split every time, and all of a small one."""
    questions = numbered("test", *range(2 * SAMPLE))["test"]
    parrot = fitted(Parrot, [Labelled("yes", "yes")])
    once, again, few = (Asked.by(parrot, some) for some in (questions, questions, questions[:7]))

    assert (len(once.seconds), once.of, len(few.seconds), few.is_sample) == (SAMPLE, 2 * SAMPLE, 7, False)
    assert once.confidences.tolist() == again.confidences.tolist()


def test_contest_with_questions_out_of_scope() -> None:
    """Each test has its row, each split out of scope its column, and thresholds come from those to choose with."""
    splits = {
        **numbered("train", 9),
        **numbered("test", 1, 9),
        **numbered("test_second", 6, 6, 6, 9),
        **numbered("oos_val", *range(10)),
        **numbered("oos_test", 0, 2, 8, 8),
    }
    lines = list(contest(QuestionSet("toy", splits), [Parrot()]))

    assert lines[0] == "1 labels; 1 train, 2 test, 4 test_second, 10 oos_val, 4 oos_test."
    assert [one.split(" | ")[1:5] for one in lines if one.startswith("| parrot | test")] == [
        ["test", "2", "50.0 %", "0.625"],
        ["test_second", "4", "100.0 %", "0.625"],
    ]
    assert [one for one in lines if "| 80.0 % |" in one] == [
        "| parrot | 80.0 % | 50.0 % | test | 50.0 % | 0.0 % |",
        "| parrot | 80.0 % | 50.0 % | test_second | 25.0 % | 0.0 % |",
    ]


def test_contest_without_questions_out_of_scope() -> None:
    """Without any, thresholds come from questions in scope; without a split to choose with there are none."""
    splits = numbered("train", 9) | numbered("test", 1, 9) | numbered("val", *range(20))
    chosen = list(contest(QuestionSet("toy", splits), [Parrot()]))
    unchosen = list(contest(QuestionSet("toy", numbered("train", 9) | numbered("test", 1, 9)), [Parrot()]))

    assert "| parrot | 5.0 % | test | 50.0 % | 50.0 % |" in chosen
    assert "| parrot | 10.0 % | test | 50.0 % | 0.0 % |" in chosen
    assert not any("refuse" in one for one in unchosen)


@pytest.mark.parametrize("splits", [numbered("test", 1), numbered("train", 9), {}])
def test_contest_of_nothing(splits: dict[str, list[Labelled]]) -> None:
    """A set without phrasings or without a test is left out with a word, and nothing is measured."""
    assert list(contest(QuestionSet("toy", splits), [Parrot()]))[-1].startswith("Left out: ")


def test_shipped_phrasings_are_held_out() -> None:
    """Each phrasing is learnt or asked, not both; near misses are out of scope unless another entry has them."""
    questions = held_out(SMALL)
    every = [(phrasing.text, entry.id) for entry in SMALL.entries.values() for phrasing in entry.questions]

    assert sorted([*questions.splits["train"], *questions.splits["test"]]) == sorted(every)
    assert len(questions.splits["oos_val"]) + len(questions.splits["oos_test_near_misses"]) == 2


def test_sanad_learns_what_it_is_given() -> None:
    """All of Sanad answers from the phrasings that it was given, and knows no entry of which it was given none."""
    phrasings = [Labelled(one.text, entry.id) for entry in SMALL.entries.values() for one in entry.questions[:4]]
    sanad = fitted(lambda: Sanad(SMALL), [one for one in phrasings if one.label != "money"])

    assert sanad.answer("who commands the forces?").label == "commander"
    assert set(sanad.labels) == set(SMALL.entries) - {"money"}


def test_grown_phrasings() -> None:
    """The same phrasings in any number every time: first all that there are, then variations under the same labels."""
    few, many = grown(TOY, 4), grown(TOY, 40)

    assert (few, many) == (grown(TOY, 4), grown(TOY, 40))
    assert few == many[:4]
    assert sorted(many[: len(TOY)]) == sorted(TOY)
    assert [one.label for one in many[9:18]] == [one.label for one in many[:9]]


@given(text=st.text("abc دعم ", max_size=30), seed=st.integers(0, 100))
def test_variation_is_no_new_question(text: str, seed: int) -> None:
    """A variation has the words of the text but for one that is left out and one that has a slip."""
    before = text.split(" ")
    after = varied(text, random.Random(seed)).split(" ")  # noqa: S311 - repeatable, not secret

    assert len(before) - len(after) in {0, 1}
    assert len(set(after) - set(before)) <= 1


def test_measuring_a_size() -> None:
    """A matcher is built and asked, and what was not there before takes time."""
    once = measured(token_set_ratio, TOY, [question.text for question in QUESTIONS] * 10)

    assert once.build_seconds > 0
    assert 0 < once.search.p50 <= once.search.p99


def test_scans_say_whether_they_are_slow() -> None:
    """Only the scan that takes too long for every question is asked a sample."""
    assert [scan.is_slow for scan in (whole_ratio(), token_set_ratio())] == [True, False]


@pytest.mark.slow
def test_throughput_of_a_running_bot() -> None:
    """A bot that runs as a process answers everything that it is asked, and each of the four tables has its rows."""
    size = Size(3, 30, 0.5, marks=(0, 30), sessions=(20,), sends=20, at_once=(4,), is_whole=False)
    rows = [line.split(" | ") for line in throughput(size=size) if line.startswith("| ")]

    assert [len(cells) for cells in rows] == [8, 8, 2, 2, 2, 6, 6, 4, 4, 4]
    assert [rows[place][0] for place in (1, 3, 6)] == ["| polling", "| 0", "| 20"]
