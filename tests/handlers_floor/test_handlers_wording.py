from __future__ import annotations

import json
import string
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from handlers.wording import WordingError, Words, load_words
from knowledge.schema import Language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAMES = [field.name for field in fields(Words)]


@pytest.fixture(scope="module")
def words() -> Mapping[Language, Words]:
    return load_words()


def test_both_languages(words: Mapping[Language, Words]) -> None:
    """The interface speaks every language that Sanad answers in."""
    assert set(words) == set(Language)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", Language)
def test_text_is_written(words: Mapping[Language, Words], language: Language, name: str) -> None:
    """No text is empty, and none has blanks at its ends."""
    text = getattr(words[language], name)

    assert text
    assert text == text.strip()


@pytest.mark.parametrize("name", NAMES)
def test_same_things_are_filled_in(words: Mapping[Language, Words], name: str) -> None:
    """What is filled into a text has the same names in both languages."""
    english, arabic = (
        {
            placeholder
            for _, placeholder, _, _ in string.Formatter().parse(getattr(words[language], name))
            if placeholder
        }
        for language in (Language.ENGLISH, Language.ARABIC)
    )

    assert english == arabic


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("sources_line", {"publisher": "P", "title": "T", "date": "D"}),
        ("topic_intro", {"topic": "T"}),
        ("history_title", {"title": "T"}),
        ("older_claim", {"asked": "2019"}),
        ("newer_claim", {"asked": "2019"}),
        ("gap_dated", {"asked": "2019"}),
        ("gap_near_dated", {"dated": "2019"}),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_text_can_be_filled_in(
    words: Mapping[Language, Words], language: Language, name: str, values: Mapping[str, str]
) -> None:
    """Every text with gaps takes what the program fills in, and shows all of it."""
    text = getattr(words[language], name).format(**values)

    assert all(value in text for value in values.values())


def test_examples(words: Mapping[Language, Words]) -> None:
    """The examples stand in the order of their numbers."""
    english = words[Language.ENGLISH]

    assert english.examples == (english.example_1, english.example_2, english.example_3, english.example_4)


def write(folder: Path, *, without: str = "", **more: str) -> Path:
    """A folder whose Arabic words are whole, and whose English ones lack one text or have further ones."""
    whole = dict.fromkeys(NAMES, "text ")
    (folder / "ar.yaml").write_text(json.dumps(whole), encoding="utf-8")
    english = {name: text for name, text in {**whole, **more}.items() if name != without}
    (folder / "en.yaml").write_text(json.dumps(english), encoding="utf-8")
    return folder


def test_words_of_another_folder(tmp_path: Path) -> None:
    """Words are read as they are written, without blanks at the ends."""
    assert load_words(write(tmp_path, greeting=" Hello. "))[Language.ENGLISH].greeting == "Hello."


def test_missing_key(tmp_path: Path) -> None:
    """A text that is missing stops the start and is named with its file."""
    with pytest.raises(WordingError, match=r"strings/en\.yaml: missing or unknown keys: greeting$"):
        load_words(write(tmp_path, without="greeting"))


def test_unknown_key(tmp_path: Path) -> None:
    """So does a text that nobody uses."""
    with pytest.raises(WordingError, match=r"strings/en\.yaml: missing or unknown keys: farewell$"):
        load_words(write(tmp_path, farewell="text"))


def test_placeholder_in_one_language_only(tmp_path: Path) -> None:
    """A gap that one language alone leaves stops the start and is named."""
    with pytest.raises(WordingError, match=r"topic_intro: \['topic'\] stands in one language only"):
        load_words(write(tmp_path, topic_intro="{topic}: questions"))
