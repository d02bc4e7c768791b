"""What a short message takes from the turn before: the entry, time and subject that it means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import compose, counting, persons
from knowledge.claims import as_of_now
from knowledge.dates import PartialDate
from knowledge.search.decide import Verdict
from knowledge.search.question import Feature

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from handlers.inquiry import Inquiry
    from handlers.library import Library
    from handlers.model import Turn
    from knowledge.schema import Entry
    from knowledge.search.question import Question

BARE: Final = 2
"""Words up to which a name or a date alone ('Syria?', 'in 2019') is no small talk, although it resembles some.

Up to as many words a question leaves out what it is about ('شوكت تأسس؟').
"""
GLUE: Final = 2
"""Letters of what stands before a date and is no word: 'وبـ 2014'."""
_PARTS_OF_A_YEAR: Final = {"early": 1, "mid": 6, "late": 12}
"""Words for a part of a year, with the month that stands for it."""
_END: Final = "end-finish"
_EDGES: Final = frozenset({_END, "start-begin"})
"""Concepts that only tell from which edge of a month is counted: 'by the end of August'."""
_OUTCOME: Final = Feature("outcome")
"""What came of something."""
_A_YEAR: Final = frozenset({"year", "السنه", "سنه", "العام", "عام", "sene", "sana"})
"""'Year', folded, in 'that year'."""
_YEARS: Final = frozenset({"year", "last-year"})
_LASTING: Final = frozenset({"person", "place"})
"""Kinds of question for what has been so since a date; a figure may have grown since then."""
_PERIODS: Final = frozenset({"year", "month", "day"})
"""Words for a time of which 'which' asks for a date."""


def in_focus(library: Library, turn: Turn) -> Turn:
    """The turn as if it had shown what it was about.

    After 'who was before Brennan?' that is Calvert's entry; after a question back, the likeliest choice.
    """
    turn = replace(turn, entry=turn.spoken_of)
    entry = library.knowledge.entries.get(turn.entry or "")
    step = next((counting.STEPS[time] for time in turn.times if time in counting.STEPS), None)
    # 'من خلف', 'who succeeded', has no word for 'who' that is told from 'from'.
    if entry is None or step is None or not (turn.kinds == () or "person" in turn.kinds):
        return turn
    named = library.finder.persons[entry.title.en]
    other = persons.next_person(library, entry, step) if named and set(named) <= set(turn.features) else None
    if other is None:
        return turn
    features = library.finder.reader.read(other.title.en).ids
    asked = str(other.claims[0].period.since)
    return replace(turn, entry=other.id, features=features, asked=asked, claims=(0,), times=())


def points_back(inquiry: Inquiry) -> bool:
    """Whether a message needs the turn before it: by a word for what was said there, or by its brevity."""
    tokens, question = inquiry.tokens, inquiry.question
    if len(tokens) <= BARE and question.kinds:
        return True
    return inquiry.refers_back and not (is_whole(question) and inquiry.finding.decision.verdict is not Verdict.NONE)


def is_whole(question: Question) -> bool:
    """Whether a question names both somebody or something and what is asked of it: 'Why did Qatar withdraw?'."""
    return len({feature.is_named for feature in question.features}) > 1


def understood(inquiry: Inquiry, turn: Turn) -> Question:
    """The message without words for what was said before, and with the time that 'then' means."""
    question, library = inquiry.question, inquiry.library
    entry = library.knowledge.entries.get(turn.entry or "")
    kinds = frozenset({"date"}) if question.kinds == {"list"} and question.times & _PERIODS else question.kinds
    is_still = persons.asks_still(inquiry)
    granted = persons.taken_for_granted(library, entry, turn, kinds if not is_still else frozenset({persons.STILL}))
    features = _asked_of(inquiry, _without(inquiry.subjects, granted))
    meant = of_now(replace(question, features=features, kinds=kinds))
    if is_still and not features:
        meant = replace(meant, kinds=frozenset(), times=question.times | {"now"})
    counted = counting.counted(inquiry, PartialDate.parse(turn.asked) if turn.asked else None)
    if counted is not None:
        features = tuple(one for one in features if one.is_known and not one.is_number)
        return replace(meant, features=features, dates=(counted,), times=meant.times - {"now"})
    dates = _dates(library, entry, turn, meant) or _of_what_he_said(inquiry, entry, turn)
    return replace(meant, features=_beside_time(inquiry, meant) if dates else features, dates=dates)


def of_now(question: Question) -> Question:
    """What a question asks of all that has been since a date is asked of now: 'who has led it since May 2025?'."""
    is_lasting = "since" in question.times and bool(question.dates) and not _LASTING.isdisjoint(question.kinds)
    return replace(question, dates=(), times=question.times | {"now"}) if is_lasting else question


def _without(features: Sequence[Feature], granted: Container[str]) -> tuple[Feature, ...]:
    """Nothing, where nothing new is named; an unknown word says what became of it: 'when did he quit the job?'."""
    kept = [feature for feature in features if feature.id not in granted]
    is_granted = len(kept) < len(features) and not any(feature.is_known for feature in kept)
    return () if is_granted else tuple(features)


def _asked_of(inquiry: Inquiry, features: Sequence[Feature]) -> tuple[Feature, ...]:
    """What a message asks of what was said, without the words that only say so: 'what came of it', 'among them'."""
    rejoinders = inquiry.library.repertoire.rejoinders
    if not inquiry.refers_back:
        return tuple(features)
    named = [one for one in features if one.is_named or not rejoinders.asking_whether([one.word])]
    if said := rejoinders.asking_outcome(inquiry.tokens):
        return (*(one for one in named if not said.issuperset(one.word.split())), _OUTCOME)
    return tuple(named or features)


def _beside_time(inquiry: Inquiry, question: Question) -> tuple[Feature, ...]:
    """What a message names besides a time: no 'more or less', and no unknown words alone ('آب من العام ذاته')."""
    comparing, reader = inquiry.library.repertoire.rejoinders.comparing, inquiry.library.finder.reader
    features = tuple(feature for feature in question.features if not comparing(feature.word))
    names_time = "then" in question.times or reader.month_in(question.folded) is not None
    is_glue = all(len(feature.word) <= GLUE for feature in features)
    return features if not (names_time or is_glue) or any(feature.is_known for feature in features) else ()


def _dates(library: Library, entry: Entry | None, turn: Turn, question: Question) -> tuple[PartialDate, ...]:
    """The dates that a message names, or else the one of the answer before that it means."""
    if question.dates or turn.asked is None:
        return question.dates
    asked, names_more = PartialDate.parse(turn.asked), bool(question.features)
    month = library.finder.reader.month_in(question.folded)
    # 'In August of the same year': where a month is named, the year is the one that was spoken of.
    is_then = "then" in question.times or (month is not None and "year" in question.times)
    names_known = any(one.is_known and one.id not in _EDGES for one in question.features)
    is_alone = not (question.kinds or names_known)
    if month is not None and (is_then or is_alone or (was_dated(entry, turn) and not names_known)):
        return (PartialDate(asked.year, month),)
    moved = _moved(asked, question)
    if moved is not None:
        return (moved,)
    if is_then and names_more and not _A_YEAR.isdisjoint(question.words):
        return (PartialDate(asked.year),)
    asks_then = is_then and bool(names_more or question.kinds)
    return (asked,) if asks_then or (names_more and is_another_subject(question) and was_dated(entry, turn)) else ()


def _of_what_he_said(inquiry: Inquiry, entry: Entry | None, turn: Turn) -> tuple[PartialDate, ...]:
    """The time of an older answer, if a message asks for more that was said then: 'how many did he say?', 'كم قال؟'."""
    is_older = (turn.is_dated or was_dated(entry, turn)) and "person" not in inquiry.question.kinds
    names_another = any(one.is_named for one in inquiry.question.features)
    is_his = inquiry.library.repertoire.names_a_person(inquiry.tokens) or not names_another
    says = any(one.id in persons.SAYING for one in inquiry.question.features)
    return (PartialDate.parse(turn.asked),) if turn.asked is not None and is_older and is_his and says else ()


def _moved(asked: PartialDate, question: Question) -> PartialDate | None:
    """The part of a year, or the year or month beside it, that is counted from the time of the answer before."""
    times, names_more = question.times, bool(question.features)
    month = next((month for part, month in _PARTS_OF_A_YEAR.items() if part in times), None)
    if month is not None and (not names_more or "then" in times):
        return PartialDate(asked.year, month)
    # 'By the end of that year'; the end of a month is counted as the month itself.
    is_end = question.ids == (_END,) or (not names_more and "until" in times)
    if is_end and "then" in times and not _A_YEAR.isdisjoint(question.words):
        return PartialDate(asked.year, 12)
    step = next((step for word, step in counting.STEPS.items() if word in times), None)
    if step is not None and "month" in times and asked.month is not None:
        months = asked.year * 12 + asked.month - 1 + step
        return PartialDate(months // 12, months % 12 + 1)
    if step is None or not names_more:
        return None
    return PartialDate(asked.year + step) if not _YEARS.isdisjoint(times) else None


def is_another_subject(question: Question) -> bool:
    """Whether a message only names another country or the like: 'and in Syria?'."""
    return not question.kinds and not question.times and all(feature.is_named for feature in question.features)


def was_dated(entry: Entry | None, turn: Turn) -> bool:
    """Whether the answer before was not simply the newest."""
    shown = compose.shown_in(entry, turn) if entry is not None else []
    return entry is not None and bool(shown) and set(shown).isdisjoint(as_of_now(entry.claims))
