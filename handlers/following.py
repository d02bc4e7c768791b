"""Short messages that go on from the turn before: 'and in Syria?', 'وسنة 2020؟', 'since when?', 'who before him?'."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import compose, earlier, persons, shown, stepping, unanswered
from handlers.facts import outcome_of
from handlers.inquiry import CLEARLY_SAID, OF_AN_ANSWER, SURELY_SAID, Inquiry, Outcome
from handlers.model import Kind
from handlers.shown import names_time
from knowledge.claims import held_at
from knowledge.dates import PartialDate
from knowledge.schema import ConceptClass
from knowledge.search.decide import Verdict
from knowledge.search.question import KINDS_OF_FIGURE

if TYPE_CHECKING:
    from handlers.library import Library
    from handlers.model import Turn
    from knowledge.schema import Entry
    from knowledge.search.question import Question

SHORT: Final = 14
"""Words up to which a message may be the continuation of the turn before it."""
_PARTS: Final = (ConceptClass.COUNTRY, ConceptClass.PLACE)
"""Classes of what has a share in something, the likelier first."""
_EVERYBODY: Final = frozenset({"partner", "state-country", "membership", "cooperation", "donor", "independent"})
"""Concepts for all that have a share together."""
_ASKED_ALONE: Final = frozenset({"date", "place", "person", "count"})
"""Kinds of question that are understood without a subject, after an answer."""


def follow_up(inquiry: Inquiry) -> Outcome | None:
    """The answer to a message that makes sense together with the turn before, and less by itself."""
    turn = inquiry.session.turn
    if turn is None or not turn.features or not inquiry.tokens or len(inquiry.tokens) > SHORT:
        return None
    return _gone_on(inquiry, turn) if _may_continue(inquiry) else _of_the_event(inquiry, turn)


def _gone_on(inquiry: Inquiry, turn: Turn) -> Outcome | None:
    """The answer to a message that goes on from a turn, by whatever it leaves out."""
    turn = earlier.in_focus(inquiry.library, turn)
    question = earlier.understood(inquiry, turn)
    entry = inquiry.library.knowledge.entries.get(turn.entry or "")
    if entry is None:
        return _joined(inquiry, turn, question, None)
    entry = persons.of_whose_office(inquiry, turn, entry, question)
    if (outcome := stepping.onward(inquiry, turn, question, entry)) is not None:
        return outcome
    if (outcome := _in_all(inquiry, turn, question, entry)) is not None:
        return outcome
    if not question.features:
        return _of_the_same(inquiry, turn, question, entry) or _joined(inquiry, turn, question, entry)
    outcome = (
        shown.whether(inquiry, turn, question, entry)
        or _told(inquiry, turn, question, entry)
        or _joined(inquiry, turn, question, entry)
    )
    if outcome is None and (earlier.points_back(inquiry) or inquiry.finding.decision.verdict is not Verdict.SURE):
        return _of_the_same(inquiry, turn, question, entry) or _beside(inquiry, question, entry)
    return outcome


def _in_all(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """The figure of them all, after that of one of them: 'and the total, all partners together?'."""
    library = inquiry.library
    one_of_them = _part_of(library, turn)
    is_bare = all(one.id in _EVERYBODY or not one.is_known for one in inquiry.question.features)
    is_of_a_figure = not KINDS_OF_FIGURE.isdisjoint(turn.kinds)
    asks_all = library.repertoire.rejoinders.summing(inquiry.tokens) and not inquiry.refers_back
    if not (one_of_them and is_bare and is_of_a_figure and asks_all):
        return None
    title = library.finder.reader.read_curated(entry.title.en).features
    places = [one.id for one in title if one.klass is ConceptClass.PLACE and one.id not in one_of_them]
    kept = dict.fromkeys([*(one for one in turn.features if one not in one_of_them), *places])
    asked = replace(question, features=(), kinds=frozenset())
    finding = library.continuation.follow(kept, turn.kinds, turn.entry, asked)
    found = next((library.knowledge.entries[one.id] for one in finding.decision.candidates[:1]), entry)
    # The share of another one is no sum of them all.
    named = library.finder.reader.read_curated(found.title.en).features
    is_a_share = any(one.klass in _PARTS and one.id not in kept for one in named)
    return outcome_of(inquiry, finding) if finding.decision.verdict is Verdict.SURE and not is_a_share else None


def _part_of(library: Library, turn: Turn) -> frozenset[str]:
    """Whose share a question asked for: the countries that it named, or else the places."""
    named = {one: library.finder.classes.get(one) for one in turn.features}
    shares = (frozenset(one for one, klass in named.items() if klass is part) for part in _PARTS)
    return next((share for share in shares if share), frozenset())


def _of_the_event(inquiry: Inquiry, turn: Turn) -> Outcome | None:
    """The older claim that was shown, where it tells all that a message asks that is no sure question by itself."""
    entry = inquiry.library.knowledge.entries.get(turn.entry or "")
    is_question = bool(inquiry.question.kinds) and inquiry.intent is None
    if entry is None or not (is_question and earlier.was_dated(entry, turn)):
        return None
    return shown.told_already(inquiry, turn, inquiry.question, entry)


def lost(inquiry: Inquiry) -> Outcome | None:
    """No guess for a message that needs an answer before it which does not tell what it asks."""
    turn, decision = inquiry.session.turn, inquiry.finding.decision
    is_follow_up = (
        turn is not None and turn.spoken_of is not None and inquiry.refers_back and earlier.points_back(inquiry)
    )
    is_of_somebody = inquiry.library.repertoire.names_a_person(inquiry.tokens)
    is_sure = decision.verdict is Verdict.SURE and not is_of_somebody
    return unanswered.unknown(inquiry) if is_follow_up and not is_sure else None


def _may_continue(inquiry: Inquiry) -> bool:
    """Whether a short message opens, points back, or is cut short like a continuation."""
    tokens, repertoire = inquiry.tokens, inquiry.library.repertoire
    if repertoire.asks_alone(tokens):
        return True
    if _is_clearly_said(inquiry):
        return _is_bare_question(inquiry)
    goes_on = repertoire.opens_continuation(tokens) or inquiry.refers_back or _may_mean_what_is_near(inquiry)
    return goes_on or "then" in inquiry.question.times or _is_cut_short(inquiry)


def _may_mean_what_is_near(inquiry: Inquiry) -> bool:
    """Whether a message could mean several entries, and one of them is near the answer before."""
    decision = inquiry.finding.decision
    near = inquiry.library.continuation.nearby(inquiry.spoken_of)
    return decision.verdict is Verdict.ASK and any(candidate.id in near for candidate in decision.candidates)


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
    return is_of_answer or said.nearness >= CLEARLY_SAID or not (names_something or asks_back)


def _is_bare_question(inquiry: Inquiry) -> bool:
    """Whether a message is hardly more than a question word, and no phrase of small talk: 'بيا تاريخ؟'."""
    said, asks = inquiry.intent, inquiry.question.kinds
    is_phrase = said is not None and said.nearness >= CLEARLY_SAID
    return not is_phrase and len(inquiry.tokens) <= earlier.BARE and not asks.isdisjoint(_ASKED_ALONE)


def _is_cut_short(inquiry: Inquiry) -> bool:
    """Whether a message says too little to be understood by itself: a name, a date, half a question."""
    said, question, length = inquiry.intent, inquiry.question, len(inquiry.tokens)
    if question.kinds:
        is_unsure = length <= earlier.BARE or inquiry.finding.decision.verdict is not Verdict.SURE
        return is_unsure and said is None and not earlier.is_whole(question)
    if said is not None and (length > earlier.BARE or not (question.features or question.dates)):
        return False
    names_something = bool(question.features or question.dates or question.times)
    return names_something and all(feature.is_named for feature in question.features)


def _joined(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry | None) -> Outcome | None:
    """What both turns ask together, unless the message by itself is the surer reading."""
    library, needs_turn = inquiry.library, earlier.points_back(inquiry)
    speaks_of_somebody = library.repertoire.names_a_person(inquiry.tokens)
    finding = library.continuation.follow(
        turn.features,
        turn.kinds,
        turn.entry,
        question,
        points_back=needs_turn,
        refers_back=inquiry.refers_back,
        person=persons.person(library, entry, turn) if speaks_of_somebody else None,
    )
    alone, decision = inquiry.finding.decision, finding.decision
    # A message without a subject is like the earlier question, whose entry does not tell what is asked now.
    is_same = bool(decision.candidates) and decision.candidates[0].id == turn.entry
    is_untold = is_same and entry is not None and not question.kinds and not library.finder.naming(entry, question)
    if decision.verdict is Verdict.NONE or (is_same and not question.features) or (is_untold and needs_turn):
        return None
    is_other = decision.candidates[0].id != alone.candidates[0].id if alone.candidates else True
    is_surer = alone.verdict is Verdict.SURE and alone.confidence >= decision.confidence
    if is_surer and is_other and not (needs_turn or inquiry.refers_back):
        return None
    outcome = outcome_of(inquiry, finding)
    if outcome is None:
        return None
    return _at_that_time(inquiry, turn, entry, outcome) or _telling(inquiry, outcome, question)


def _at_that_time(inquiry: Inquiry, turn: Turn, entry: Entry | None, outcome: Outcome) -> Outcome | None:
    """An answer in the past tense after one for an older time, with the claim of that time, where there is one."""
    library, found = inquiry.library, inquiry.library.knowledge.entries.get(outcome.reply.entry or "")
    is_past = library.repertoire.rejoinders.is_past(inquiry.tokens) and earlier.was_dated(entry, turn)
    if not is_past or found is None or turn.asked is None or outcome.question is None or names_time(outcome.question):
        return None
    asked = PartialDate.parse(turn.asked)
    if not held_at(found.claims, asked).is_exact:
        return None
    reply = compose.answer(library, found, inquiry.language, asked, outcome.reply.confidence)
    return replace(outcome, reply=reply)


def _telling(inquiry: Inquiry, outcome: Outcome, question: Question) -> Outcome:
    """An answer with a claim that tells what the message itself asks, where none of those shown does."""
    entry = inquiry.library.knowledge.entries.get(outcome.reply.entry or "")
    # A date is only kept for another name where a claim of that date tells of the name.
    is_dated = names_time(question) and not all(feature.is_named for feature in question.features)
    if entry is None or is_dated or names_time(inquiry.question) or not question.features:
        return outcome
    # Whose deed it was may also be a country's or a body's: what the claim tells counts, not of which kind.
    telling = inquiry.library.finder.naming(entry, replace(question, kinds=frozenset()))
    if not telling or any(entry.claims[place] in telling for place in outcome.reply.claims):
        return outcome
    reply = compose.answer_of(inquiry.library, entry, inquiry.language, telling[:1], outcome.reply.confidence)
    return replace(outcome, reply=reply)


def _told(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """The entry of the turn before, where its claims tell what is asked and no entry beside it is made for that."""
    # Any claim tells a date: phrasings elsewhere that ask for one say nothing.
    is_beside = question.kinds != {"date"} and inquiry.library.continuation.wanted_beside(entry.id, question)
    is_older = earlier.was_dated(entry, turn)
    told = shown.told_already(inquiry, turn, question, entry) if is_older or not is_beside else None
    return told or _told_of_another(inquiry, turn, question, entry)


def _told_of_another(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """The same entry for another name alone, where a claim of the time that was shown tells of it: 'and in Syria?'."""
    if inquiry.question.dates or not question.dates or not earlier.is_another_subject(question):
        return None
    telling = [
        claim for claim in inquiry.library.finder.naming(entry, question) if claim.period.overlaps(question.dates[0])
    ]
    if not telling:
        return None
    reply = compose.answer_of(inquiry.library, entry, inquiry.language, telling[:1], 1.0)
    return Outcome(reply, inquiry.library.continuation.join(turn.features, turn.kinds, question))


def _of_the_same(inquiry: Inquiry, turn: Turn, question: Question, entry: Entry) -> Outcome | None:
    """The entry of the turn before again: at another time, or because it tells what is asked ('since when?')."""
    library, language = inquiry.library, inquiry.language
    telling = library.finder.naming(entry, question)
    asks_time = names_time(question)
    if not telling or not (question.kinds or asks_time):
        return None
    if question.dates and not held_at(entry.claims, question.dates[0]).is_exact:
        elsewhere = outcome_of(inquiry, library.continuation.dated(turn.features, turn.kinds, turn.entry, question))
        if elsewhere is not None and elsewhere.reply.kind is Kind.ANSWER:
            return elsewhere
    if asks_time:
        reply = compose.answer_to(library, entry, language, question, 1.0)
    else:
        already = [claim for claim in compose.shown_in(entry, turn) if claim in telling]
        reply = compose.answer_of(library, entry, language, already or telling[:1], 1.0)
    return Outcome(reply, library.continuation.join(turn.features, turn.kinds, question))


def _beside(inquiry: Inquiry, question: Question, entry: Entry) -> Outcome | None:
    """What an entry near the one before tells, where a single one has a claim that tells all that is asked."""
    library = inquiry.library
    if not (question.kinds and question.features and earlier.points_back(inquiry)):
        return None
    found = library.continuation.told_beside(entry.id, question)
    if found is None:
        return None
    reply = compose.answer_to(library, found, inquiry.language, question, 1.0)
    return Outcome(reply, library.continuation.join((), (), question))
