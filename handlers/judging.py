"""Judges a reply to a question whose right answer is known: right, or in which way it is not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from handlers import compose
from handlers.model import Kind, Offer
from knowledge.text.language import Detected
from knowledge.text.normalize import unify_digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handlers.library import Library
    from handlers.model import Intent, Reply
    from knowledge.schema import Entry, Language

    Facts = Sequence[Sequence[str]]

_SEARCHED: Final = 16
"""Candidates among which the entry is looked for that a question means."""
_KEPT: Final = 4096
"""Folded texts: every claim of a knowledge, in both languages."""
_THOUSANDS: Final = re.compile(r"(?<=\d)[,٬](?=\d{3}(?!\d))")
_NUMBER: Final = re.compile(r"\s*\d[\d.]*\s*")


class Expectation(StrEnum):
    """What kind of reply a question should get."""

    ANSWER = "answer"
    GAP = "gap"
    EITHER = "either"
    """A gap or a right answer: the question starts from something false, or is known in part only."""
    INTENT = "intent"
    ASK = "ask"
    """A question back: what was asked could mean several things."""


class Judgement(StrEnum):
    """How good a reply is."""

    RIGHT = "right"
    HELPED = "helped"
    """Asked back, and one of the choices would be right."""
    ASKED = "asked"
    """Asked back where a gap would have been right."""
    WRONG = "wrong"
    """Answered with other facts, from another entry, or where it should have been asked back."""
    FALSE = "false"
    """Answered where nothing is known."""
    MISSED = "missed"
    """Anything else: not answered, not recognised, asked back without a choice that would be right."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The reply that would be right."""

    expectation: Expectation
    facts: tuple[tuple[str, ...], ...] = ()
    """Groups: of each, one of the alternatives has to stand in what the reader reads."""
    entries: tuple[str, ...] = ()
    """The answer has to come from one of these; from any entry when there are none."""
    intent: Intent | None = None
    """Where an intent is expected."""


def judge(expected: Expected, reply: Reply, library: Library) -> Judgement:
    """How good a reply is."""
    match reply.kind:
        case Kind.ANSWER:
            return _judge_answer(expected, reply, library)
        case Kind.CLARIFY:
            return _judge_choices(expected, reply, library)
        case Kind.GAP:
            is_right = expected.expectation in {Expectation.GAP, Expectation.EITHER}
        case Kind.INTENT:
            is_right = expected.intent is not None and reply.intent is expected.intent
    return Judgement.RIGHT if is_right else Judgement.MISSED


def meant_entry(expected: Expected, text: str, library: Library) -> str | None:
    """The entry that should have answered a text; None when that cannot be told.

    Where only facts are expected, it is the entry that claims them; of several, the one that the search ranks highest.
    """
    meant = expected.entries or tuple(holders(expected.facts, library))
    if len(meant) <= 1:
        return next(iter(meant), None)
    finding = library.finder.find(text, is_arabizi=library.detector.detect(text) is Detected.ARABIZI)
    candidates = library.finder.index.search(finding.question, limit=_SEARCHED)
    return next((candidate.id for candidate in candidates if candidate.id in meant), None)


def has_facts(text: str, facts: Facts) -> bool:
    """Whether of every group one alternative stands in a text, however digits, marks and capitals are written."""
    folded = f" {_fold(text)}"
    return all(any(_stands_in(_fold(alternative), folded) for alternative in group) for group in facts)


def _judge_answer(expected: Expected, reply: Reply, library: Library) -> Judgement:
    match expected.expectation:
        case Expectation.GAP:
            return Judgement.FALSE
        case Expectation.INTENT:
            return Judgement.MISSED
        case Expectation.ASK:
            return Judgement.WRONG
        case _:
            return Judgement.RIGHT if _is_right(expected, reply, library) else Judgement.WRONG


def _judge_choices(expected: Expected, reply: Reply, library: Library) -> Judgement:
    match expected.expectation:
        case Expectation.GAP | Expectation.EITHER:
            return Judgement.ASKED
        case Expectation.ANSWER if _is_offered(expected, reply, library):
            return Judgement.HELPED
        case Expectation.ASK if _is_offered(expected, reply, library):
            return Judgement.RIGHT
        case _:
            return Judgement.MISSED


def _is_right(expected: Expected, answer: Reply, library: Library) -> bool:
    is_from_there = not expected.entries or answer.entry in expected.entries
    return is_from_there and has_facts(compose.readable(answer, library.words[answer.language]), expected.facts)


def _is_offered(expected: Expected, reply: Reply, library: Library) -> bool:
    """Whether one of the choices leads to a right answer."""
    entries = library.knowledge.entries
    offered = [entries[choice.target] for choice in reply.choices if choice.offer is Offer.ENTRY]
    answers = (compose.answer(library, entry, reply.language, None, 1.0) for entry in offered)
    return any(_is_right(expected, answer, library) for answer in answers)


def holders(facts: Facts, library: Library) -> Iterator[str]:
    """The entries of which a claim holds the facts, in either language; no facts are held by none."""
    for entry in library.knowledge.entries.values():
        if facts and any(has_facts(text, facts) for language in library.words for text in _told(entry, language)):
            yield entry.id


def _told(entry: Entry, language: Language) -> Iterator[str]:
    return (claim.text[language] for claim in entry.claims)


def _stands_in(wanted: str, folded: str) -> bool:
    """A number has to stand as a whole one (240 also in 240,000); anything else as it is."""
    if _NUMBER.fullmatch(wanted):
        return re.search(rf"(?<![\d.]){re.escape(wanted.strip())}(?:000)*(?!\d|\.\d)", folded) is not None
    return wanted in folded


@lru_cache(maxsize=_KEPT)
def _fold(text: str) -> str:
    """Less is folded than in a search: what is left apart there, such as the forms of alef, is spelt out in facts."""
    plain = unify_digits(unicodedata.normalize("NFKC", text))
    bare = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Cf"} and letter != "ـ")
    return _THOUSANDS.sub("", bare).replace("٫", ".").lower()
