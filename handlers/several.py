"""Several questions in one message: two are answered, and the reader is told which where another is left."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from handlers import compose, declining, earlier, facts, following, small_talk
from handlers.inquiry import Inquiry, Outcome
from handlers.model import Kind
from handlers.remembering import session_after
from knowledge.search.decide import Verdict
from knowledge.search.parts import first_asked
from knowledge.text.tokens import has_pronoun

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handlers.model import Reply, Session
    from knowledge.search.decide import Decision

MOST_ANSWERED: Final = 2
"""Answers in one reply; more would not be read."""
CLEARLY_ANSWERED: Final = 0.8
"""Confidence of the answers to all parts from which they stand, however surely one of their entries speaks of both."""
CERTAINLY_ONE: Final = 0.95
"""Confidence of the answer to all that is asked from which a part that leaves out what it is about asks of the same;
with 0.9, one message in two hundred would lose its second answer."""
LONGEST_QUOTE: Final = 80
"""Characters of a question that are repeated to whoever asked it."""
_DEFINITION: Final = "definition"
"""The kind of question that asks what a name means."""
_TWO: Final = 2
"""Parts of which the second is not searched for where nothing that it may ask would make a difference."""


class _Part:
    """One of the questions, asked as if it had been said after the one before; worked out as far as somebody asks."""

    def __init__(self, whole: Inquiry, text: str, before: _Part | None) -> None:
        self._whole = whole
        self._text = text
        self._before = before

    @cached_property
    def inquiry(self) -> Inquiry:
        session = replace(self._whole.session, language=self._whole.language)
        return self._whole.part(self._text, session if self._before is None else self._before.session_after)

    @cached_property
    def session_after(self) -> Session:
        """What points back at a part without an answer has none either.

        Where nothing comes of any part if one of them is declined, that is not asked here.
        """
        session, outcome = self.inquiry.session, self.answer if _is_all_explained(self._whole) else self.outcome
        return replace(session, turn=None) if outcome is None else session_after(session, outcome)

    @cached_property
    def answer(self) -> Outcome | None:
        """The sure answer to it, unless it should be declined, or is small talk in what is small talk as a whole."""
        return None if self._is_small_talk else _answer(self.inquiry)

    @cached_property
    def outcome(self) -> Outcome | None:
        """The sure answer to it, if it is not declined."""
        return self.answer if self.answer is not None and declining.harmful(self.inquiry) is None else None

    @property
    def _is_small_talk(self) -> bool:
        return self._whole.intent is not None and small_talk.small_talk(self.inquiry) is not None

    @property
    def says_something(self) -> bool:
        """Whether it is more than a word before a question: 'well', 'زين'."""
        question = self.inquiry.question
        return bool(question.features or question.kinds or question.dates or question.times)

    @cached_property
    def asks_by_itself(self) -> bool:
        """Whether it asks for something, and does not speak of what another part names: 'and how many with her?'."""
        asked = self.inquiry
        return not self.needs_another and bool(asked.question.kinds) and not earlier.points_back(asked)

    @cached_property
    def needs_another(self) -> bool:
        """Whether it is short, or speaks of what another part names."""
        tokens = self.inquiry.tokens
        return len(tokens) <= earlier.BARE or any(map(has_pronoun, tokens)) or self.inquiry.refers_back

    @property
    def leaves_out(self) -> bool:
        """Whether it needs another, or names only names and does not ask what they mean: 'who with the Americans?'."""
        return self.needs_another or (_DEFINITION not in self.inquiry.question.kinds and _is_bare(self.inquiry))

    @property
    def names_time(self) -> bool:
        return bool(self.inquiry.question.dates or self.inquiry.question.times)

    @property
    def names_nothing(self) -> bool:
        """Whether the lexicon knows nothing that it names: 'roughly what year?'."""
        return not any(feature.is_known for feature in self.inquiry.question.features)

    @property
    def has_no_answer(self) -> bool:
        """Whether no answer comes of it, whatever is answered before it."""
        asked = self.inquiry
        return not self.needs_another and not _goes_on(asked) and not _is_surely_answered(asked.finding.decision)


def several(inquiry: Inquiry) -> Outcome | None:
    """The answers to the questions of a message that is not surely one question."""
    parts = _parts_of(inquiry, first_asked(inquiry.questions))
    answered = _different(part for part in parts if part.outcome is not None)
    if not answered:
        return None
    left = [part for part in parts if part.outcome is None and _asks_something(part.inquiry)]
    if _is_surely_one(inquiry, answered, left):
        return None
    if len(answered) + len(left) == 1:
        return answered[0].outcome
    return _together(answered, left)


def _parts_of(inquiry: Inquiry, texts: Sequence[str]) -> Sequence[_Part]:
    """The parts that say something; none of a message that is one question whatever comes of the rest of them."""
    if not texts[1:] or _is_plainly_one(inquiry, *texts):
        return []
    parts: list[_Part] = []
    for text in texts:
        part = _Part(inquiry, text, parts[-1] if parts else None)
        if parts and len(texts) == _TWO and _is_one_whatever_it_asks(inquiry, parts[0], part):
            return []
        if part.says_something:
            parts.append(part)
            if _is_one_whatever_else(inquiry, parts, len(texts)):
                return []
    return parts


def _is_plainly_one(inquiry: Inquiry, first: str, *further: str) -> bool:
    """Whether one entry surely speaks of all that is asked, and no further part makes another question of it.

    That is seen without asking the first part, which is mostly nearly all of the message.
    """
    decision = inquiry.as_one.decision
    if not _is_surely_answered(decision):
        return False
    parts = [_Part(inquiry, text, None) for text in further]
    named = {identity for part in parts for identity in part.inquiry.question.ids}
    if any(feature.id in named for feature in decision.candidates[0].evidence.unexplained):
        return False
    is_certain = decision.confidence > CERTAINLY_ONE
    if any(not part.names_time and (part.names_nothing or (is_certain and part.leaves_out)) for part in parts):
        return True
    return len(first) > sum(map(len, further)) and all(part.has_no_answer for part in parts)


def _is_all_explained(inquiry: Inquiry) -> bool:
    """Whether one entry surely speaks of all that is asked, so that it is one question if a part has no answer."""
    decision = inquiry.as_one.decision
    return decision.verdict is Verdict.SURE and not decision.candidates[0].evidence.unexplained


def _is_one_whatever_else(inquiry: Inquiry, asked: Sequence[_Part], count: int) -> bool:
    """Whether `_is_surely_one` will be true whatever comes of the parts that were not asked yet.

    It also is if any part is declined; so that is not asked here.
    """
    if not _is_all_explained(inquiry):
        return False
    decision = inquiry.as_one.decision
    left = sum(part.answer is None for part in asked)
    if not left and (_are_of(decision.candidates[0].id, asked) or _are_clear(asked)):
        return False
    return count - left <= 1 or min(_confidences(asked), default=decision.confidence) < decision.confidence


def _is_one_whatever_it_asks(inquiry: Inquiry, first: _Part, second: _Part) -> bool:
    """Whether `_is_surely_one` will be true of two parts, the first of them answered, whatever the second one asks.

    That does not ask by itself: answered by another entry, it is not clearly another question. Answered by the entry of
    them both, it is told by the same claim.
    """
    decision = inquiry.as_one.decision
    if not _is_all_explained(inquiry) or first.answer is None or second.asks_by_itself:
        return False
    entry = inquiry.library.knowledge.entries[decision.candidates[0].id]
    is_told = not _are_of(entry.id, [first]) or (len(entry.claims) == 1 and _shows_all(inquiry, [first]))
    return is_told and first.answer.reply.confidence < decision.confidence


def _is_surely_one(inquiry: Inquiry, answered: Sequence[_Part], left: Sequence[_Part]) -> bool:
    """Whether one entry surely speaks of all that is asked, and the parts are not all answered more surely."""
    decision = inquiry.as_one.decision
    if decision.verdict is not Verdict.SURE:
        return False
    named_in_left = {identity for part in left for identity in part.inquiry.question.ids}
    unexplained = decision.candidates[0].evidence.unexplained
    if any(feature.is_known or feature.id in named_in_left for feature in unexplained):
        return False
    if left or not answered[1:]:
        return True
    if _are_of(decision.candidates[0].id, answered):
        return _shows_all(inquiry, answered)
    return min(_confidences(answered)) < decision.confidence and not _are_clear(answered)


def _confidences(parts: Iterable[_Part]) -> list[float]:
    return [part.answer.reply.confidence for part in parts if part.answer is not None]


def _are_clear(parts: Iterable[_Part]) -> bool:
    """Whether each part asks for something by itself, and is clearly answered."""
    return all(
        part.answer is not None and part.answer.reply.confidence >= CLEARLY_ANSWERED and part.asks_by_itself
        for part in parts
    )


def _shows_all(inquiry: Inquiry, parts: Iterable[_Part]) -> bool:
    """Whether the answer to all that is asked shows the first claim of the answer to each part."""
    outcome = facts.fact(inquiry)
    shown = outcome.reply.claims if outcome is not None else ()
    return all(part.answer is not None and part.answer.reply.claims[0] in shown for part in parts)


def _are_of(entry: str, parts: Iterable[_Part]) -> bool:
    """Whether one entry answers some parts, of which each may be told by another claim."""
    return all(part.answer is not None and part.answer.reply.entry == entry for part in parts)


def _answer(asked: Inquiry) -> Outcome | None:
    """The sure answer to a part, which leaves nothing unsaid on what the part names."""
    decision = asked.finding.decision
    outcome = following.follow_up(asked) if _goes_on(asked) else None
    if outcome is None and _is_surely_answered(decision) and not _lacks_subject(asked):
        outcome = facts.fact(asked)
    return outcome if outcome is not None and outcome.reply.kind is Kind.ANSWER else None


def _is_surely_answered(decision: Decision) -> bool:
    """Whether an entry surely answers what was asked, and nothing that the lexicon knows stays unexplained."""
    if decision.verdict is not Verdict.SURE:
        return False
    return not any(feature.is_known for feature in decision.candidates[0].evidence.unexplained)


def _goes_on(asked: Inquiry) -> bool:
    """Whether a part leaves out what it is about, or points at something that was said."""
    return earlier.points_back(asked) or asked.refers_back or _is_bare(asked)


def _is_bare(asked: Inquiry) -> bool:
    """Whether a part names nothing but names, if anything."""
    return all(feature.is_named for feature in asked.question.features)


def _lacks_subject(asked: Inquiry) -> bool:
    """Whether a part speaks of something that was said before it."""
    return earlier.points_back(asked) if asked.session.turn is not None else asked.refers_back


def _asks_something(inquiry: Inquiry) -> bool:
    """Whether a part that is left is a question or harmful: neither small talk nor a question word alone."""
    is_question = bool(inquiry.question.features) and inquiry.intent is None
    return is_question or declining.harmful(inquiry) is not None


def _different(parts: Iterable[_Part]) -> list[_Part]:
    """The parts with different answers."""
    answers = {(part.outcome.reply.entry, part.outcome.reply.claims): part for part in parts if part.outcome}
    return list(answers.values())


def _together(answered: Sequence[_Part], left: Sequence[_Part]) -> Outcome:
    shown = [(part.inquiry, part.outcome) for part in answered[:MOST_ANSWERED] if part.outcome is not None]
    is_all = not left and len(shown) == len(answered)
    replies = [outcome.reply if is_all else _told_apart(inquiry, outcome.reply) for inquiry, outcome in shown]
    _, last = shown[-1]
    return Outcome(compose.together(replies), last.question, left=tuple(part.inquiry for part in left))


def _told_apart(inquiry: Inquiry, reply: Reply) -> Reply:
    """The answer under the question that it answers, in the asker's own words."""
    part = inquiry.text if len(inquiry.text) <= LONGEST_QUOTE else f"{inquiry.text[: LONGEST_QUOTE - 1].rstrip()}…"
    return replace(reply, paragraphs=(inquiry.words.answers_part.format(part=part), *reply.paragraphs))
