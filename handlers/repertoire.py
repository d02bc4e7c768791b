"""What the conversation recognises besides questions to the knowledge, made searchable from `handlers/phrases/`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Final

from handlers.model import Intent
from handlers.phrase_files import content_of, groups_of, written_phrases
from handlers.pleas import Pleas, PleasForKin
from handlers.recognition import NOTHING, Reading, Recogniser
from handlers.rejoinders import Rejoinders
from knowledge.phrasings import Joined
from knowledge.schema import Language, Phrasing, Variety
from knowledge.text.tokens import sentences_of, without_and, without_prefixes, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from knowledge.schema import Knowledge
    from knowledge.search.question import Reader

INTENT_FLOOR: Final = 0.45
"""Probability of being small talk from which a message is; `benchmarks.small_talk` shows what these floors reach."""
INTENT_NEAR: Final = 0.15
"""Nearness to a phrase that it needs besides: a letter trigram or two in common are no sign of anything."""
DECLINE_FLOOR: Final = 0.1
"""Probability of being harmful from which a request is declined: lower, since a missed one can hurt someone."""
DECLINE_NEAR: Final = 0.27
"""Nearness to a phrase that it needs besides."""
CLEARLY_HARMFUL: Final = 0.9
"""Probability for a sentence of a longer message: torn out, it may sound worse than it is."""
CLEARLY_ASKED: Final = 0.9
"""Probability from which a sentence is a question, so that a greeting before it does not count."""
CLEARLY_MEANT: Final = 0.95
"""Probability from which a message as a whole is small talk that wants something, whatever its sentences are alone."""
COURTESIES: Final = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE})
"""What people say before and after what they want."""
_ENDING: Final = (Intent.THANKS, Intent.GOODBYE)
"""Those of them with which a message ends."""
QUESTIONS_SEEN: Final = 3_000
"""Phrasings of entries from which it is learnt what is no small talk, beside all that belong elsewhere."""
FOLLOW_UPS_SEEN: Final = 1_500
"""The same of the shortest that people ask after an answer: what leaves its subject out sounds like small talk."""
MOST_SENTENCES: Final = 6
"""Sentences of a message that are read by themselves."""
LONGEST_ENDING: Final = 4
"""Words with which a message takes its leave."""
LONGEST_LANGUAGE: Final = 2
"""Words by which a language is named."""
LONGEST_STEP: Final = 5
"""Words for what came before or after; the longest is 'did he take over from'."""

_INTENTS: Final = frozenset(map(str, Intent))
_FLOORS_OF_HARM: Final = (DECLINE_FLOOR, *[CLEARLY_HARMFUL] * MOST_SENTENCES)
"""For a message, then for each of its sentences."""
_GLUED_POINTER: Final = "هال"
"""'This', as most dialects glue it to a word."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A set of phrases that a message was found to belong to."""

    id: str
    """Of the intent, or of the kind of request."""
    probability: float
    """That the message is small talk at all, or harmful at all; `id` is the likeliest way."""
    nearness: float
    """To the nearest of its phrases, 0 to 1."""
    phrasing: Phrasing
    """That phrase."""


class Heard:
    """What a message is besides a question to the knowledge, worked out when somebody asks."""

    def __init__(self, readings: Sequence[Reading], declined: frozenset[str], ending: str | None) -> None:
        """Take over what a message may be.

        Args:
            readings: of all of it, then of its sentences if it has several; none where there is nothing to read.
            declined: the kinds of request that are declined.
            ending: the courtesy with which it ends, if it ends with one.
        """
        self._readings = readings
        self._declined = declined
        self._ending = ending

    @cached_property
    def intent(self) -> Recognised | None:
        """The intent of the message, or of one of its sentences, if none of them clearly asks."""
        if not self.may_be_small_talk(INTENT_FLOOR):
            return None
        whole, *parts = self._readings
        said = _small_talk(whole)
        wants_something = said is not None and said.id not in COURTESIES
        # 'Are my messages kept, and who can look at them?': its second part alone would be a question.
        if said is not None and wants_something and said.probability >= CLEARLY_MEANT:
            return said
        if any(part.shares[NOTHING] >= CLEARLY_ASKED for part in parts):
            return None
        return said if wants_something else self._at_last(_said(said, list(map(_small_talk, parts))))

    def _at_last(self, said: Recognised | None) -> Recognised | None:
        """The courtesy with which a message of several ends: 'thanks a lot, bye' is a goodbye."""
        if self._ending is None or said is None or said.id not in COURTESIES or said.probability < CLEARLY_MEANT:
            return said
        return replace(said, id=self._ending, nearness=1.0)

    @cached_property
    def harm(self) -> Recognised | None:
        """The kind of request to decline that the message is, or one of its sentences."""
        harms = (
            _found(reading, self._declined, floor, DECLINE_NEAR)
            for reading, floor in zip(self._readings, _FLOORS_OF_HARM, strict=False)
        )
        return max((found for found in harms if found is not None), key=_by_probability, default=None)

    def may_be_small_talk(self, least: float) -> bool:
        """Whether it can be small talk with so much probability; that is known without working out what it is."""
        return any(reading.may_be(_INTENTS, max(least, INTENT_FLOOR)) for reading in self._readings)

    def may_be_harmful(self, least: float) -> bool:
        """Whether it can be a request to decline with so much probability; that is known in the same way."""
        return any(
            reading.may_be(self._declined, max(least, floor))
            for reading, floor in zip(self._readings, _FLOORS_OF_HARM, strict=False)
        )


@dataclass(frozen=True, slots=True)
class Repertoire:
    """Recognises intents, requests to decline, and the languages that a person names."""

    recogniser: Recogniser
    declined: frozenset[str]
    """The kinds of request that are declined."""
    phrases: Sequence[Phrasing]
    """Of small talk and of such requests."""
    enough: frozenset[str]
    """What says that nothing more is wanted, and with thanks before it is no farewell."""
    endings: Mapping[str, str]
    """Folded phrases with which people take their leave, each with the courtesy that it is."""
    language_names: Mapping[str, Language]
    openings: frozenset[str]
    """Folded words with which people go on from an answer."""
    references: frozenset[str]
    """Folded words that point back at what was said."""
    fragments: frozenset[str]
    """Two folded words with which a question begins that leaves out what it is about."""
    questions: frozenset[str]
    """Folded words that ask about an answer when they are all that is said."""
    steps: Mapping[str, int]
    """Folded words for what came before (-1) or after (1) what was said."""
    pointers: frozenset[str]
    """Folded words that point at a thing beside them."""
    pairs: frozenset[str]
    """Folded words for two years or months."""
    persons: frozenset[str]
    """Folded words that stand for a person."""
    despair: Pleas
    """Words in which somebody says that they do not want to live."""
    danger: Pleas
    """Words in which somebody says that they are in danger now."""
    danger_of_kin: PleasForKin
    """Words in which somebody says that people of theirs are."""
    rejoinders: Rejoinders
    """Words with which people answer an answer."""

    @classmethod
    def build(cls, reader: Reader, knowledge: Knowledge, *, like: Repertoire | None = None) -> Repertoire:
        """Read the phrases.

        Args:
            reader: keeps fillers, since small talk is made of them.
            knowledge: gives what is no small talk.
            like: one whose reader has the same lexicon; what it has learnt of the same phrases is used again.
        """
        phrases, unlike = written_phrases()
        names = {
            " ".join(words(word)): Language(code)
            for code, named in content_of("languages.yaml").items()
            for word in named["words"]
        }
        going_on, in_danger = groups_of("openings.yaml"), groups_of("danger.yaml")
        recogniser = _recogniser({**phrases, NOTHING: [*unlike, *questions_of(knowledge)]}, reader, like)
        return cls(
            recogniser=recogniser,
            declined=frozenset(phrases) - frozenset(Intent),
            phrases=Joined(recogniser.sets[label] for label in phrases),
            endings={" ".join(words(phrasing.text)): label for label in _ENDING for phrasing in phrases[label]},
            language_names=names,
            openings=going_on["openings"],
            enough=going_on["enough"],
            references=going_on["references"],
            fragments=going_on["fragments"],
            questions=going_on["questions"],
            steps=dict.fromkeys(going_on["before"], -1) | dict.fromkeys(going_on["after"], 1),
            pointers=going_on["pointers"],
            pairs=going_on["pairs"],
            persons=going_on["persons"],
            despair=Pleas.of(groups_of("despair.yaml")["despair"]),
            danger=Pleas.of(in_danger["danger"]),
            danger_of_kin=PleasForKin.of(in_danger["kin"], in_danger["befell"], in_danger["threatened"]),
            rejoinders=Rejoinders(**groups_of("rejoinders.yaml")),
        )

    def hear(self, text: str, *, is_arabizi: bool | None = None) -> Heard:
        """What a message is besides a question; of several sentences, each is also read by itself."""
        if all(word.isdecimal() for word in words(text)):
            return Heard((), self.declined, None)
        sentences = sentences_of(text)
        texts = [text, *islice(sentences, MOST_SENTENCES)] if len(sentences) > 1 else [text]
        return Heard(
            [self.recogniser.read(one, is_arabizi=is_arabizi) for one in texts],
            self.declined,
            self._ending(words(text)),
        )

    def _ending(self, tokens: Sequence[str]) -> str | None:
        """The courtesy with which folded words end."""
        endings = (" ".join(tokens[-size:]) for size in range(LONGEST_ENDING, 0, -1))
        ending = next((ending for ending in endings if ending in self.endings), "")
        if ending in self.enough and any(self.endings.get(" ".join(run)) == Intent.THANKS for run in _runs(tokens, 2)):
            return Intent.THANKS
        return self.endings.get(ending)

    def named_language(self, text: str) -> Language | None:
        """The language that a message names, if it names exactly one."""
        runs = {" ".join(run) for run in _runs(words(text), LONGEST_LANGUAGE)}
        bare = {form for run in runs for form in (without_prefixes(run) if " " not in run else (run,))}
        named = {self.language_names[run] for run in bare if run in self.language_names}
        return named.pop() if len(named) == 1 else None

    def opens_continuation(self, tokens: Sequence[str]) -> bool:
        """Whether folded words begin as people go on from an answer; an Arabic 'and' may be glued to the first."""
        return tokens[0] != without_and(tokens)[0] or any(" ".join(tokens[:size]) in self.openings for size in (1, 2))

    def points_back(self, tokens: Sequence[str]) -> bool:
        """Whether one of the folded words stands for something said before, or what was said is left out."""
        bare = without_and(tokens)
        begun = bare[1:] if bare and bare[0] in self.openings else bare
        is_left_out = any(" ".join(said[:2]) in self.fragments for said in (bare, begun))
        is_said_of = not self.persons.isdisjoint(begun[:1])
        return is_left_out or is_said_of or not self.references.isdisjoint((*tokens, *bare[:1]))

    def asks_alone(self, tokens: Sequence[str]) -> bool:
        """Whether the folded words are nothing but a question about what was said."""
        return any(" ".join(said) in self.questions for said in (tokens, without_and(tokens)))

    def step(self, tokens: Sequence[str]) -> int | None:
        """-1 or 1 when folded words ask for what came before or after what was said."""
        runs = (" ".join(run) for said in (tokens, without_and(tokens)) for run in _runs(said, LONGEST_STEP))
        return next((self.steps[run] for run in runs if run in self.steps), None)

    def pointed_at(self, tokens: Sequence[str]) -> frozenset[str]:
        """The folded words that stand beside one that points at a thing, or have it glued on: 'هالتدريب'."""
        beside = (
            word
            for pair in pairwise(tokens)
            for word, pointer in (pair, pair[::-1])
            if pointer in self.pointers and word not in self.pointers
        )
        return frozenset((*beside, *(token for token in tokens if token.startswith(_GLUED_POINTER))))

    def is_pair(self, token: str) -> bool:
        """Whether a folded word is two years or months; an Arabic 'in' or the like may be glued on."""
        return not self.pairs.isdisjoint((token, *without_prefixes(token)))

    def names_a_person(self, tokens: Sequence[str]) -> bool:
        """Whether one of the folded words stands for a person."""
        return not self.persons.isdisjoint((*tokens, *without_and(tokens)[:1]))

    def texts(self) -> Iterator[tuple[Variety, str]]:
        """Every phrase with its variety, for whoever needs to know the words."""
        return ((phrasing.variety, phrasing.text) for phrasing in self.phrases)


def questions_of(knowledge: Knowledge) -> list[Phrasing]:
    """What is no small talk: all questions that belong elsewhere, and a sample of those to entries and after answers.

    Which are in the sample is told by their texts, so that a phrasing more or less leaves the others in it.
    """
    entries = knowledge.entries.values()
    asked = [phrasing for entry in entries for phrasing in (*entry.questions, *entry.unlike)]
    followed = [phrasing for entry in entries for phrasing in entry.follow_ups]
    followed += [phrasing for heard in knowledge.heard.values() for phrasing in heard.told_after]
    return [
        *chain.from_iterable(subject.questions for subject in knowledge.elsewhere),
        *sorted(asked, key=_lot)[:QUESTIONS_SEEN],
        *sorted(followed, key=_shortest_first)[:FOLLOW_UPS_SEEN],
    ]


def _lot(phrasing: Phrasing) -> bytes:
    """Draws a phrasing's lot: in no order that anybody chose, and the same every time."""
    return hashlib.blake2b(phrasing.text.encode(), digest_size=8).digest()


def _shortest_first(phrasing: Phrasing) -> tuple[int, bytes]:
    return len(words(phrasing.text)), _lot(phrasing)


def _recogniser(phrases: Mapping[str, Sequence[Phrasing]], reader: Reader, like: Repertoire | None) -> Recogniser:
    if like is not None and like.recogniser.knows(phrases, reader):
        return like.recogniser.with_reader(reader)
    return Recogniser(phrases, reader)


def _small_talk(reading: Reading) -> Recognised | None:
    return _found(reading, _INTENTS, INTENT_FLOOR, INTENT_NEAR)


def _found(reading: Reading, labels: Collection[str], floor: float, near: float) -> Recognised | None:
    """Which of some sets a text is, if it is likely enough one of them and near enough to a phrase."""
    if not reading.may_be(labels, floor):
        return None
    probability = reading.share_of(labels)
    if probability < floor:
        return None
    best = max(labels, key=reading.shares.__getitem__)
    nearness = reading.nearness(best)
    return Recognised(best, probability, nearness, reading.nearest(best)) if nearness >= near else None


def _said(whole: Recognised | None, parts: Sequence[Recognised | None]) -> Recognised | None:
    """The intent of a message, or of its sentences: one that clearly wants something counts before a mere courtesy."""
    said = [part for part in parts if part is not None]
    clear = CLEARLY_ASKED if whole is not None else 0.0
    wishes = [part for part in said if part.id not in COURTESIES and part.probability >= clear]
    if wishes and (whole is None or whole.id in COURTESIES):
        return max(wishes, key=_by_probability)
    if whole is None and len(said) == len(parts):
        return max(said, key=_by_probability, default=None)
    return whole


def _by_probability(found: Recognised) -> float:
    return found.probability


def _runs(tokens: Sequence[str], longest: int) -> Iterator[Sequence[str]]:
    """Every run of neighbouring words, the longest first."""
    for size in range(longest, 0, -1):
        for first in range(len(tokens) - size + 1):
            yield tokens[first : first + size]
