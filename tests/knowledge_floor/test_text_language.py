"""Which language a message is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from knowledge_floor.small_folder import knowledge_of

from knowledge.schema import Variety
from knowledge.text.language import Detected, LanguageDetector

if TYPE_CHECKING:
    from pathlib import Path

DETECTOR = LanguageDetector(
    english=["how", "many", "members", "does", "the", "coalition", "have", "what", "is"],
    arabizi=["kam", "dawla", "bil", "shu"],
    arabic=["كم", "عدد", "اعضا", "تحالف"],
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How many members does the coalition have?", Detected.ENGLISH),
        ("HOW MANY", Detected.ENGLISH),
        ("كم عدد أعضاء التحالف؟", Detected.ARABIC),
        ("شكد عدد الدول", Detected.ARABIC),
        ("kam dawla bil ta7alof", Detected.ARABIZI),
        ("3adad el 2a3da2", Detected.ARABIZI),
        ("combien de pays sont dans une alliance", Detected.OTHER),
        ("wie viele Länder sind dabei", Detected.OTHER),
        ("сколько стран в коалиции", Detected.OTHER),
        ("有多少个国家", Detected.OTHER),
        ("چند کشور در ائتلاف هستند", Detected.OTHER),
        ("چەند وڵات لە هاوپەیمانی", Detected.OTHER),
        ("کتنے ممالک میں ہیں", Detected.OTHER),
        ("cuantos miembros hay", Detected.OTHER),
        ("¿Quién manda?", Detected.OTHER),
        ("gracias", Detected.OTHER),
        ("combien de membres", Detected.OTHER),
        ("c'est quoi daesh", Detected.OTHER),
        ("qui dirige la coalition", Detected.OTHER),
        ("kac ulke var", Detected.OTHER),
        ("daeş nedir", Detected.OTHER),
        ("koalisyon nedir", Detected.OTHER),
        ("cend welat hene", Detected.OTHER),
        ("silav", Detected.OTHER),
        ("داعش چییە", Detected.OTHER),
        ("چۆنی", Detected.OTHER),
        ("هستند", Detected.OTHER),
        ("qwrtz", Detected.UNSURE),
        ("2019", Detected.UNSURE),
        ("؟!", Detected.UNSURE),
        ("", Detected.UNSURE),
    ],
)
def test_detected(text: str, expected: Detected) -> None:
    """Scripts decide first, known words second; what neither tells is unsure."""
    assert DETECTOR.detect(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what is the تحالف", Detected.ENGLISH),
        ("كم عدد أعضاء NATO", Detected.ARABIC),
        ("the coalition in la Défense", Detected.ENGLISH),
        ("what is the coalition in el salvador", Detected.ENGLISH),
        ("shu la coalition", Detected.ENGLISH),
        ("گلب چبير پلستك", Detected.ARABIC),
    ],
)
def test_mixed(text: str, expected: Detected) -> None:
    """A foreign name does not change the language of a message."""
    assert DETECTOR.detect(text) is expected


@given(st.lists(st.sampled_from(["how", "many", "members", "كم", "عدد", "kam", "ta7alof", "wie"]), max_size=6))
def test_punctuation_and_capitals_do_not_count(words: list[str]) -> None:
    """What is typed around words does not change their language."""
    plain, shouted = " ".join(words), "؟ ".join(word.upper() for word in words) + "!!"

    assert DETECTOR.detect(shouted) is DETECTOR.detect(plain)


@given(st.text(max_size=30))
def test_whatever_is_written(text: str) -> None:
    """Every text gets an answer, and the same with blanks around it."""
    assert DETECTOR.detect(f" {text} ") is DETECTOR.detect(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("oil revenue", Detected.ENGLISH), ("dawla", Detected.ARABIZI), ("منين فلوس", Detected.ARABIC)],
)
def test_words_of_a_knowledge(tmp_path_factory: pytest.TempPathFactory, text: str, expected: Detected) -> None:
    """Phrasings and lexicon teach the detector their words."""
    detector = LanguageDetector.of(knowledge_of(tmp_path_factory.mktemp("language")))

    assert detector.detect(text) is expected


def test_further_texts(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Texts from elsewhere teach it too."""
    knowledge = knowledge_of(tmp_path_factory.mktemp("language"))
    detector = LanguageDetector.of(knowledge, [(Variety.ARABIZI, "marhaban")])

    assert detector.detect("marhaban") is Detected.ARABIZI


def test_word_of_both_languages_belongs_where_it_is_usual(tmp_path: Path) -> None:
    """A word that one English text has in a name, and Arabizi all the time, is a sign of Arabizi; a name of neither."""
    further = [
        (Variety.ENGLISH, "What is El Haj in Mosul?"),
        (Variety.ENGLISH, "Who freed Mosul?"),
        (Variety.ARABIZI, "meen el qa2ed el jdid"),
        (Variety.ARABIZI, "wein el mosul"),
    ]
    detector = LanguageDetector.of(knowledge_of(tmp_path), further)

    assert detector.detect("ghara el el mosul") is Detected.ARABIZI
    assert detector.detect("what is El Haj in Mosul") is Detected.ENGLISH
    assert detector.detect("Mosul") is Detected.UNSURE
