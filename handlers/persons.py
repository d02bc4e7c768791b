"""Whom an answer named, the office that is his, and who came before and after him."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import compose
from knowledge.search.question import Feature

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from handlers.inquiry import Inquiry
    from handlers.library import Library
    from handlers.model import Turn
    from knowledge.schema import Entry
    from knowledge.search.question import Question

STILL: Final = "still"
"""Stands for the kind of question that 'is he still in office?' is."""
_OFFICE: Final = Feature("post")
"""What somebody holds who commands or is an envoy."""
_HOLDING: Final = frozenset({"post", "job", "work", "stay"})
_OFFICES: Final[Mapping[str, frozenset[str]]] = {
    "person": _HOLDING,
    "date": _HOLDING | {"remaining", "commander", "envoy", "lead", "start-begin", "end-finish", "withdraw"},
    STILL: _HOLDING | {"remaining", "commander", "envoy", "lead", "continue"},
}
"""For kinds of question that are asked of an office, what people call it, taking, holding and leaving it."""
_POSTS: Final = frozenset({"commander", "envoy"})
"""Those of them that are always held by one person."""
_ASKING_STILL: Final = frozenset({"yes-no", "change"})
"""Kinds of question that 'is he still there?' may be of."""
SAYING: Final = frozenset({"speak", "report", "announce"})
"""What is done by whoever an answer goes back to: 'who said so?'."""


def person(library: Library, entry: Entry | None, turn: Turn) -> str | None:
    """Whom 'he' means: of those whom the answer before named, who has the office that was asked for, else the first."""
    texts = [claim.text.bilingual.en for claim in compose.shown_in(entry, turn)] if entry is not None else []
    named = [person for text in texts for person in library.finder.persons[text]]
    return max(named, key=lambda one: _offices_of(library, one, offices_asked_for(turn)), default=None)


def offices_asked_for(turn: Turn) -> list[Feature]:
    """The offices that a question named whose holder it asked for."""
    return [Feature(one) for one in turn.features if one in _OFFICES[STILL]] if "person" in turn.kinds else []


def asks_holder_elsewhere(inquiry: Inquiry, turn: Turn, question: Question) -> bool:
    """Whether a message asks who had an office of which the answer's entry tells nothing: 'who commanded it then?'."""
    library = inquiry.library
    entry = library.knowledge.entries.get(turn.entry or "")
    offices = {one.id for one in question.features if one.id in _POSTS} if "person" in question.kinds else set()
    if entry is None or not offices:
        return False
    shown = compose.shown_in(entry, turn)
    return not all(library.finder.is_told(entry, shown, office) for office in offices)


def own_entry(library: Library, entry: Entry | None, turn: Turn) -> Entry | None:
    """The entry about the person whom the answer before named first."""
    return _entry_of(library, person(library, entry, turn))


def is_office(feature: Feature) -> bool:
    """Whether it is what people call an office, or holding it."""
    return feature.id in _OFFICES[STILL]


def tells_of_office(library: Library, entry: Entry) -> bool:
    """Whether an entry has something to say on an office."""
    return library.finder.explains(entry, _OFFICE)


def is_of_office(library: Library, entry: Entry) -> bool:
    """Whether an entry is about an office, or somebody who has one."""
    is_titled = any(map(is_office, library.finder.titles[entry.id].features))
    return tells_of_office(library, entry) and (is_titled or bool(library.finder.persons[entry.title.en]))


def asks_still(inquiry: Inquiry) -> bool:
    """Whether a message asks of somebody who was named whether he still is what he was: 'هو لسه في منصبه؟'."""
    question = inquiry.question
    is_of_office = bool(question.features) and all(map(is_office, question.features))
    says_still = inquiry.library.repertoire.rejoinders.says_still(inquiry.tokens)
    return is_of_office and says_still and question.kinds <= _ASKING_STILL


def of_whose_office(inquiry: Inquiry, turn: Turn, entry: Entry, question: Question) -> Entry:
    """The entry of the person whom the answer named, where nothing but an office is asked of, and it tells of none."""
    library = inquiry.library
    is_of_office = bool(inquiry.subjects) and all(map(is_office, inquiry.subjects)) and not question.features
    if not is_of_office or ("person" in question.kinds) or tells_of_office(library, entry):
        return entry
    return own_entry(library, entry, turn) or entry


def next_person(library: Library, entry: Entry, step: int) -> Entry | None:
    """The entry of the nearest earlier or later of the persons who are named beside the one whom an entry is about.

    One of the two entries is related to the other in the curators' view, and one of them names the other's person.
    """
    entries, finder = library.knowledge.entries, library.finder
    own, named = set(finder.persons[entry.title.en]), finder.persons_told(entry)
    related = [entries[identity] for identity in entry.related if identity in entries]
    whose = {other.id: set(finder.persons[other.title.en]) for other in related}
    begin = min(_begin(one) for one in (entry, *(other for other in related if whose[other.id] == own)))
    others = (
        other
        for other in related
        if whose[other.id] - own and (named >= whose[other.id] or finder.persons_told(other) >= own)
    )
    following = [other for other in others if own and (_begin(other) - begin).days * step > 0]
    return min(following, key=lambda other: abs(_begin(other) - begin), default=None)


def neighbour_of(library: Library, entry: Entry, turn: Turn, step: int) -> Entry | None:
    """The entry of whoever came before or after the person whom an entry, or the answer before, is about."""
    own = own_entry(library, entry, turn)
    others = (next_person(library, one, step) for one in (entry, own) if one is not None)
    return next((other for other in others if other is not None), None)


def taken_for_granted(library: Library, entry: Entry | None, turn: Turn, kinds: Collection[str]) -> frozenset[str]:
    """Concepts that say nothing new of the person whom the answer named: that he spoke, and the office he has."""
    if entry is None or person(library, entry, turn) is None:
        return frozenset()
    spoken = SAYING if "person" in kinds else frozenset()
    if not tells_of_office(library, entry) and own_entry(library, entry, turn) is None:
        return spoken
    return spoken.union(*(_OFFICES.get(kind, frozenset()) for kind in kinds))


def _offices_of(library: Library, identity: str, offices: Sequence[Feature]) -> int:
    """How many of some offices the entry about a person tells of."""
    own = _entry_of(library, identity) if offices else None
    return sum(library.finder.explains(own, office) for office in offices) if own is not None else 0


def _entry_of(library: Library, identity: str | None) -> Entry | None:
    """The entry about a person and nobody else."""
    if identity is None:
        return None
    entries = library.knowledge.entries.values()
    about = (entry for entry in entries if library.finder.persons[entry.title.en] == (identity,))
    return next((entry for entry in about if tells_of_office(library, entry)), None)


def _begin(entry: Entry) -> date:
    """When what an entry tells first began, at the latest: '2022' comes after February of that year."""
    return entry.claims[0].period.since.last_day
