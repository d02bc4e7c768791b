"""Short messages that go on from the turn before: 'and in Syria?', 'وسنة 2020؟', 'since when?', 'who before him?'."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import compose, earlier, persons, shown, stepping, unanswered
from handlers.facts import outcome_of
from handlers.inquiry import AFTER_AN_ANSWER, CLEARLY_SAID, OF_AN_ANSWER, SURELY_SAID, Inquiry, Outcome
from handlers.model import Intent, Kind
from handlers.shown import names_time
from knowledge.claims import held_at
from knowledge.dates import PartialDate
from knowledge.schema import ConceptClass
from knowledge.search.continuation import Continued
from knowledge.search.decide import Verdict
from knowledge.search.finder import Finding
from knowledge.search.question import KINDS_OF_FIGURE

if TYPE_CHECKING:
    from handlers.library import Library
    from handlers.model import Turn
    from handlers.repertoire import Recognised
    from knowledge.schema import Entry
    from knowledge.search.bearing import Bearing
    from knowledge.search.decide import Decision
    from knowledge.search.evidence import Candidate
    from knowledge.search.question import Question

SHORT: Final = 14
"""Words up to which a message may be the continuation of the turn before it."""
_PARTS: Final = (ConceptClass.COUNTRY, ConceptClass.PLACE)
"""Classes of what has a share in something, the likelier first."""
_EVERYBODY: Final = frozenset({"partner", "state-country", "membership", "cooperation", "donor", "independent"})
"""Concepts for all that have a share together."""
_PERIODS: Final = frozenset({"month", "year"})
"""Words for a time of its own: 'by that December', 'in the third year'."""
COMMONLY_TOLD: Final = 0.5
"""How commonly answers tell what a message asks, from which it rather asks that than says something like it."""
SURE_BY_ITSELF: Final = 0.6
"""Probability of an entry from which a message that points back, and does not go on from the answer, asks it alone."""
SURELY_ASKED: Final = 0.85
"""Probability of an entry from which a message that asks nothing in so many words is no courtesy: 'والصحة؟'."""
RATHER_ASKED: Final = 0.5
"""Probability from which another entry is asked what the one that gave the answer could tell, too."""
_NEVER_ASKED: Final = frozenset({Intent.THANKS, Intent.LANGUAGE, Intent.SOURCES})
"""What is said after answers, and sounds like no question to them."""
_ASKED_ALONE: Final = frozenset({"date", "place", "person", "count"})
"""Kinds of question that are understood without a subject, after an answer."""


def follow_up(inquiry: Inquiry) -> Outcome | None:
    """The answer to a message that makes sense together with the turn before, and less by itself."""
    return inquiry.once(_follow_up)


def _follow_up(inquiry: Inquiry) -> Outcome | None:
    turn = inquiry.session.turn
    if turn is None or not turn.features or not inquiry.tokens or len(inquiry.tokens) > SHORT:
        return None
    return _gone_on(inquiry, turn) if _may_continue(inquiry) else None


def _gone_on(inquiry: Inquiry, turn: Turn) -> Outcome | None:
    """The answer to a message that goes on from a turn, by whatever it leaves out."""
    turn = earlier.in_focus(inquiry.library, turn)
    question = earlier.understood(inquiry, turn)
    entry = inquiry.library.knowledge.entries.get(turn.entry or "")
    if entry is None:
        return _likeliest(inquiry, turn, question)
    entry = persons.of_whose_office(inquiry, turn, entry, question)
    if (outcome := stepping.onward(inquiry, turn, question, entry)) is not None:
        return outcome
    if (outcome := _in_all(inquiry, turn, question, entry)) is not None:
        return outcome
    if _asks_alone(inquiry, question, entry) and (outcome := _of_the_same(inquiry, turn, question, entry)) is not None:
        return _rather_of_another(inquiry, turn, question, entry) or outcome
    told = shown.whether(inquiry, turn, question, entry) or shown.of_then(inquiry, turn, question, entry)
    if told is not None:
        return told
    return _likeliest(inquiry, turn, question)


def _asks_alone(inquiry: Inquiry, question: Question, entry: Entry) -> bool:
    """Whether a message names nothing that is to be told, or an office of which the answer's entry tells."""
    named_nothing = not inquiry.question.features or names_time(question)
    return not question.features and (named_nothing or persons.tells_of_office(inquiry.library, entry))


def _rather_of_another(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """The answer of another entry than the one before, if it is clearly meant: 'where are they now?'."""
    is_of_somebody = inquiry.library.repertoire.names_a_person(inquiry.tokens)
    if question.dates or is_of_somebody or entry.id != turn.entry:
        return None
    outcome = _likeliest(inquiry, turn, question)
    if outcome is None or outcome.reply.kind is not Kind.ANSWER or outcome.reply.entry == entry.id:
        return None
    return outcome if outcome.reply.confidence >= RATHER_ASKED else None


def _likeliest(inquiry: Inquiry, turn: Turn, question: Question, *, leaves_entry: bool = False) -> Outcome | None:
    """What a message most likely asks after an answer; nothing where it has words, and none that anybody knows."""
    readings = continued(inquiry, turn, question)
    if leaves_entry:
        readings = readings._replace(leaves_entry=True)
    decision, alone = inquiry.library.continuation.go_on(readings), inquiry.finding.decision
    if _is_strange(inquiry, question) and not inquiry.library.continuation.is_usual(readings, decision):
        return None
    if inquiry.intent is not None and not _outweighs(inquiry, decision, inquiry.intent):
        return None
    if decision.verdict is Verdict.SURE:
        return _answer(inquiry, turn, readings, decision.candidates[0])
    if readings.wants_another_figure and decision.verdict is Verdict.NONE and not _is_near(inquiry, turn, alone):
        return unanswered.unknown(inquiry)
    if alone.verdict is Verdict.SURE and not (earlier.points_back(inquiry) or inquiry.refers_back):
        return _answer(inquiry, turn, readings, alone.candidates[0])
    return outcome_of(inquiry, Finding(readings.joined, decision))


def _outweighs(inquiry: Inquiry, decision: Decision, said: Recognised) -> bool:
    """Whether a message is likelier asked of what was said than it is small talk."""
    if inquiry.library.repertoire.rejoinders.speaks_to_you(inquiry.tokens) and said.probability >= AFTER_AN_ANSWER:
        return False
    if inquiry.question.kinds:
        return decision.verdict is Verdict.SURE or not _is_clearly_said(inquiry)
    is_sure = decision.confidence >= SURELY_ASKED and _may_be_asked(inquiry)
    return said.probability <= decision.confidence or is_sure


def _is_near(inquiry: Inquiry, turn: Turn, decision: Decision) -> bool:
    """Whether what was decided for is near the entry that gave the answer."""
    nearby = inquiry.library.continuation.nearby(turn.entry)
    return any(one.id in nearby for one in decision.candidates[:1])


def _is_strange(inquiry: Inquiry, question: Question) -> bool:
    """Whether a message asks nothing that is understood, and points at nothing that was said: 'xyzzy plugh'."""
    named = any(one.is_known and not one.is_number for one in question.features)
    asks = named or question.kinds or question.dates or question.times
    return bool(question.features) and not (asks or inquiry.refers_back or earlier.points_back(inquiry))


def continued(inquiry: Inquiry, turn: Turn, question: Question) -> Continued:
    """A message in its readings after a turn, as it was understood."""
    library = inquiry.library
    return Continued(
        said=earlier.of_now(inquiry.whole.question),
        question=question,
        joined=library.continuation.join(turn.features, turn.kinds, question),
        entry=turn.entry,
        asked=_time_of(library, turn, question),
        points_at=_points_at(inquiry, turn),
        leaves_entry=persons.asks_holder_elsewhere(inquiry, turn, question),
        compared=inquiry.whole.compared,
    )


def bearings(inquiry: Inquiry) -> dict[str, Bearing]:
    """What speaks for each target that a message may ask after an answer; nothing where there was none."""
    turn = inquiry.session.turn
    if turn is None or not turn.features:
        return {}
    turn = earlier.in_focus(inquiry.library, turn)
    found = inquiry.library.continuation.bearings(continued(inquiry, turn, earlier.understood(inquiry, turn)))
    return {target: bearing for target, (_, bearing) in found.items()}


def _points_at(inquiry: Inquiry, turn: Turn) -> bool:
    """Whether a message points at what was asked before: 'this training', 'هالتدريب'."""
    pointed = inquiry.library.repertoire.pointed_at(inquiry.tokens)
    return any(one.word in pointed and one.id in turn.features for one in inquiry.question.features)


def _answer(inquiry: Inquiry, turn: Turn, readings: Continued, found: Candidate) -> Outcome:
    """The answer of an entry, for the time of the answer before where the message goes on from one of a time."""
    library, language, asked = inquiry.library, inquiry.language, readings.asked
    entry, question, joined = library.knowledge.entries[found.id], readings.question, readings.joined
    is_same = asked is not None and entry.id == turn.entry
    if is_same and (claims := shown.unless_another_tells_more(library, entry, turn, question)):
        return Outcome(compose.answer_of(library, entry, language, claims, found.probability), joined)
    then = asked or _time_of_event(library, turn, question)
    if not is_same and then is not None and _speaks_of(library, turn, entry, then):
        question, joined = replace(question, dates=(then,)), replace(joined, dates=(then,))
    return Outcome(compose.answer_to(library, entry, language, question, found.probability), joined)


def _speaks_of(library: Library, turn: Turn, entry: Entry, asked: PartialDate) -> bool:
    """Whether an entry near the answer before has a claim of its time."""
    return entry.id in library.continuation.nearby(turn.entry) and held_at(entry.claims, asked).is_exact


def _time_of_event(library: Library, turn: Turn, question: Question) -> PartialDate | None:
    """When that was of which the answer's entry has a single claim, where a message names no time of its own."""
    entry = library.knowledge.entries.get(turn.entry or "")
    if entry is None or len(entry.claims) > 1 or names_time(question) or not _PERIODS.isdisjoint(question.times):
        return None
    since = entry.claims[0].period.since
    return since if since.month is not None else None


def _time_of(library: Library, turn: Turn, question: Question) -> PartialDate | None:
    """The time of a dated answer, where a message that goes on from it names none of its own."""
    was_dated = turn.is_dated or earlier.was_dated(library.knowledge.entries.get(turn.entry or ""), turn)
    is_of_then = was_dated and not names_time(question) and _PERIODS.isdisjoint(question.times)
    return PartialDate.parse(turn.asked) if turn.asked is not None and is_of_then else None


def _in_all(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """The figure of them all, after that of one of them: 'and the total, all partners together?'."""
    library = inquiry.library
    one_of_them = _part_of(library, turn)
    is_bare = all(one.id in _EVERYBODY or not one.is_known for one in inquiry.question.features)
    is_of_a_figure = not KINDS_OF_FIGURE.isdisjoint(turn.kinds)
    asks_all = library.repertoire.rejoinders.summing(inquiry.tokens) and not inquiry.refers_back
    if not (one_of_them and is_bare and is_of_a_figure and asks_all):
        return None
    title = library.finder.titles[entry.id].features
    places = [one.id for one in title if one.klass is ConceptClass.PLACE and one.id not in one_of_them]
    kept = dict.fromkeys([*(one for one in turn.features if one not in one_of_them), *places])
    asked = replace(question, features=(), kinds=frozenset())
    finding = library.continuation.elsewhere(kept, turn.kinds, turn.entry, asked)
    found = next((library.knowledge.entries[one.id] for one in finding.decision.candidates[:1]), entry)
    # The share of another one is no sum of them all.
    named = library.finder.titles[found.id].features
    is_a_share = any(one.klass in _PARTS and one.id not in kept for one in named)
    if is_a_share:
        return unanswered.unknown(inquiry)
    return outcome_of(inquiry, finding) if finding.decision.verdict is Verdict.SURE else None


def _part_of(library: Library, turn: Turn) -> frozenset[str]:
    """Whose share a question asked for: the countries that it named, or else the places."""
    named = {one: library.finder.classes.get(one) for one in turn.features}
    shares = (frozenset(one for one, klass in named.items() if klass is part) for part in _PARTS)
    return next((share for share in shares if share), frozenset())


def lost(inquiry: Inquiry) -> Outcome | None:
    """No guess for a message that needs an answer before it which does not tell what it asks."""
    turn, decision = inquiry.session.turn, inquiry.finding.decision
    is_follow_up = (
        turn is not None and turn.spoken_of is not None and inquiry.refers_back and earlier.points_back(inquiry)
    )
    is_of_somebody = inquiry.library.repertoire.names_a_person(inquiry.tokens)
    is_sure = decision.verdict is Verdict.SURE and decision.confidence >= SURE_BY_ITSELF and not is_of_somebody
    return unanswered.unknown(inquiry) if is_follow_up and not is_sure else None


def _may_continue(inquiry: Inquiry) -> bool:
    """Whether a short message is no small talk, or one that after an answer rather asks of it."""
    asks_alone = inquiry.library.repertoire.asks_alone(inquiry.tokens)
    is_small_talk = _is_clearly_said(inquiry) and not _is_bare_question(inquiry)
    return asks_alone or not is_small_talk or _may_be_asked(inquiry)


def _may_be_asked(inquiry: Inquiry) -> bool:
    """Whether a message that sounds like small talk rather asks what answers commonly tell: 'by what date?'."""
    said = inquiry.intent
    is_phrase = said is not None and (inquiry.is_clear_small_talk or said.id in _NEVER_ASKED)
    asks_something = bool(inquiry.question.kinds or inquiry.question.features)
    return asks_something and not is_phrase and inquiry.commonly_told >= COMMONLY_TOLD


def _is_clearly_said(inquiry: Inquiry) -> bool:
    """Whether a message is small talk, however it begins."""
    said, question = inquiry.intent, inquiry.question
    asks_back = bool(question.kinds) and inquiry.refers_back
    names_something = bool(question.features or question.dates or question.times)
    if said is None:
        return False
    # 'Who spoke there?' sounds like 'who said that?'.
    asks_who = "person" in question.kinds and bool(question.features)
    is_of_answer = said.id in OF_AN_ANSWER and said.probability >= SURELY_SAID and not asks_who
    return is_of_answer or inquiry.is_clear_small_talk or not (names_something or asks_back)


def _is_bare_question(inquiry: Inquiry) -> bool:
    """Whether a message is hardly more than a question word, and no phrase of small talk: 'بيا تاريخ؟'."""
    said, asks = inquiry.intent, inquiry.question.kinds
    is_phrase = said is not None and said.nearness >= CLEARLY_SAID
    return not is_phrase and len(inquiry.tokens) <= earlier.BARE and not asks.isdisjoint(_ASKED_ALONE)


def _of_the_same(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """The entry of the turn before again: at another time, or because it tells what is asked ('since when?')."""
    library, language = inquiry.library, inquiry.language
    telling = library.finder.naming(entry, question)
    asks_time = names_time(question)
    if not telling or not (question.kinds or asks_time):
        return None
    if question.dates and not held_at(entry.claims, question.dates[0]).is_exact:
        if len(entry.claims) == 1:
            return _of_another(inquiry, turn, question, entry)
        finding = library.continuation.elsewhere(turn.features, turn.kinds, turn.entry, question, is_dated=True)
        outcome = outcome_of(inquiry, finding)
        if outcome is not None and outcome.reply.kind is Kind.ANSWER:
            return outcome
    if asks_time:
        reply = compose.answer_to(library, entry, language, question, 1.0)
    else:
        already = [claim for claim in compose.shown_in(entry, turn) if claim in telling]
        reply = compose.answer_of(library, entry, language, already or telling[:1], 1.0)
    return Outcome(reply, library.continuation.join(turn.features, turn.kinds, question))


def _of_another(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome:
    """What another entry answers for a date of which the only claim of an entry tells nothing."""
    library, series = inquiry.library, stepping.series_of(inquiry.library, entry)
    if series is not None and held_at(series.claims, question.dates[0]).is_exact:
        reply = compose.answer_to(library, series, inquiry.language, question, 1.0)
        return Outcome(reply, library.continuation.join(turn.features, turn.kinds, question))
    outcome = _likeliest(inquiry, turn, question, leaves_entry=True)
    is_of_another = outcome is not None and outcome.reply.entry not in {None, entry.id}
    return outcome if outcome is not None and is_of_another else unanswered.unknown(inquiry)
