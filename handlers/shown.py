"""What the claims that were shown tell besides: 'who hosted it?', 'and the wounded?', 'was Egypt with them?'."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import compose, earlier
from handlers.inquiry import Outcome
from knowledge.schema import ConceptClass
from knowledge.search.decide import Verdict
from knowledge.search.question import KINDS_OF_FIGURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.inquiry import Inquiry
    from handlers.model import Turn
    from knowledge.schema import Claim, Entry
    from knowledge.search.question import Question

ELLIPTIC: Final = 4
"""Words up to which 'and the wounded?' leaves out what is asked of them."""
FAIRLY_SURE: Final = 0.8
"""Confidence below which a question that names nothing by name rather asks of what was shown than of anything else."""
_COMPANY: Final = frozenset({"independent", "cooperation", "structure", "participate"})
"""Concepts that say nothing new of somebody whom a claim names: 'alone', 'together', 'part of it', 'taking part'."""
_GENERA: Final = {"state-country": ConceptClass.COUNTRY, "city": ConceptClass.PLACE}
"""Concepts that say of what kind the one is that is asked for, with the class of its name."""
_TIMES: Final = frozenset({"now", "latest", "first"})
"""Words for a time at which an entry can be asked for again."""


def names_time(question: Question) -> bool:
    """Whether a question names a date, or a time at which an entry can be asked for again."""
    return bool(question.dates) or not _TIMES.isdisjoint(question.times)


def told_already(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """The claims that were shown once more, where they tell what a message asks that needs them."""
    is_of_it = _points_at(inquiry, turn) or _says_too_little(inquiry, question)
    if names_time(question) or not question.features or not is_of_it:
        return None
    shown = compose.shown_in(entry, turn)
    telling = inquiry.library.finder.naming(entry, replace(question, kinds=_told_kinds(question)))
    told = [claim for claim in shown if claim in telling] or _naming_one(inquiry, turn, question, entry)
    return _again(inquiry, turn, question, entry, told)


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


def _points_at(inquiry: Inquiry, turn: Turn) -> bool:
    """Whether a message points at what was asked before: 'this training', 'هالتدريب'."""
    pointed = inquiry.library.repertoire.pointed_at(inquiry.tokens)
    return any(one.word in pointed and one.id in turn.features for one in inquiry.question.features)


def _naming_one(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> list[Claim]:
    """The claims that were shown, where they name one of the kind that is asked for: 'which country leads it?'."""
    finder = inquiry.library.finder
    wanted = {_GENERA[one.id] for one in question.features if one.id in _GENERA}
    rest = replace(
        question, features=tuple(one for one in question.features if one.id not in _GENERA), kinds=frozenset()
    )
    if not (wanted and rest.features):
        return []
    known = {*turn.features, *question.ids}
    telling = finder.naming(entry, rest)
    named = {claim: finder.reader.read_curated(claim.text.bilingual.en).features for claim in telling}
    return [
        claim
        for claim in compose.shown_in(entry, turn)
        if any(one.klass in wanted and one.id not in known for one in named.get(claim, ()))
    ]


def _again(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry, claims: Sequence[Claim]) -> Outcome | None:
    if not claims:
        return None
    reply = compose.answer_of(inquiry.library, entry, inquiry.language, claims, 1.0)
    return Outcome(reply, inquiry.library.continuation.join(turn.features, turn.kinds, question))


def _says_too_little(inquiry: Inquiry, question: Question) -> bool:
    """Whether a message needs the turn before it, or names nothing by name and is no sure question by itself."""
    decision, tokens = inquiry.finding.decision, inquiry.tokens
    if not question.kinds:
        is_elliptic = len(tokens) <= ELLIPTIC and inquiry.library.repertoire.opens_continuation(tokens)
        return is_elliptic and not any(feature.is_named for feature in question.features)
    is_sure = decision.verdict is Verdict.SURE and decision.confidence >= FAIRLY_SURE
    is_bare = not any(feature.is_named for feature in inquiry.question.features)
    return earlier.points_back(inquiry) or (is_bare and not is_sure)


def _told_kinds(question: Question) -> frozenset[str]:
    """The kinds that a claim has to tell. 'How much' may be any figure, and 'who' anybody who does what is named."""
    kinds = question.kinds - {"person"}
    return kinds if kinds.isdisjoint(KINDS_OF_FIGURE) else frozenset({"count"})
