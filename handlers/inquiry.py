"""One message on its way through the handlers: what they may look at, and what each of them may say about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from handlers.model import Intent
from handlers.redaction import redact
from handlers.remembering import REMEMBERED
from handlers.repertoire import COURTESIES
from knowledge.schema import Language
from knowledge.search.asking import Asking
from knowledge.text.language import Detected
from knowledge.text.normalize import fold
from knowledge.text.tokens import has_pronoun, split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import timedelta

    from handlers.library import Library
    from handlers.model import Message, Reply, Session
    from handlers.repertoire import Heard, Recognised
    from handlers.wording import Words
    from knowledge.search.finder import Finding
    from knowledge.search.question import Feature, Question

    Handler = Callable[["Inquiry"], "Outcome | None"]

AFTER_AN_ANSWER: Final = 0.9
"""Probability from which a message after an answer is small talk: there a bare question is more usual."""
CLEARLY_SAID: Final = 0.8
"""Nearness from which small talk is small talk, however it begins."""
OF_AN_ANSWER: Final = frozenset({Intent.SOURCES, Intent.LANGUAGE})
"""What is wished of an answer."""
SURELY_SAID: Final = 0.95
"""Probability from which a wish for sources or another language is one, whatever word of the answer it repeats."""
OF_SANAD: Final = frozenset(
    {Intent.HELP, Intent.ABOUT, Intent.TOPICS, Intent.PRIVACY, Intent.FORGET, Intent.QUIET, Intent.QUIET_OFF}
)
"""What is asked or wished of Sanad itself."""
CERTAINLY_SAID: Final = 0.998
"""Probability from which that is so though it asks, and a word of it may stand for what was said: 'do you keep what I
write here?'."""
_EDGES: Final = frozenset({"end-finish", "start-begin"})
"""Concepts that only tell from which edge a date is counted, if nothing else is said: 'by the end of 2017'."""
_HIS: Final = ("ه", "ها", "هم")
"""Endings of an Arabic word for something of his, hers or theirs."""
_WHO: Final = ("من", "ومن")
"""'Who', and 'and who', which are also 'from' and 'and from'."""
_WHICH: Final = ("يا", "ويا")
"""'Which' in Iraq, which calls somebody elsewhere, and 'and which', which is also 'with'."""
_CLAUSE: Final = "when-clause"
"""The word for a time that 'when they came' is, unless it asks: 'when they come?'."""
_WHEN: Final = "when"
_DETECTED_LANGUAGES = {
    Detected.ENGLISH: Language.ENGLISH,
    Detected.ARABIC: Language.ARABIC,
    Detected.ARABIZI: Language.ARABIC,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a handler returns: the reply, and what the conversation should remember of it."""

    reply: Reply
    question: Question | None = None
    """What the turn was about, for a follow-up; None leaves the earlier turn in place."""
    language: Language | None = None
    """The reader's choice of language, where the turn was about that."""
    left: tuple[Inquiry, ...] = ()
    """Further questions of the message that stay without an answer."""
    is_quiet: bool | None = None
    """Whether the conversation is quiet from now on, where the turn was about that."""
    forgets: bool = False
    """Whether what can be tied to the reader is erased. What that was is told before the reply, once it is known."""


class Inquiry:
    """A message with its session; what is understood of it is worked out once, when first asked for."""

    def __init__(
        self,
        message: Message,
        session: Session,
        library: Library,
        asking: Asking | None = None,
        *,
        remembered: timedelta = REMEMBERED,
        within: str | None = None,
    ) -> None:
        self.message = message
        self.session = session
        self.library = library
        self.remembered = remembered
        """How long what this turn is about can be followed up."""
        self._asking = asking or Asking(library.finder)
        self._within = within
        self._outcomes: dict[Handler, Outcome | None] = {}

    def once(self, handler: Handler) -> Outcome | None:
        """What a handler says to this message, worked out when it is first asked."""
        if handler not in self._outcomes:
            self._outcomes[handler] = handler(self)
        return self._outcomes[handler]

    def part(self, text: str, session: Session) -> Inquiry:
        """One of the message's questions, as if it were said by itself; what was found for a sentence is shared."""
        message = replace(self.message, text=text)
        return Inquiry(message, session, self.library, self._asking, remembered=self.remembered, within=self.text)

    @property
    def text(self) -> str:
        return self.message.text

    @cached_property
    def tokens(self) -> list[str]:
        """The folded words of the message, those of Arabizi in Arabic letters."""
        folded = fold(self.text)
        return split(self.library.finder.vocabulary.in_arabic(folded) if self.is_arabizi else folded)

    @property
    def words(self) -> Words:
        """Those of the interface, in the language of the reply."""
        return self.library.words[self.language]

    @cached_property
    def detected(self) -> Detected:
        return self.library.detector.detect(self.text)

    @cached_property
    def language(self) -> Language:
        """Of the reply: the reader's choice, else the message's own, else the conversation's, else the client's."""
        if self.session.language is not None:
            return self.session.language
        if self.detected in _DETECTED_LANGUAGES:
            return _DETECTED_LANGUAGES[self.detected]
        if self.session.turn is not None:
            return self.session.turn.language
        return self.message.language_hint or Language.ENGLISH

    @property
    def is_arabizi(self) -> bool:
        return self.detected is Detected.ARABIZI

    @property
    def questions(self) -> tuple[str, ...]:
        """The parts of the message that ask."""
        return self._asking.questions_in(self.text)

    @cached_property
    def whole(self) -> Finding:
        """What the knowledge has for this message taken as one question."""
        return self._asking.ask(self.text, is_arabizi=self.is_arabizi)

    @cached_property
    def as_one(self) -> Finding:
        """The same, or for a story what is asked in it, with what is told around that."""
        return self._asking.as_one(self.text, within=self._within, is_arabizi=self.is_arabizi)

    @cached_property
    def finding(self) -> Finding:
        """What the knowledge has for this message by itself, or for one of the questions in it."""
        return self._asking.find(self.text, within=self._within, is_arabizi=self.is_arabizi)

    @cached_property
    def question(self) -> Question:
        """What was understood; after an answer 'when they…' asks, 'من' before a verb is 'who', 'يا' 'which'."""
        question = self._asking.understood(self.text, within=self._within, is_arabizi=self.is_arabizi)
        if self.spoken_of is None:
            return question
        if question.dates and not question.kinds and _EDGES.issuperset(question.ids):
            return replace(question, features=())
        if question.kinds:
            return question
        if asks_who(self.tokens, question.features):
            return replace(question, kinds=frozenset({"person"}))
        if _CLAUSE in question.times and self._asks_when():
            return replace(question, kinds=frozenset({"date"}), times=question.times - {_CLAUSE})
        return replace(question, kinds=frozenset({"list"})) if asks_which(self.tokens, question.features) else question

    def _asks_when(self) -> bool:
        """Whether the message begins with 'when', or 'and when': after an answer that asks, whatever verb follows."""
        openings = self.library.repertoire.openings
        return next((word for word in self.tokens if word not in openings), None) == _WHEN

    @cached_property
    def commonly_told(self) -> float:
        """How commonly answers tell what this message asks; above 0 if they do, below 0 if they do not."""
        return self.library.finder.experience.answerable.score(self.whole.question)

    @cached_property
    def heard(self) -> Heard:
        """What this message is besides a question."""
        return self.library.repertoire.hear(self.text, is_arabizi=self.is_arabizi)

    @property
    def spoken_of(self) -> str | None:
        """The entry that the turn before spoke of, which a short message may go on from."""
        return self.session.turn.spoken_of if self.session.turn is not None else None

    @property
    def intent(self) -> Recognised | None:
        """The intent that this message is; after an answer, a doubtful one rather goes on from it."""
        said = self.heard.intent
        if said is None or self.spoken_of is None:
            return said
        # 'By 2018?' is near to 'bye', and 'who said that in 2020?' to 'who said that?'.
        is_dated = said.id in COURTESIES | OF_AN_ANSWER and bool(self.question.dates)
        if (not self.is_clear_small_talk or is_dated) and self._goes_on_rather(said):
            return None
        return said if said.nearness >= CLEARLY_SAID or said.probability >= AFTER_AN_ANSWER else None

    @property
    def is_clear_small_talk(self) -> bool:
        """Whether this message is nearly a phrase of small talk, or certainly asks something of Sanad itself."""
        said = self.heard.intent
        if said is None:
            return False
        return said.nearness >= CLEARLY_SAID or (said.id in OF_SANAD and said.probability >= CERTAINLY_SAID)

    def _goes_on_rather(self, said: Recognised) -> bool:
        """Whether a message asks of what was said ('who pays for it?', 'in all?'), names a date, or is just 'why?'."""
        if said.id in OF_AN_ANSWER:
            # 'Who said so in 2020?' asks for one of those who are quoted.
            asks_who = "person" in self.question.kinds
            return bool(self.question.dates) and (asks_who or said.probability < SURELY_SAID)
        is_bare = bool(self.tokens) and self.library.repertoire.asks_alone(self.tokens)
        # 'عمره' is his age, and 'عمرك' yours.
        is_his = any(one.is_attribute and one.word.endswith(_HIS) for one in self.question.features)
        asks_all = self.library.repertoire.rejoinders.summing(self.tokens)
        return (
            is_bare
            or is_his
            or asks_all
            or bool(self.question.dates)
            or (bool(self.question.kinds) and self.refers_back)
        )

    @cached_property
    def redacted(self) -> str:
        """The message without what could identify somebody."""
        return redact(self.text, self.library.public_names)

    @property
    def harm(self) -> Recognised | None:
        return self.heard.harm

    @cached_property
    def refers_back(self) -> bool:
        """Whether a word stands for what was said before; one that names something here ('دول', countries) does not."""
        named = {feature.word for feature in self.question.features if self._names(feature)}
        said = [word for feature in self.question.features for word in feature.word.split()]
        points_back = self.library.repertoire.points_back([word for word in self.tokens if word not in named])
        return points_back or any(map(has_pronoun, said))

    @cached_property
    def subjects(self) -> tuple[Feature, ...]:
        """What the message names, without words that stand for what was said before ('the last one')."""
        points_back = self.library.repertoire.points_back
        # 'وإلى', 'and to', is also the word for an emir.
        opening = self.tokens[0] if self.tokens and self.tokens[0] in self.library.repertoire.openings else None
        said = (one for one in self.question.features if one.word != opening)
        return tuple(one for one in said if self._names(one) or not points_back([one.word]))

    def _names(self, feature: Feature) -> bool:
        """Whether it names a subject; 'the man' stands for somebody who was named."""
        return _names(feature) and not self.library.repertoire.names_a_person([feature.word])


def asks_who(tokens: Sequence[str], features: Sequence[Feature]) -> bool:
    """Whether folded words begin with 'من' and a verb: a word that is no name and has no article."""
    return bool(tokens) and tokens[0] in _WHO and _is_next_common(tokens, features)


def asks_which(tokens: Sequence[str], features: Sequence[Feature]) -> bool:
    """Whether folded words begin with 'يا' and a word for what is asked for: 'ويا دولة', 'and which country'."""
    return bool(tokens) and tokens[0] in _WHICH and _is_next_common(tokens, features)


def _is_next_common(tokens: Sequence[str], features: Sequence[Feature]) -> bool:
    """Whether the second word is the first that means something, is no name and has no article."""
    if not tokens[1:] or not features:
        return False
    first = features[0]
    return first.word.split()[0] == tokens[1] and not first.is_named and _names(first) and tokens[1][:2] != "ال"


def _names(feature: Feature) -> bool:
    """Whether it is a concept of the lexicon rather than a number or an unknown word."""
    return feature.is_known and not feature.is_number
