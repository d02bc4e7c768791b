"""What a short message takes from the turn before: whom it goes on about, and the time, office and subject it means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import compose
from knowledge.claims import as_of_now
from knowledge.dates import PartialDate
from knowledge.search.decide import Verdict
from knowledge.search.question import Feature

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence
    from datetime import date

    from handlers.inquiry import Inquiry
    from handlers.library import Library
    from handlers.model import Turn
    from knowledge.schema import Entry
    from knowledge.search.question import Question

BARE: Final = 2
"""Words up to which a name or a date alone ('Syria?', 'in 2019') is no small talk, although it resembles some.

Up to as many words a question leaves out what it is about ('شوكت تأسس؟').
"""
STEPS: Final = {"before": -1, "previous": -1, "after": 1, "next": 1}
"""Words for a time that lead to the neighbour of what was said."""
_OFFICE: Final = Feature("post")
"""What somebody holds who commands or is an envoy."""
_OFFICES: Final[Mapping[str, frozenset[str]]] = {
    "person": frozenset({"post", "job", "work", "stay"}),
    "date": frozenset({"post", "job", "work", "stay", "commander", "envoy", "lead", "start-begin", "withdraw"}),
}
"""For kinds of question that are asked of an office, what people call it, taking, holding and leaving it."""
_SAYING: Final = frozenset({"speak", "report", "announce"})
"""What is done by whoever an answer goes back to: 'who said so?'."""
_PARTS_OF_A_YEAR: Final = {"early": 1, "mid": 6, "late": 12}
"""Words for a part of a year, with the month that stands for it."""
_YEARS: Final = frozenset({"year", "last-year"})
_PERIODS: Final = frozenset({"year", "month", "day"})
"""Words for a time of which 'which' asks for a date."""


def in_focus(library: Library, turn: Turn) -> Turn:
    """The turn as if it had shown what it was about.

    After 'who was before Brennan?' that is Calvert's entry; after a question back, the likeliest choice.
    """
    turn = replace(turn, entry=turn.spoken_of)
    entry = library.knowledge.entries.get(turn.entry or "")
    step = next((STEPS[time] for time in turn.times if time in STEPS), None)
    if entry is None or step is None or "person" not in turn.kinds:
        return turn
    named = library.finder.persons_in(entry.title.en)
    other = next_person(library, entry, step) if named and set(named) <= set(turn.features) else None
    if other is None:
        return turn
    features = library.finder.reader.read(other.title.en).ids
    asked = str(other.claims[0].period.since)
    return replace(turn, entry=other.id, features=features, asked=asked, claims=(0,), times=())


def points_back(inquiry: Inquiry) -> bool:
    """Whether a message needs the turn before it: by a word for what was said there, or by its brevity."""
    tokens, question = inquiry.tokens, inquiry.question
    says_it_all = is_whole(question) and inquiry.finding.decision.verdict is not Verdict.NONE
    is_elliptic = len(tokens) <= BARE and bool(question.kinds)
    return is_elliptic or (inquiry.refers_back and not says_it_all)


def is_whole(question: Question) -> bool:
    """Whether a question names both somebody or something and what is asked of it: 'Why did Qatar withdraw?'."""
    return len({feature.is_named for feature in question.features}) > 1


def understood(inquiry: Inquiry, turn: Turn) -> Question:
    """The message without words for what was said before, and with the time that 'then' means."""
    question, library = inquiry.question, inquiry.library
    entry = library.knowledge.entries.get(turn.entry or "")
    kinds = frozenset({"date"}) if question.kinds == {"list"} and question.times & _PERIODS else question.kinds
    features = _without(inquiry.subjects, _taken_for_granted(library, entry, turn, kinds))
    meant = replace(question, features=features, kinds=kinds)
    dates = _dates(library, entry, turn, meant)
    return replace(meant, features=_beside_time(inquiry, meant) if dates else features, dates=dates)


def next_person(library: Library, entry: Entry, step: int) -> Entry | None:
    """The entry of the nearest earlier or later of the persons whom the entry of a person names."""
    entries, finder = library.knowledge.entries, library.finder
    own, named = finder.persons_in(entry.title.en), finder.persons_told(entry)
    related = [entries[identity] for identity in entry.related if identity in entries]
    persons = [other for other in related if (whose := finder.persons_in(other.title.en)) and named.issuperset(whose)]
    begin = _begin(entry)
    following = [other for other in persons if own and (_begin(other) - begin).days * step > 0]
    return min(following, key=lambda other: abs(_begin(other) - begin), default=None)


def neighbour_of(library: Library, entry: Entry, turn: Turn, step: int) -> Entry | None:
    """The entry of whoever came before or after the person whom an entry, or the answer before, is about."""
    own = _entry_of(library, person(library, entry, turn))
    others = (next_person(library, one, step) for one in (entry, own) if one is not None)
    return next((other for other in others if other is not None), None)


def series_of(library: Library, entry: Entry) -> Entry | None:
    """The related entry with claims over time, one of which tells of the same thing as an entry with a single one."""
    title = library.finder.reader.read_curated(entry.title.en)
    named = replace(title, features=tuple(feature for feature in title.features if feature.is_named))
    if not named.features or len(entry.claims) > 1 or library.finder.persons_in(entry.title.en):
        return None
    related = (library.knowledge.entries.get(identity) for identity in entry.related)
    series = (other for other in related if other is not None and len(other.claims) > 1)
    since = entry.claims[0].period.since
    return next(
        (other for other in series if since in {one.period.since for one in library.finder.naming(other, named)}), None
    )


def person(library: Library, entry: Entry | None, turn: Turn) -> str | None:
    """Of whom the answer before spoke first: whom 'he' means."""
    texts = [claim.text.bilingual.en for claim in compose.shown_in(entry, turn)] if entry is not None else []
    return next((person for text in texts for person in library.finder.persons_in(text)), None)


def _entry_of(library: Library, identity: str | None) -> Entry | None:
    """The entry about a person and nobody else."""
    if identity is None:
        return None
    entries = library.knowledge.entries.values()
    about = (entry for entry in entries if library.finder.persons_in(entry.title.en) == (identity,))
    return next((entry for entry in about if library.finder.explains(entry, _OFFICE)), None)


def _without(features: Sequence[Feature], granted: Container[str]) -> tuple[Feature, ...]:
    """Nothing, where nothing new is named; an unknown word says what became of it: 'when did he quit the job?'."""
    kept = [feature for feature in features if feature.id not in granted]
    is_granted = len(kept) < len(features) and not any(feature.is_known for feature in kept)
    return () if is_granted else tuple(features)


def _beside_time(inquiry: Inquiry, question: Question) -> tuple[Feature, ...]:
    """What a message names besides a time: no 'more or less', and no unknown words alone ('آب من العام ذاته')."""
    comparing, reader = inquiry.library.repertoire.rejoinders.comparing, inquiry.library.finder.reader
    features = tuple(feature for feature in question.features if not comparing(feature.word))
    names_time = "then" in question.times or reader.month_in(question.folded) is not None
    return features if not names_time or any(feature.is_known for feature in features) else ()


def _taken_for_granted(library: Library, entry: Entry | None, turn: Turn, kinds: Collection[str]) -> frozenset[str]:
    """Concepts that say nothing new of the person whom the answer named: that he spoke, and the office he has."""
    if entry is None or person(library, entry, turn) is None:
        return frozenset()
    spoken = _SAYING if "person" in kinds else frozenset()
    if not library.finder.explains(entry, _OFFICE):
        return spoken
    return spoken.union(*(_OFFICES.get(kind, frozenset()) for kind in kinds))


def _dates(library: Library, entry: Entry | None, turn: Turn, question: Question) -> tuple[PartialDate, ...]:
    """The dates that a message names, or else the one of the answer before that it means."""
    if question.dates or turn.asked is None:
        return question.dates
    asked, names_more = PartialDate.parse(turn.asked), bool(question.features)
    month = library.finder.reader.month_in(question.folded)
    # 'In August of the same year': where a month is named, the year is the one that was spoken of.
    is_then = "then" in question.times or (month is not None and "year" in question.times)
    is_alone = not (question.kinds or any(feature.is_known for feature in question.features))
    if month is not None and (is_then or is_alone):
        return (PartialDate(asked.year, month),)
    moved = _moved(asked, question)
    if moved is not None:
        return (moved,)
    if names_more and (is_then or is_another_subject(question)) and (is_then or _was_dated(entry, turn)):
        return (asked,)
    return ()


def _moved(asked: PartialDate, question: Question) -> PartialDate | None:
    """The part of a year, or the year or month beside it, that is counted from the time of the answer before."""
    times, names_more = question.times, bool(question.features)
    month = next((month for part, month in _PARTS_OF_A_YEAR.items() if part in times), None)
    if month is not None and (not names_more or "then" in times):
        return PartialDate(asked.year, month)
    step = next((step for word, step in STEPS.items() if word in times), None)
    if step is None or not names_more:
        return None
    if "month" in times and asked.month is not None:
        months = asked.year * 12 + asked.month - 1 + step
        return PartialDate(months // 12, months % 12 + 1)
    return PartialDate(asked.year + step) if not _YEARS.isdisjoint(times) else None


def is_another_subject(question: Question) -> bool:
    """Whether a message only names another country or the like: 'and in Syria?'."""
    return not question.kinds and not question.times and all(feature.is_named for feature in question.features)


def _was_dated(entry: Entry | None, turn: Turn) -> bool:
    """Whether the answer before was not simply the newest."""
    shown = compose.shown_in(entry, turn) if entry is not None else []
    return entry is not None and bool(shown) and set(shown).isdisjoint(as_of_now(entry.claims))


def _begin(entry: Entry) -> date:
    return entry.claims[0].period.since.first_day
