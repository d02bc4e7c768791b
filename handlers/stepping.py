"""What came before or after an answer: another year, claim, person's entry, or one of several that stand in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import compose, counting, persons, unanswered
from handlers.inquiry import Outcome
from knowledge.claims import as_of_now, neighbour
from knowledge.dates import PartialDate
from knowledge.search.decide import Verdict
from knowledge.search.question import KINDS_OF_FIGURE

if TYPE_CHECKING:
    from handlers.inquiry import Inquiry
    from handlers.library import Library
    from handlers.model import Turn
    from knowledge.schema import Entry
    from knowledge.search.question import Feature, Question

_TO_COME: Final = frozenset({"next", "future"})
"""Words for a time that has not come yet."""
_OF_WHAT_COMES: Final = frozenset({"date", "place"})
"""Kinds of question for what is still to come."""
_BESIDE: Final = ("next", "previous")
"""Words for what stands beside another one in a row: 'the next meeting'."""
_ORDINALS: Final = frozenset({"second", "third", "fourth", "fifth", "sixth", "seventh"})
"""Concepts for one of several that stand in order."""


def onward(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """What stands before or after an answer, where a message asks for no more than that."""
    if _is_to_come(inquiry, turn, question, entry):
        return unanswered.unknown(inquiry)
    step = _step(inquiry, turn, entry, question)
    if step is not None and (outcome := _next(inquiry, entry, turn, step)) is not None:
        return outcome
    if _is_of_an_order(entry, turn) and _is_another_of_them(question, step):
        return _shown_again(inquiry, turn, entry, question)
    return None


def _is_to_come(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> bool:
    """Whether a message asks when or where the next one is, after the newest: no claim tells what is still to come."""
    is_past = inquiry.library.repertoire.rejoinders.is_past(inquiry.tokens)
    asks_next = not _OF_WHAT_COMES.isdisjoint(question.kinds) and not _TO_COME.isdisjoint(question.times)
    series = series_of(inquiry.library, entry) or entry
    newest = {claim.period.since for claim in as_of_now(series.claims)}
    # A question back has shown no claim, and is about the newest.
    shown = compose.shown_in(entry, turn)
    is_newest = not shown or any(claim.period.since in newest for claim in shown)
    is_of_it = all(inquiry.library.finder.explains(entry, one) for one in question.features if not one.is_number)
    is_known = inquiry.finding.decision.verdict is Verdict.SURE
    return asks_next and not is_past and is_newest and is_of_it and not is_known and not inquiry.question.dates


def _step(inquiry: Inquiry, turn: Turn, entry: Entry, question: Question) -> int | None:
    """-1 or 1 when a message asks for what came before or after the answer, and names no other subject."""
    # 'When did he take over from him?' asks for the date of the answer itself.
    is_in_a_row = len(entry.claims) > 1 or series_of(inquiry.library, entry) is not None
    is_of_a_row = is_in_a_row and not question.times.isdisjoint(_BESIDE)
    asks_when = "date" in question.kinds and "person" not in question.kinds
    if persons.asks_still(inquiry) or (asks_when and inquiry.subjects and not is_of_a_row):
        return None
    # 'Two years after that' is a time of its own, and so is 'after that, in September 2016'.
    if question.dates and not (inquiry.question.dates and question.features):
        return None
    step = inquiry.library.repertoire.step(inquiry.tokens)
    names_more = any(one.is_known and not _is_his(inquiry, turn, entry, one) for one in question.features)
    if step is not None and not names_more:
        return step
    if not question.features:
        return step or next((step for word, step in counting.STEPS.items() if word in question.times), None)
    if any(feature.is_named for feature in question.features):
        return None
    if step is None and is_of_a_row:
        step = next((counting.STEPS[word] for word in _BESIDE if word in question.times), None)
    return step if inquiry.library.finder.tells_of(entry, question) else None


def _is_his(inquiry: Inquiry, turn: Turn, entry: Entry, feature: Feature) -> bool:
    """Whether it is what people call an office, or whose office it is: 'who followed him as commander of CJTF-OIR?'."""
    own = persons.own_entry(inquiry.library, entry, turn) if "person" in inquiry.question.kinds else None
    return persons.is_office(feature) or (own is not None and inquiry.library.finder.explains(own, feature))


def _next(inquiry: Inquiry, entry: Entry, turn: Turn, step: int) -> Outcome | None:
    """What came before or after the claim that was shown: another year, claim, or person's entry; None for nothing."""
    library, language, question = inquiry.library, inquiry.language, inquiry.question
    asked = PartialDate.parse(turn.asked) if turn.asked else None
    joined = library.continuation.join(turn.features, turn.kinds, question)
    if "year" in question.times and asked is not None:
        is_newest = asked in {claim.period.since for claim in as_of_now(entry.claims)}
        if step > 0 and (is_newest or "future" in question.times):
            return unanswered.unknown(inquiry)
        return Outcome(compose.answer(library, entry, language, PartialDate(asked.year + step), 1.0), joined)
    names_person = library.repertoire.names_a_person(inquiry.tokens) or "person" in question.kinds
    # 'Who came after it?' after what names no person asks for another country.
    may_be_of_person = names_person or bool(persons.offices_asked_for(turn))
    is_of_person = may_be_of_person and persons.person(library, entry, turn) is not None
    if not is_of_person and question.kinds.isdisjoint(KINDS_OF_FIGURE):
        entry = series_of(library, entry) or entry
    claim = neighbour(entry.claims, asked, step)
    # 'Who replaced him?' after a meeting is no question for the next meeting.
    is_of_another = is_of_person and not persons.is_of_office(library, entry)
    is_last = is_of_another or claim is neighbour(entry.claims, asked, 0)
    other = persons.neighbour_of(library, entry, turn, step) if is_last else None
    if other is not None:
        return Outcome(compose.answer(library, other, language, None, 1.0), library.finder.reader.read(other.title.en))
    if is_last and len(entry.claims) == 1 and not library.finder.persons[entry.title.en]:
        return None
    return Outcome(compose.answer_of(library, entry, language, [claim], 1.0), joined)


def _shown_again(inquiry: Inquiry, turn: Turn, entry: Entry, question: Question) -> Outcome:
    """The claim in which one stands after the other: 'and the one after that?' of the second phase."""
    reply = compose.answer_of(inquiry.library, entry, inquiry.language, entry.claims, 1.0)
    joined = inquiry.library.continuation.join(turn.features, turn.kinds, question)
    return Outcome(reply, replace(joined, times=frozenset(turn.times)))


def _is_another_of_them(question: Question, step: int | None) -> bool:
    """Whether a message names nothing but another one of several: 'and the next one?', 'and the third?'."""
    known = [feature for feature in question.features if feature.is_known]
    return all(map(_is_ordinal, known)) and (step is not None or bool(known))


def _is_of_an_order(entry: Entry, turn: Turn) -> bool:
    """Whether a question asked for one of several that stand in order, and a single claim tells of them all."""
    is_ordinal = not _ORDINALS.isdisjoint(turn.features) or "first" in turn.times
    return is_ordinal and len(entry.claims) == 1


def _is_ordinal(feature: Feature) -> bool:
    """Whether it stands for one of several in order, or is a mere number: 'the second one'."""
    return feature.id in _ORDINALS or feature.is_number


def series_of(library: Library, entry: Entry) -> Entry | None:
    """The related entry with most claims over time, of which one tells the same thing as an entry with a single one."""
    title = library.finder.titles[entry.id]
    named = replace(title, features=tuple(feature for feature in title.features if feature.is_named))
    if not named.features or len(entry.claims) > 1 or library.finder.persons[entry.title.en]:
        return None
    related = (library.knowledge.entries.get(identity) for identity in entry.related)
    series = (other for other in related if other is not None and len(other.claims) > 1)
    since = entry.claims[0].period.since
    telling = (other for other in series if since in {one.period.since for one in library.finder.naming(other, named)})
    return max(telling, key=lambda other: len(other.claims), default=None)
