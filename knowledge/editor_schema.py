"""JSON Schemas (draft 2020-12) of the knowledge files, so that an editor completes and underlines.

They describe form only; what needs the whole knowledge is looked at by `knowledge.checks`.
"""

from __future__ import annotations

from typing import Any, Final

from knowledge.loader import LONGEST_ID
from knowledge.schema import HEARD_LISTS, ConceptClass, Variety

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string", "minLength": 1}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_ID: Final[Schema] = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": LONGEST_ID}
_DATE: Final[Schema] = {"type": ["string", "integer"], "description": "2019, 2019-02 or 2019-02-06"}


def editor_schema(file: str) -> Schema:
    """The schema of `entries`, `sources`, `topics`, `lexicon`, `elsewhere` or `heard`.

    Raises:
        KeyError: there is no such kind of file.
    """
    schema = {
        "entries": _entries,
        "sources": _sources,
        "topics": _topics,
        "lexicon": _lexicon,
        "elsewhere": _elsewhere,
        "heard": _heard,
    }[file]()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Sanad: {file}", **schema}


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}


def _bilingual(**more: Schema) -> Schema:
    return _object({"en": _TEXT, "ar": _TEXT}, more)


def _by_variety(**more: Schema) -> Schema:
    return _object({}, {**more, **{str(variety): _TEXTS for variety in Variety}})


def _entries() -> Schema:
    reference = _object({"id": _ID, "at": _TEXT}, {"figures": _TEXTS})
    claim = _object(
        {"text": _bilingual(seal=_TEXT), "sources": _list_of(reference)},
        {"as_of": _DATE, "from": _DATE, "until": _DATE},
    )
    entry = _object(
        {"id": _ID, "topic": _ID, "title": _bilingual(), "questions": _by_variety(), "claims": _list_of(claim)},
        {
            "unlike": _by_variety(),
            "follow_ups": _by_variety(),
            "unanswered": _by_variety(),
            "related": {"type": "array", "items": _ID},
        },
    )
    return _list_of(entry)


def _sources() -> Schema:
    source = _object(
        {"id": _ID, "publisher": _bilingual(), "title": _TEXT, "language": {"type": "string", "pattern": "^[a-z]{2}$"}},
        {
            "published": _DATE,
            "published_note": _bilingual(),
            "url": {"type": "string", "pattern": "^https?://"},
            "courtesy_translation": {"type": "boolean"},
        },
    )
    return _list_of(source)


def _topics() -> Schema:
    return _list_of(_object({"id": _ID, "title": _bilingual()}))


def _elsewhere() -> Schema:
    optional = {"reply": _bilingual(), "near": {"type": "array", "items": _ID}, "noted": {"type": "boolean"}}
    return _list_of(_object({"id": _ID, "questions": _by_variety()}, optional))


def _heard() -> Schema:
    return _list_of(_object({"entry": _ID}, {key: _by_variety() for key in HEARD_LISTS}))


def _lexicon() -> Schema:
    concept = _by_variety(**{"class": {"enum": list(ConceptClass)}, "part_of": _ID})
    concepts = {"type": "object", "additionalProperties": concept}
    names = ("kinds", "concepts", "months", "numbers", "times")
    return _object({**dict.fromkeys(names, concepts), "fillers": _by_variety()}, {"unrelated": _by_variety()})
