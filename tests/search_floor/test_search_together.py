"""Few phrasings whose words no lexicon knows: their labels are learnt together, by words and letters."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Final

import pytest
from search_floor.building import lexicon, reader

from knowledge.search.classifier import ALWAYS, Classifier, features_and_letters
from knowledge.search.together import FEW, learn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knowledge.search.question import Question

READER: Final = reader(lexicon([]))
ASKED: Final[Mapping[str, Sequence[str]]] = {
    "card": ("where is my new card", "my card has not arrived", "when will the card be delivered"),
    "password": ("how do I change my password", "I forgot the password", "password reset is not working"),
    "rate": ("ما هو سعر الصرف", "كم سعر صرف الدولار", "سعر العملة اليوم"),
}


def learnt(asked: Mapping[str, Sequence[str]], *, times: int = 1) -> Classifier:
    """A classifier that has seen these questions so many times, by their labels."""
    return learn(*labelled(asked, times))


def labelled(asked: Mapping[str, Sequence[str]], times: int) -> tuple[list[Question], list[str]]:
    """Questions and their labels."""
    pairs = [(READER.read_curated(text), label) for label, texts in asked.items() for text in texts] * times
    return [question for question, _ in pairs], [label for _, label in pairs]


def says(classifier: Classifier, text: str) -> dict[str, float]:
    """For each label what is said for it."""
    return dict(zip(classifier.labels, classifier.scores(READER.read_curated(text)).tolist(), strict=True))


def likeliest(classifier: Classifier, text: str) -> str:
    """The label for which most is said."""
    said = says(classifier, text)
    return max(said, key=said.__getitem__)


@pytest.mark.parametrize(
    ("text", "label"),
    [("the card is not delivered", "card"), ("forgotten pasword", "password"), ("الأسعار وصرف العملات", "rate")],
)
def test_label_learns(text: str, label: str) -> None:
    """A question that nobody wrote is known by its words, however they are spelt and whatever is glued to them."""
    assert likeliest(learnt(ASKED), text) == label


def test_pairs_tell_labels_apart() -> None:
    """Where each word stands with both labels alike, it is two words together that tell which one is meant."""
    asked = {"same": ["red apples", "green pears"], "crossed": ["red pears", "green apples"]}
    classifier = learnt(asked)

    assert {text: likeliest(classifier, text) for texts in asked.values() for text in texts} == {
        text: label for label, texts in asked.items() for text in texts
    }


def test_words_of_a_root_are_one() -> None:
    """Another word of the same root counts more than the letters that it has in common with a word of another one."""
    assert likeliest(learnt({"use": ["استخدام"], "scratch": ["خدوش"]}), "خدمات") == "use"


def test_unknown_words_weaken() -> None:
    """What no phrasing has makes a question less sure, and takes its label for no other."""
    classifier = learnt(ASKED)

    assert 0.0 < says(classifier, "my card near the zoo")["card"] < says(classifier, "my card")["card"]


def test_nothing_known() -> None:
    """A question without a letter in common says the same as none at all."""
    classifier = learnt(ASKED)

    assert says(classifier, "жук") == says(classifier, "")


def test_nothing_to_tell_labels_apart() -> None:
    """Labels with the very same phrasings have the same said for them."""
    said = says(learnt({"card": ["my card"], "rate": ["my card"]}), "my card")

    assert said["card"] == said["rate"] == 0.0


def test_pickled() -> None:
    """A classifier that was kept says what it said before."""
    classifier = learnt(ASKED)
    kept = pickle.loads(pickle.dumps(classifier))  # noqa: S301 - its own bytes

    assert says(kept, "my card") == says(classifier, "my card")


def test_many_are_learnt_label_by_label() -> None:
    """Where there are more phrasings than can be compared with each other, each label learns against the others."""
    times = FEW // 9 + 1
    questions, labels = labelled(ASKED, times)

    assert says(learnt(ASKED, times=times), "my card") == says(
        Classifier.fit(questions, labels, seen=features_and_letters), "my card"
    )


def test_one_label_and_none() -> None:
    """With nothing to tell it from, the only label is always said; without a question there is nothing to say."""
    assert says(learnt({"card": ASKED["card"]}), "my card") == {"card": ALWAYS}
    assert says(learnt({}), "my card") == {}
