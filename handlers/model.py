"""The vocabulary of the conversation: what comes in, what goes out, and what is remembered between two turns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from knowledge.dates import PartialDate
    from knowledge.schema import Language, Source


class Kind(StrEnum):
    """What a reply is."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    GAP = "gap"
    INTENT = "intent"


class Reason(StrEnum):
    """Why a question stayed without an answer."""

    UNKNOWN = "unknown"
    DECLINED = "declined"
    LANGUAGE = "language"
    EMPTY = "empty"
    DISLIKED = "disliked"
    """There was one, and a reader voted it down."""


class Intent(StrEnum):
    """What people say to a bot that is no question to its knowledge."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HELP = "help"
    ABOUT = "about"
    SOURCES = "sources"
    TOPICS = "topics"
    LANGUAGE = "language"
    PRIVACY = "privacy"
    FORGET = "forget"
    """Erase what can still be tied to me."""
    QUIET = "quiet"
    """Keep nothing about this conversation from now on."""
    QUIET_OFF = "quiet-off"


class Offer(StrEnum):
    """What a choice leads to."""

    ENTRY = "entry"
    """The answer of an entry; the target is its id."""
    HISTORY = "history"
    """All claims of an entry, newest first; the target is its id."""
    TOPIC = "topic"
    """The entries of a topic; the target is its id."""
    LANGUAGE = "language"
    """From now on in this language; the target is its code."""
    INTENT = "intent"
    """As if the intent had been said; the target is its name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a reader can tap, or choose by its number."""

    offer: Offer
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a person wrote, and as little about the person as possible.

    `conversation` and `person` are opaque keys of the channel (`telegram:1234`); they are never stored as they are.
    """

    text: str
    conversation: str
    person: str
    language_hint: Language | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as an answer cites it; `number` is the mark in the text."""

    number: int
    source: Source
    at: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the reader gets: plain text in the reader's language; channels add the markup."""

    kind: Kind
    language: Language
    paragraphs: tuple[str, ...]
    citations: tuple[Citation, ...] = ()
    choices: tuple[Choice, ...] = ()
    intent: Intent | None = None
    reason: Reason | None = None
    entry: str | None = None
    shown: PartialDate | None = None
    """When the claim began to hold that an answer shows first."""
    claims: tuple[int, ...] = ()
    """Which of the entry's claims an answer shows, by their places in it."""
    confidence: float = 0.0
    is_quiet: bool = False
    """Whether nothing may be kept of it that says what it was, not even by counting."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the previous question was about, as concepts of the lexicon; never the words themselves."""

    language: Language
    """In which it was answered."""
    entry: str | None
    features: tuple[str, ...]
    kinds: tuple[str, ...]
    asked: str | None
    """When the claim began to hold that was shown, as `PartialDate` writes it."""
    choices: tuple[Choice, ...] = ()
    """What was offered, so that a bare number can choose."""
    claims: tuple[int, ...] = ()
    """Which of the entry's claims were shown, by their places in it."""
    times: tuple[str, ...] = ()
    """Words that placed the question in time, as concepts of the lexicon: before, after, first, now…"""
    is_dated: bool = False
    """Whether the question was about a date: one that it named, or that of the answer before it."""

    @property
    def spoken_of(self) -> str | None:
        """The entry that answered, or the likeliest of those that the reader was asked about."""
        if self.entry is not None or not self.features:
            return self.entry
        return next((choice.target for choice in self.choices if choice.offer is Offer.ENTRY), None)


@dataclass(frozen=True, slots=True)
class Session:
    """What is remembered of one conversation. `turn` is forgotten after the time the settings give."""

    language: Language | None = None
    """The reader's own choice; it wins over whatever a message is written in."""
    turn: Turn | None = None
    is_quiet: bool = False
    """Whether the reader wants nothing to be kept about the conversation: neither gaps nor votes nor counts."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that stayed without an answer, after redaction.

    Of a declined request nothing but its day, language and asker's pseudonym is kept: `text` is empty.
    """

    text: str
    language: str
    reason: Reason
    day: date
    pseudonym: str
    """Keyed, and another one every day: equal only for the same person on the same day."""
    candidates: tuple[tuple[str, float], ...] = ()
    """The best entries with their scores, best first."""
    terms: tuple[str, ...] = ()
    """What it asks, for the queue to tell which gaps ask the same: see `knowledge.search.likeness.terms_of`."""
    entry: str | None = None
    """The entry whose answer was voted down."""
