"""The schemas that editors complete and underline with: they accept a sound file and refuse mistakes of form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from knowledge_floor.plain_yaml import plain
from knowledge_floor.small_folder import ASKED, ENTRIES, FILES, HEARD, LEXICON, SOURCES, TOPICS, mistaken

from knowledge.editor_schema import editor_schema
from knowledge.schema import Variety

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

KINDS = {ENTRIES: "entries", SOURCES: "sources", TOPICS: "topics", LEXICON: "lexicon", HEARD: "heard"}
ALL_FILES = {**FILES, HEARD: ASKED}


def validator(kind: str) -> Validator:
    return Draft202012Validator(editor_schema(kind))


@pytest.mark.parametrize("kind", KINDS.values())
def test_is_a_schema(kind: str) -> None:
    """Each schema is one by the rules of its own draft."""
    Draft202012Validator.check_schema(editor_schema(kind))

    assert editor_schema(kind)["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("file", KINDS)
def test_accepts(file: str) -> None:
    """A sound file has nothing underlined."""
    assert list(validator(KINDS[file]).iter_errors(plain(ALL_FILES[file]))) == []


@pytest.mark.parametrize(
    ("file", "right", "wrong", "path"),
    [
        (ENTRIES, "- id: daesh-money", "- id: Daesh_Money", [1, "id"]),
        (ENTRIES, "- id: daesh-money", f"- id: {'x' * 49}", [1, "id"]),
        (ENTRIES, "  topic: finance", "  topick: finance", [1]),
        (ENTRIES, "iraqi: [منين فلوس داعش]", "klingon: [nuqneH]", [1, "questions"]),
        (ENTRIES, "iraqi: [منين فلوس داعش]", "iraqi: منين فلوس داعش", [1, "questions", "iraqi"]),
        (ENTRIES, "iraqi: [وجم جانوا قبل]", "klingon: [nuqneH]", [0, "follow_ups"]),
        (ENTRIES, "iraqi: [وجم جانوا قبل]", "iraqi: وجم جانوا قبل", [0, "follow_ups", "iraqi"]),
        (ENTRIES, "- {id: factsheet-2019, at: page 3}", "- {id: factsheet-2019}", [1, "claims", 0, "sources", 0]),
        (ENTRIES, "        ar: عاش داعش من النفط ومن الفدية.\n", "", [1, "claims", 0, "text"]),
        (SOURCES, "  courtesy_translation: true", "  courtesy_translation: maybe", [1, "courtesy_translation"]),
        (SOURCES, "  url: https://", "  url: ftp://", [0, "url"]),
        (SOURCES, "  language: ar", "  language: Arabic", [1, "language"]),
        (SOURCES, "  title: A partnership\n", "", [2]),
        (TOPICS, "{en: Cutting off the money, ar: قطع التمويل}", "{en: Cutting off the money}", [1, "title"]),
        (
            LEXICON,
            "class: organisation, en: [coalition]",
            "class: club, en: [coalition]",
            ["concepts", "coalition", "class"],
        ),
        (LEXICON, "times:\n  now: {en: [now], ar: [الآن]}\n", "", []),
        (LEXICON, "  ar: [من فضلك]", "  fa: [لطفا]", ["fillers"]),
    ],
)
def test_refuses(file: str, right: str, wrong: str, path: list[str | int]) -> None:
    """A mistake of form is underlined where it stands."""
    errors = validator(KINDS[file]).iter_errors(plain(mistaken(file, right, wrong)[file]))

    assert path in [list(error.absolute_path) for error in errors]


@pytest.mark.parametrize("kind", KINDS.values())
@pytest.mark.parametrize("content", ["text", {"a": "b"}, [], None, 7])
def test_refuses_other_shapes(kind: str, content: str | int | dict[str, str] | list[str] | None) -> None:
    """What is not shaped like the file at all is refused."""
    assert not validator(kind).is_valid(content)


def test_every_variety() -> None:
    """Every variety may be written in questions, and in what is asked after an answer."""
    entry: dict[str, Any] = editor_schema("entries")["items"]

    assert list(entry["properties"]["questions"]["properties"]) == list(Variety)
    assert list(entry["properties"]["follow_ups"]["properties"]) == list(Variety)


def test_unknown_kind() -> None:
    """There is no schema for another kind of file."""
    with pytest.raises(KeyError):
        editor_schema("answers")
