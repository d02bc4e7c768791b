"""What is no question to the knowledge: greetings, help, topics, sources, language, privacy and what belongs to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers import compose, keeping
from handlers.inquiry import Inquiry, Outcome
from handlers.model import Choice, Intent, Kind, Offer, Reply
from knowledge.schema import Language
from knowledge.search.decide import Verdict
from knowledge.search.tuning import FLOOR_SURE

if TYPE_CHECKING:
    from handlers.library import Library

SHORT_SOURCE_QUESTION: Final = 4
"""Words up to which a question about sources means those of the answer before it ('source?', 'منين جبتوها؟').

A longer one means them when it points back ('where did you get those numbers?').
"""
SOURCES_SHOWN: Final = 5
"""Sources named when somebody asks where answers come from; the newest ones."""
_QUIETS: Final = {Intent.QUIET: True, Intent.QUIET_OFF: False}


def small_talk(inquiry: Inquiry) -> Outcome | None:
    """An intent, unless the knowledge, or a subject next to it, has the better claim to the message."""
    asked = _asked(inquiry)
    said = inquiry.intent if inquiry.heard.may_be_small_talk(asked) else None
    if said is None or asked > said.probability:
        return None
    return perform(inquiry, Intent(said.id), said.probability)


def _asked(inquiry: Inquiry) -> float:
    """How likely the message is a question, to the knowledge or to somebody else; 0 where the search is not sure."""
    decision = inquiry.finding.decision
    if decision.verdict is Verdict.SURE:
        return decision.confidence
    elsewhere = decision.elsewhere.probability if decision.elsewhere is not None else 0.0
    return elsewhere if elsewhere >= FLOOR_SURE else 0.0


def perform(inquiry: Inquiry, intent: Intent, confidence: float = 1.0) -> Outcome:
    """The reply to an intent, however it was expressed: in words, as a command, by a button."""
    if intent is Intent.LANGUAGE:
        return _language(inquiry, confidence)
    if intent is Intent.SOURCES:
        return Outcome(_sources(inquiry, confidence))
    reply = _reply(inquiry, intent, _paragraphs(inquiry, intent), _choices(inquiry, intent), confidence)
    return Outcome(reply, is_quiet=_QUIETS.get(intent), forgets=intent is Intent.FORGET)


def start(inquiry: Inquiry) -> Outcome:
    """The first message to somebody who opens the conversation: what this is, and questions to begin with."""
    examples = (inquiry.library.finder.find(example).decision for example in inquiry.words.examples)
    ids = [decision.candidates[0].id for decision in examples if decision.verdict is Verdict.SURE]
    choices = (*compose.entry_choices(inquiry.library, ids, inquiry.language), *_doors(inquiry))
    return Outcome(_reply(inquiry, Intent.GREETING, (inquiry.words.start,), choices, 1.0))


def set_language(inquiry: Inquiry, language: Language) -> Outcome:
    """From now on in this language, beginning with the previous answer if it was given in the other."""
    set_now = inquiry.library.words[language].language_set
    reply = Reply(Kind.INTENT, language, (set_now,), intent=Intent.LANGUAGE, confidence=1.0)
    turn = inquiry.session.turn
    said = compose.again(inquiry.library, turn, language, 1.0) if turn is not None else None
    if said is not None and turn is not None and turn.language is not language:
        reply = replace(said, kind=Kind.INTENT, intent=Intent.LANGUAGE, paragraphs=(set_now, *said.paragraphs))
    return Outcome(reply, language=language)


def open_topic(inquiry: Inquiry, topic_id: str) -> Outcome | None:
    """The entries of a topic as choices; None when there is no such topic."""
    topic = inquiry.library.knowledge.topics.get(topic_id)
    if topic is None:
        return None
    ids = (entry.id for entry in inquiry.library.knowledge.entries_of(topic_id))
    choices = compose.entry_choices(inquiry.library, ids, inquiry.language)
    introduction = inquiry.words.topic_intro.format(topic=topic.title[inquiry.language])
    return Outcome(_reply(inquiry, Intent.TOPICS, (introduction,), choices, 1.0))


def topic_choices(library: Library, language: Language) -> tuple[Choice, ...]:
    """Every topic that has entries, in the curators' order."""
    return tuple(
        Choice(Offer.TOPIC, topic.id, topic.title[language])
        for topic in library.knowledge.topics.values()
        if library.knowledge.entries_of(topic.id)
    )


def _language(inquiry: Inquiry, confidence: float) -> Outcome:
    named = inquiry.library.repertoire.named_language(inquiry.text)
    if named is not None:
        return set_language(inquiry, named)
    choices = (
        Choice(Offer.LANGUAGE, Language.ARABIC, inquiry.words.label_arabic),
        Choice(Offer.LANGUAGE, Language.ENGLISH, inquiry.words.label_english),
    )
    return Outcome(
        _reply(inquiry, Intent.LANGUAGE, tuple(inquiry.words.language_ask.splitlines()), choices, confidence)
    )


def _sources(inquiry: Inquiry, confidence: float) -> Reply:
    turn = inquiry.session.turn
    said = compose.again(inquiry.library, turn, inquiry.language, confidence) if turn is not None else None
    if said is not None and (len(inquiry.tokens) <= SHORT_SOURCE_QUESTION or inquiry.refers_back):
        return Reply(
            kind=Kind.INTENT,
            language=inquiry.language,
            paragraphs=(inquiry.words.source_of_previous,),
            citations=said.citations,
            intent=Intent.SOURCES,
            entry=said.entry,
            confidence=confidence,
        )
    library, language = inquiry.library, inquiry.language
    dated = [source for source in library.knowledge.sources.values() if source.published is not None]
    newest = sorted(dated, key=lambda source: source.published.first_day if source.published else 0, reverse=True)
    citations = compose.Citations(library)
    for source in newest[:SOURCES_SHOWN]:
        citations.number(source.id, "")
    return Reply(
        kind=Kind.INTENT,
        language=language,
        paragraphs=(inquiry.words.sources_intro,),
        citations=citations.every(),
        choices=(Choice(Offer.INTENT, Intent.TOPICS, inquiry.words.label_topics),),
        intent=Intent.SOURCES,
        confidence=confidence,
    )


def _paragraphs(inquiry: Inquiry, intent: Intent) -> tuple[str, ...]:
    words_of = inquiry.words
    match intent:
        case Intent.PRIVACY:
            return (keeping.privacy(words_of, inquiry.remembered),)
        case Intent.QUIET:
            return (keeping.quiet(words_of, inquiry.remembered),)
        case Intent.FORGET:
            quiet = (words_of.forget_quiet,) if inquiry.session.is_quiet else ()
            return (*quiet, words_of.forget_rest)
    return (
        {
            Intent.GREETING: words_of.greeting,
            Intent.THANKS: words_of.thanks,
            Intent.GOODBYE: words_of.goodbye,
            Intent.HELP: words_of.help,
            Intent.ABOUT: words_of.about,
            Intent.TOPICS: words_of.topics_intro,
            Intent.QUIET_OFF: words_of.quiet_off,
        }[intent],
    )


def _choices(inquiry: Inquiry, intent: Intent) -> tuple[Choice, ...]:
    if intent is Intent.TOPICS:
        return topic_choices(inquiry.library, inquiry.language)
    if intent in {Intent.GREETING, Intent.HELP, Intent.ABOUT}:
        return _doors(inquiry)
    if intent is Intent.PRIVACY:
        return _quiet_door(inquiry, is_quiet=inquiry.session.is_quiet), _forget_door(inquiry)
    if intent is Intent.QUIET:
        return _quiet_door(inquiry, is_quiet=True), _forget_door(inquiry)
    return ()


def _doors(inquiry: Inquiry) -> tuple[Choice, ...]:
    words_of = inquiry.words
    return (
        Choice(Offer.INTENT, Intent.TOPICS, words_of.label_topics),
        Choice(Offer.INTENT, Intent.SOURCES, words_of.label_sources),
        Choice(Offer.INTENT, Intent.LANGUAGE, words_of.label_language),
        Choice(Offer.INTENT, Intent.PRIVACY, words_of.label_privacy),
    )


def _quiet_door(inquiry: Inquiry, *, is_quiet: bool) -> Choice:
    if is_quiet:
        return Choice(Offer.INTENT, Intent.QUIET_OFF, inquiry.words.label_quiet_off)
    return Choice(Offer.INTENT, Intent.QUIET, inquiry.words.label_quiet)


def _forget_door(inquiry: Inquiry) -> Choice:
    return Choice(Offer.INTENT, Intent.FORGET, inquiry.words.label_forget)


def _reply(
    inquiry: Inquiry, intent: Intent, paragraphs: tuple[str, ...], choices: tuple[Choice, ...], confidence: float
) -> Reply:
    return Reply(Kind.INTENT, inquiry.language, paragraphs, choices=choices, intent=intent, confidence=confidence)
