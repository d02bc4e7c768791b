"""Judges replies to questions: right, helped, wrong, false."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers import compose
from handlers.model import Kind, Offer, Reply
from knowledge.text.normalize import unify_digits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from handlers.library import Library

_THOUSANDS: Final = re.compile(r"(?<=\d)[,٬](?=\d{3}(?!\d))")
_NUMBER: Final = re.compile(r"\s*\d[\d.]*\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A question and what is expected of its reply."""

    text: str
    expect: str
    facts: tuple[tuple[str, ...], ...]
    topic: str


def conversations(path: Path) -> list[list[Row]]:
    """The rows of a file; a row without turns is a conversation of one."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [[_row(turn) for turn in row.get("turns", [row])] for row in rows]


def verdict(row: Row, reply: Reply, library: Library) -> str:
    """Right, helped (one of the choices would be), wrong, false (an answer where none is known), or missed."""
    if row.expect == "intent":
        return "right" if reply.kind is Kind.INTENT and reply.intent == row.topic else "missed"
    if row.expect in {"gap", "either"} and reply.kind is Kind.GAP:
        return "right"
    if reply.kind is Kind.ANSWER:
        if row.expect == "gap":
            return "false"
        return "right" if _has_facts(_shown(reply, library), row.facts) else "wrong"
    return "helped" if reply.kind is Kind.CLARIFY and _is_offered(row, reply, library) else "missed"


def _row(fields: dict[str, object]) -> Row:
    groups = fields.get("facts", [])
    assert isinstance(groups, list)
    return Row(
        str(fields["text"]),
        str(fields["expect"]),
        tuple(tuple(map(str, group)) for group in groups),
        str(fields.get("topic", "")),
    )


def _shown(reply: Reply, library: Library) -> str:
    return compose.readable(reply, library.words[reply.language])


def _is_offered(row: Row, reply: Reply, library: Library) -> bool:
    entries = [choice.target for choice in reply.choices if choice.offer is Offer.ENTRY]
    answers = (
        compose.answer(library, library.knowledge.entries[entry], reply.language, None, 1.0) for entry in entries
    )
    return row.expect == "answer" and any(_has_facts(_shown(answer, library), row.facts) for answer in answers)


def _has_facts(text: str, groups: Sequence[Sequence[str]]) -> bool:
    folded = f" {_fold(text)}"
    return all(any(_stands_in(_fold(alternative), folded) for alternative in group) for group in groups)


def _stands_in(wanted: str, folded: str) -> bool:
    """A number has to stand as a whole one (240 also in 240,000); anything else as it is."""
    if _NUMBER.fullmatch(wanted):
        return re.search(rf"(?<![\d.]){re.escape(wanted.strip())}(?:000)*(?!\d|\.\d)", folded) is not None
    return wanted in folded


def _fold(text: str) -> str:
    plain = unify_digits(unicodedata.normalize("NFKC", text))
    bare = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Cf"} and letter != "ـ")
    return _THOUSANDS.sub("", bare).replace("٫", ".").lower()
