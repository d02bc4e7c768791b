"""Foreign runs in a line: what is isolated, and with how much of what stands around it."""

from __future__ import annotations

import pytest

from bot.telegram.directions import isolated, isolated_title
from knowledge.schema import Language
from knowledge.text.directions import FIRST_STRONG_ISOLATE, POP_ISOLATE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("تضم CJTF-OIR نحو 90 عضواً", "تضم ⟨CJTF-OIR⟩ نحو 90 عضواً"),
        ("وزارة (U.S. Department of State) الأمريكية", "وزارة (⟨U.S. Department of State⟩) الأمريكية"),
        ("تنظيم Daesh (ISIS) الإرهابي", "تنظيم ⟨Daesh (ISIS)⟩ الإرهابي"),
        ("عملية Inherent Resolve 79 عضواً", "عملية ⟨Inherent Resolve⟩ 79 عضواً"),
        ("انظروا https://a.example/b?c=1.", "انظروا ⟨https://a.example/b?c=1⟩."),
        ("NATO في العراق", "⟨NATO⟩ في العراق"),
        ("Which language would you like?", "Which language would you like?"),
        ("سطر NATO\nWhich language?", "سطر ⟨NATO⟩\nWhich language?"),
    ],
)
def test_latin_in_arabic(text: str, expected: str) -> None:
    """Latin runs of an Arabic line are isolated with what belongs to them; a line without Arabic is left alone."""
    assert isolated(text, Language.ARABIC) == _marked(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The paper الشرق الأوسط, London", "The paper ⟨الشرق الأوسط⟩, London"),
        ("Called داعش by many", "Called ⟨داعش⟩ by many"),
        ("ما اللغة المطلوبة؟", "ما اللغة المطلوبة؟"),
        ("Nothing foreign [1].", "Nothing foreign [1]."),
    ],
)
def test_arabic_in_english(text: str, expected: str) -> None:
    """The same in an English line."""
    assert isolated(text, Language.ENGLISH) == _marked(expected)


def test_title_is_isolated_with_its_punctuation() -> None:
    """A foreign title keeps its own quotation marks and brackets on their sides."""
    assert isolated_title("«التحالف»: ملتزمون (بيان)", Language.ENGLISH) == _marked("⟨«التحالف»: ملتزمون (بيان)⟩")
    assert isolated_title("بيان NATO", Language.ARABIC) == _marked("بيان ⟨NATO⟩")


def _marked(text: str) -> str:
    return text.replace("⟨", FIRST_STRONG_ISOLATE).replace("⟩", POP_ISOLATE)
