"""What the claims that were shown tell besides: 'who hosted it?', 'and the wounded?', 'was Egypt with them?'."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import compose, earlier
from handlers.inquiry import Outcome
from knowledge.claims import POINTS_AT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.inquiry import Inquiry
    from handlers.library import Library
    from handlers.model import Turn
    from knowledge.schema import Claim, Entry
    from knowledge.search.question import Question

_COMPANY: Final = frozenset({"independent", "cooperation", "structure", "participate"})
"""Concepts that say nothing new of somebody whom a claim names: 'alone', 'together', 'part of it', 'taking part'."""
_TIMES: Final = frozenset({"now", "latest", "first"})
"""Words for a time at which an entry can be asked for again."""


def names_time(question: Question) -> bool:
    """Whether a question names a date, or a time at which an entry can be asked for again."""
    return bool(question.dates) or not _TIMES.isdisjoint(question.times)


def of_then(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """The claims of an older time that were shown, where they tell all that a message asks that names nobody else."""
    names_nobody = not any(feature.is_named for feature in question.features)
    if names_time(question) or not (question.features and names_nobody and earlier.was_dated(entry, turn)):
        return None
    telling = _naming(inquiry.library, entry, question)
    told = [claim for claim in compose.shown_in(entry, turn) if claim in telling]
    return _again(inquiry, turn, question, entry, told)


def unless_another_tells_more(library: Library, entry: Entry, turn: Turn, question: Question) -> list[Claim]:
    """The claims that were shown, unless others of the entry tell more of what a question names.

    If only others tell all of it ('who chairs it?'), the one of these that is nearest in time; if another one tells
    clearly more, none.
    """
    shown = compose.shown_in(entry, turn)
    naming = _naming(library, entry, question)
    if naming and shown and not any(claim in naming for claim in shown):
        asked = shown[0].period.since.first_day
        return [min(naming, key=lambda claim: abs(claim.period.since.first_day - asked))]
    telling = library.finder.telling(entry, question)
    most = max((telling.get(claim, 0.0) for claim in shown), default=0.0)
    return shown if most > max(telling.values(), default=0.0) - POINTS_AT else []


def _naming(library: Library, entry: Entry, question: Question) -> Sequence[Claim]:
    """The claims that tell all that a question names; 'who' may be anybody who does it, whether he is known or not."""
    if not question.features:
        return ()
    return library.finder.naming(entry, replace(question, kinds=question.kinds - {"person"}))


def whether(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """The claim that names whom or what a message asks about: 'was Egypt with them?', 'including the Peshmerga?'."""
    library = inquiry.library
    named = tuple(feature for feature in question.features if feature.is_named)
    asks_whether = question.kinds <= {"yes-no"} and library.repertoire.rejoinders.asking_whether(inquiry.tokens)
    if not (named and asks_whether) or question.dates:
        return None
    rest = tuple(one for one in question.features if one.is_known and one.id not in _COMPANY)
    asked = replace(question, features=rest, kinds=frozenset())
    telling = library.finder.naming(entry, asked)
    shown = [claim for claim in compose.shown_in(entry, turn) if claim in telling]
    if found := shown or telling[:1]:
        return _again(inquiry, turn, question, entry, found)
    beside = library.continuation.naming_beside(entry.id, turn.features, asked)
    return _again(inquiry, turn, question, *beside) if beside is not None else None


def _again(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry, claims: Sequence[Claim]) -> Outcome | None:
    if not claims:
        return None
    reply = compose.answer_of(inquiry.library, entry, inquiry.language, claims, 1.0)
    return Outcome(reply, inquiry.library.continuation.join(turn.features, turn.kinds, question))
