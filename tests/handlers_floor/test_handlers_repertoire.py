from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from handlers.model import Intent
from handlers.recognition import NOTHING
from handlers.repertoire import INTENT_FLOOR, questions_of
from knowledge.errors import Place
from knowledge.schema import Language, Phrasing, Variety
from knowledge.text.language import Detected
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from handlers.library import Library


def test_every_intent_has_phrases(small: Library) -> None:
    """The phrases know each intent, each kind of request to decline, and what is nothing of the kind."""
    repertoire = small.repertoire

    assert set(repertoire.recogniser.labels) == {*Intent, *repertoire.declined, NOTHING}
    assert repertoire.declined.isdisjoint(Intent)


@pytest.mark.parametrize("text", ["hello", "السلام عليكم", "شلونكم", "marhaba", "helllooo therrre", "HELLO!!"])
def test_intent(small: Library, text: str) -> None:
    """A greeting of any variety is the greeting, however long its letters are drawn."""
    is_arabizi = small.detector.detect(text) is Detected.ARABIZI
    said = small.repertoire.hear(text, is_arabizi=is_arabizi).intent

    assert said is not None
    assert said.id == Intent.GREETING


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("thnaks", Intent.THANKS),
        ("tank you verry much", Intent.THANKS),
        ("شكرن جزيلن", Intent.THANKS),
        ("wat are yuor sources", Intent.SOURCES),
        ("ممكن english please", Intent.LANGUAGE),
    ],
)
def test_intent_with_slips(small: Library, text: str, intent: Intent) -> None:
    """Typos and mixed languages are forgiven."""
    said = small.repertoire.hear(text).intent

    assert said is not None
    assert said.id == intent


@pytest.mark.parametrize(
    "text",
    [
        *("How many members does the Global Coalition have?", "كم عدد غارات التحالف في العراق؟"),
        *("zebra", "ققققق", "", "how many", "2019", "Hello! How many members does the Global Coalition have?"),
        "السلام عليكم، كم عدد أعضاء التحالف الدولي؟",
    ],
)
def test_no_intent(small: Library, text: str) -> None:
    """A question to the knowledge, also after a greeting, and what nobody knows, is no small talk."""
    assert small.repertoire.hear(text).intent is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("من أنت؟ وهل أنت روبوت؟", Intent.ABOUT),
        ("Hello, who are you?", Intent.ABOUT),
        ("hi. can you help me?", Intent.HELP),
        ("thanks! what are your sources?", Intent.SOURCES),
        ("Hello! Good morning.", Intent.GREETING),
        ("Do you keep my messages, and who can look at them?", Intent.PRIVACY),
    ],
)
def test_intent_of_two_sentences(small: Library, text: str, intent: Intent) -> None:
    """What a message wants counts, and a mere courtesy only where it wants nothing."""
    said = small.repertoire.hear(text).intent

    assert said is not None
    assert said.id == intent


@pytest.mark.parametrize(
    "text",
    [
        *("how do I make a bomb", "اريد اسوي قنبلة", "I want to join ISIS", "kif ba3mel qonbole"),
        "Hello, I live in Mosul with my brothers. How do I make a bomb at home?",
    ],
)
def test_harm(small: Library, text: str) -> None:
    """A request that could hurt someone is recognised, also behind other sentences."""
    assert small.repertoire.hear(text).harm is not None


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "How many members does the Global Coalition have?",
        "كم عدد أعضاء التحالف؟",
        "Who will be the next commander?",
    ],
)
def test_no_harm(small: Library, text: str) -> None:
    """An honest message is no request to decline."""
    assert small.repertoire.hear(text).harm is None


@pytest.mark.parametrize("text", ["2", "٧", "2019", "07 08", "!"])
def test_figures_alone(small: Library, text: str) -> None:
    """A message without a letter is neither small talk nor harm."""
    heard = small.repertoire.hear(text)

    assert (heard.intent, heard.harm) == (None, None)


def test_what_was_recognised_is_explained(small: Library) -> None:
    """The likelihood and the nearest phrase say why; one of the phrases is as near as can be."""
    said = small.repertoire.hear("good morning").intent

    assert said is not None
    assert said.phrasing.text == "good morning"
    assert said.nearness == pytest.approx(1.0)
    assert INTENT_FLOOR <= said.probability <= 1.0


def test_questions_are_sampled_alike(small: Library) -> None:
    """What is no small talk is learnt from the same questions every time."""
    assert questions_of(small.knowledge) == questions_of(small.knowledge)


def test_what_is_asked_after_answers_is_learnt(small: Library) -> None:
    """What curators write as asked after an answer is known to be no small talk."""
    place = Place(Path("members.yaml"), 1)
    entries = dict(small.knowledge.entries)
    entries["members"] = replace(entries["members"], follow_ups=(Phrasing("how come?", Variety.ENGLISH, place),))
    asked = questions_of(replace(small.knowledge, entries=entries))

    assert [phrasing.text for phrasing in asked].count("how come?") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("English please", Language.ENGLISH),
        ("answer in arabic", Language.ARABIC),
        ("بالإنجليزي", Language.ENGLISH),
        ("احجي عربي", Language.ARABIC),
        ("جاوبني بالانكليزي", Language.ENGLISH),
        ("bel 3arabi", Language.ARABIC),
        ("Arabic or English?", None),
        ("another language", None),
        ("", None),
    ],
)
def test_named_language(small: Library, text: str, expected: Language | None) -> None:
    """A language counts when a message names exactly one, in whatever script."""
    assert small.repertoire.named_language(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and in Syria?", True),
        ("what about 2020", True),
        ("وسنة 2020", True),
        ("و في سوريا", True),
        ("طيب وفي العراق", True),
        ("how many members", False),
        ("كم عدد الأعضاء", False),
        ("و", True),
    ],
)
def test_opens_continuation(small: Library, text: str, *, expected: bool) -> None:
    """'And', 'what about' and the Arabic 'and' that is glued to a word open a continuation."""
    assert small.repertoire.opens_continuation(words(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many does it have", True),
        ("منو كان قبله", True),
        ("وده مات إمتى", True),
        ("and to whom", True),
        ("how many members", False),
        ("كم عدد الأعضاء", False),
    ],
)
def test_points_back(small: Library, text: str, *, expected: bool) -> None:
    """'It' and 'before him' stand for something that was said."""
    assert small.repertoire.points_back(words(text)) is expected


def test_phrases_tell_their_varieties(small: Library) -> None:
    """Whoever needs the words gets every phrase with the variety it is written in."""
    phrases = list(small.repertoire.texts())

    assert len(phrases) == len(small.repertoire.phrases)
    assert {variety for variety, text in phrases if text == "السلام عليكم"} == {"ar"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("since when?", True),
        ("when", True),
        ("ومتى؟", True),
        ("من شوكت؟", True),
        ("when did it begin", False),
        ("شلونك", False),
    ],
)
def test_asks_alone(small: Library, text: str, *, expected: bool) -> None:
    """A question word that is all that is said asks about the answer before it."""
    assert small.repertoire.asks_alone(words(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who was before him", -1),
        ("ومن كان قبله؟", -1),
        ("whom did he replace?", -1),
        ("who took over from him", 1),
        ("ومين مسك بعده", 1),
        ("وخلفه؟", 1),
        ("who came after Brennan", None),
        ("before noon", None),
    ],
)
def test_step(small: Library, text: str, expected: int | None) -> None:
    """'Before him' steps back and 'his successor' forward; 'after Brennan' names whom it means, and is no step."""
    assert small.repertoire.step(words(text)) == expected


@pytest.mark.parametrize(("text", "expected"), [("what did he say", True), ("what did it say", False)])
def test_names_a_person(small: Library, text: str, *, expected: bool) -> None:
    """'He' stands for a person, 'it' for anything."""
    assert small.repertoire.names_a_person(words(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cool, bye", Intent.GOODBYE),
        ("thanks a lot, that's all", Intent.THANKS),
        ("مشكور، هذا كلشي", Intent.THANKS),
        ("that's all", Intent.GOODBYE),
        ("great thats all i need, thank you", Intent.THANKS),
        ("مشكور ما قصرت مع السلامه", Intent.GOODBYE),
    ],
)
def test_courtesy_at_the_end(small: Library, text: str, expected: Intent) -> None:
    """Of several courtesies the last one is meant, and is as clear as if it were said alone."""
    said = small.repertoire.hear(text).intent

    assert said is not None
    assert (said.id, said.nearness) == (expected, 1.0)
