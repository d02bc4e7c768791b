from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_floor.words import plain_reader

from knowledge.search.classifier import ALWAYS, NEVER, Classifier, FeatureSpace, features, features_and_letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

READER: Final = plain_reader()
ASKED: Final[Mapping[str, Sequence[str]]] = {
    "schools": ("schools in Iraq", "how many schools", "the schools of Mosul", "a school"),
    "oil": ("oil money", "who has the oil", "oil in Syria", "the oil"),
    "members": ("members of the coalition", "how many members", "a member", "NATO members"),
}


def learnt(asked: Mapping[str, Sequence[str]], *, among: Sequence[str] = ()) -> Classifier:
    """A classifier that has seen these questions, by their labels."""
    pairs = [(READER.read_curated(text), label) for label, texts in asked.items() for text in texts]
    return Classifier.fit([question for question, _ in pairs], [label for _, label in pairs], among=among)


def says(classifier: Classifier, text: str) -> dict[str, float]:
    """For each label what is said for it."""
    return dict(zip(classifier.labels, classifier.scores(READER.read(text)).tolist(), strict=True))


@pytest.mark.parametrize(
    ("text", "label"), [("schools in Sinjar", "schools"), ("who took the oil", "oil"), ("all the members", "members")]
)
def test_label_learns(text: str, label: str) -> None:
    """A question that nobody wrote is claimed by the label whose questions are about the same, and by no other."""
    assert [one for one, score in says(learnt(ASKED), text).items() if score > 0.0] == [label]


def test_pairs_tell_labels_apart() -> None:
    """Where each word stands with both labels alike, it is two words together that tell which one is meant."""
    asked = {
        "same": ["schools in Iraq", "oil in Syria"] * 4,
        "crossed": ["schools in Syria", "oil in Iraq"] * 4,
    }
    classifier = learnt(asked)

    assert {
        text: max(says(classifier, text), key=says(classifier, text).__getitem__)
        for texts in asked.values()
        for text in texts
    } == {text: label for label, texts in asked.items() for text in texts}


def test_pickled() -> None:
    """A classifier that was kept says what it said before."""
    classifier = learnt(ASKED)
    kept = pickle.loads(pickle.dumps(classifier))  # noqa: S301 - its own bytes

    assert [says(kept, text) for texts in ASKED.values() for text in texts] == [
        says(classifier, text) for texts in ASKED.values() for text in texts
    ]


@given(st.lists(st.lists(st.text("كمabc ", min_size=1, max_size=4), max_size=8), max_size=8))
def test_places(texts: list[list[str]]) -> None:
    """What is known by its mark is placed where it was placed when it was met, and what was never met nowhere."""
    read = [READER.read_curated(str(number)) for number in range(len(texts))]
    space, rows = FeatureSpace.around(read, lambda question: texts[int(question.folded)], least=2)

    for seen, (numbers, values) in zip(texts, rows, strict=True):
        placed, weights = space.place_seen([*seen, "never met", "لم يقابل"])
        assert placed.tolist() == numbers.tolist()
        assert weights.tolist() == values.tolist()


def test_one_label() -> None:
    """With nothing to tell it from, the only label is always said."""
    assert says(learnt({"schools": ASKED["schools"]}), "oil") == {"schools": ALWAYS}


def test_no_label() -> None:
    """Without a question there is nothing to say."""
    assert says(learnt({}), "oil") == {}


@pytest.mark.parametrize("asked", [{}, {"oil": ASKED["oil"]}, ASKED])
def test_label_without_a_question(asked: Mapping[str, Sequence[str]]) -> None:
    """A label that no question has keeps its place among the others and is never said."""
    classifier = learnt(asked, among=["nothing", *asked])

    assert classifier.labels == tuple(sorted(["nothing", *asked]))
    assert says(classifier, "oil money")["nothing"] == NEVER
    assert {label: score for label, score in says(classifier, "oil money").items() if label != "nothing"} == says(
        learnt(asked), "oil money"
    )


def test_unknown_question_is_judged_by_the_constant() -> None:
    """A question of which nothing was seen before is claimed by no label."""
    assert all(score < 0.0 for score in says(learnt(ASKED), "zebra").values())


def test_features() -> None:
    """Seen are concepts and kinds, each two of them in any order, neighbours in theirs, and what is wanted."""
    assert set(features(READER.read("how many schools in Iraq"))) == {
        "school",
        "iraq",
        "kind=count",
        "iraq school",
        "iraq kind=count",
        "kind=count school",
        " then school",
        "school then iraq",
        "iraq then ",
        "wants count school",
    }


def test_times_that_tell_questions_apart() -> None:
    """Words for before and after are seen; 'now' and the like, which hardly any question needs, are not."""
    seen = {feature for feature in features(READER.read("who before Brennan now")) if feature.startswith("time=")}

    assert seen == {"time=before"}


def test_unknown_arabic_words_meet_in_their_root() -> None:
    """Two patterns of a root that no lexicon knows are one feature."""
    written, writer = (set(features(READER.read_curated(word))) for word in ("مكتوب", "كاتب"))

    assert written == writer


def test_letters() -> None:
    """Where letters are seen as well, they come beside all else."""
    question = READER.read("oil")

    assert {*features_and_letters(question)} - {*features(question)} == {"letters= oi", "letters=oil", "letters=il "}
