"""How a text is written in YAML so that it reads back exactly: as it is where that is safe, in quotes elsewhere."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_DANGEROUS: Final = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`.=~<]|.*(?::\s|\s#|:$)|.*[^\S ]")
"""Begins like something else than a text, or holds what ends one: a colon with a blank, a remark, a line break."""
_OTHER_VALUES: Final = re.compile(r"true|false|null|[-+]?\d[\d_,.:eExXoO+-]*", re.IGNORECASE)
"""Words that programs take for a number, a date or a flag."""
_DATE: Final = re.compile(r"\d{4}(?:-\d\d){0,2}")
_IN_BRACKETS: Final = re.compile(r'.*[\[\]{},?:"#]')
"""What not every program understands without quotes inside `[ ]` or `{ }`."""


def scalar(text: str) -> str:
    """A text after a hyphen or after a key on a line of its own; no line is folded."""
    return text if _is_plain(text) else quoted(text)


def flow_scalar(text: str) -> str:
    """A text inside `[ ]` or `{ }`."""
    return text if _is_plain(text) and not _IN_BRACKETS.match(text) else quoted(text)


def date_scalar(text: str) -> str:
    """A date; curators write dates without quotes."""
    return text if _DATE.fullmatch(text) else scalar(text)


def quoted(text: str) -> str:
    """A text in quotes; in single ones where it holds double ones itself, as curators do."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def one_line(text: str) -> str:
    """What a person wrote, as one line of visible text: no control character, no blank too many."""
    visible = "".join(" " if character.isspace() else _visible(character) for character in text)
    return " ".join(visible.split())


def _is_plain(text: str) -> bool:
    return bool(text) and _DANGEROUS.match(text) is None and _OTHER_VALUES.fullmatch(text) is None


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    return " " if category == "Cc" else "" if category in {"Cf", "Co", "Cs", "Cn"} else character
