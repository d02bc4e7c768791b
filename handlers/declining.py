"""What comes before a question: that somebody needs help now, and that an answer could hurt someone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handlers import earlier, following, unanswered
from handlers.inquiry import CLEARLY_SAID
from handlers.model import Kind, Reason
from knowledge.search.decide import ELSEWHERE, Verdict
from knowledge.search.tuning import FLOOR_SURE
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from handlers.inquiry import Inquiry, Outcome
    from handlers.repertoire import Recognised

CERTAIN: Final = 0.8
"""Probability of harm from which even what goes on from an answer is declined, and of harm or small talk from which a
message that resembles somebody's distress is none."""
DOUBTFUL: Final = 0.5
"""Probability of harm up to which a few words after an answer are no request to decline: 'mostly adults?'."""
CLEARLY_TOLD: Final = 0.9
"""Confidence of an answer from which a few words after another one ask for it, however harmful they sound alone."""
FEW: Final = 4
"""Words up to which a message after an answer leaves out what it is about."""
SAFER: Final = 3.0
"""Times that small talk must be likelier than harm: of the two mistakes, a polite refusal is the lesser one."""

_QUESTION_MARKS: Final = ("?", "؟")


def distress(inquiry: Inquiry) -> Outcome | None:
    """Somebody who clearly needs help now: kind words, and no button that leads elsewhere."""
    if _pleads(inquiry):
        return unanswered.kind_words(inquiry)
    found = inquiry.finding.decision.elsewhere
    if found is None or found.id != ELSEWHERE + unanswered.DISTRESS or found.probability < FLOOR_SURE:
        return None
    if _is_certainly_other(inquiry, found.probability) or _asks_after(inquiry, found.probability):
        return None
    return unanswered.unknown(inquiry)


def _pleads(inquiry: Inquiry) -> bool:
    """Whether somebody does not want to live or is in danger now; 'am I in danger if I ask you?' is small talk."""
    repertoire, in_letters = inquiry.library.repertoire, (words(inquiry.text), inquiry.tokens)
    if any(map(repertoire.despair.is_said, in_letters)):
        return True
    if not (any(map(repertoire.danger.is_said, in_letters)) or _are_kin_in_danger(inquiry, in_letters)):
        return False
    said = inquiry.heard.intent
    return said is None or said.nearness < CLEARLY_SAID


def _are_kin_in_danger(inquiry: Inquiry, in_letters: Iterable[Sequence[str]]) -> bool:
    """Whether somebody's own people are in danger; what befell them at a date that the message names is over."""
    return any(map(inquiry.library.repertoire.danger_of_kin.is_said, in_letters)) and not inquiry.whole.question.dates


def _is_certainly_other(inquiry: Inquiry, probability: float) -> bool:
    """Whether a message is small talk or harmful for certain, and likelier so than with the given probability."""
    rivals = (heard.probability for heard in (inquiry.heard.intent, inquiry.heard.harm) if heard is not None)
    return max(rivals, default=0.0) >= max(CERTAIN, probability)


def _asks_after(inquiry: Inquiry, probability: float) -> bool:
    """Whether a message asks of somebody in an answer, and likelier so: 'anyone killed?', 'do they like it'."""
    is_bare = len(inquiry.tokens) <= earlier.BARE
    goes_on = is_bare or inquiry.refers_back or earlier.points_back(inquiry)
    asks_whether = inquiry.library.repertoire.rejoinders.asking_whether(inquiry.tokens[:1])
    asks = asks_whether or bool(inquiry.question.kinds) or inquiry.text.rstrip().endswith(_QUESTION_MARKS)
    return asks and goes_on and _confidence(inquiry) > probability


def harmful(inquiry: Inquiry) -> Outcome | None:
    """A request that could hurt someone, unless something honest is likelier to be meant."""
    if not inquiry.question.features or not inquiry.heard.may_be_harmful(_known(inquiry)):
        return None
    harm = inquiry.harm
    if harm is None or _is_honest(inquiry, harm):
        return None
    return unanswered.gap(inquiry, Reason.DECLINED, (inquiry.words.gap_declined,), unanswered.topics(inquiry))


def _is_honest(inquiry: Inquiry, harm: Recognised) -> bool:
    """Whether the knowledge answers it, it is small talk, or it goes on from an answer, more likely than it is harm."""
    said, is_known = inquiry.intent, _known(inquiry) > harm.probability
    is_small_talk = said is not None and said.probability > SAFER * harm.probability
    goes_on = harm.probability < CERTAIN and _goes_on(inquiry, harm)
    return is_known or is_small_talk or goes_on or _is_told_after(inquiry, harm)


def _is_told_after(inquiry: Inquiry, harm: Recognised) -> bool:
    """Whether a few words ask what an answer tells, and likelier so than they are harmful: 'in how many convoys?'."""
    return len(inquiry.tokens) <= FEW and _confidence(inquiry) > min(harm.probability, CLEARLY_TOLD)


def _known(inquiry: Inquiry) -> float:
    """How surely the knowledge answers a message; 0 where it does not."""
    decision = inquiry.finding.decision
    return decision.confidence if decision.verdict is Verdict.SURE else 0.0


def _goes_on(inquiry: Inquiry, harm: Recognised) -> bool:
    """Whether a message goes on from an answer: 'in Syria?', 'after him?', or a few words that are hardly harmful."""
    turn, tokens, repertoire = inquiry.session.turn, inquiry.tokens, inquiry.library.repertoire
    if turn is None or turn.spoken_of is None or not tokens:
        return False
    is_bare = all(feature.is_named for feature in earlier.understood(inquiry, turn).features)
    goes_on = is_bare or repertoire.opens_continuation(tokens) or earlier.points_back(inquiry)
    return goes_on or (harm.probability < DOUBTFUL and len(tokens) <= following.SHORT)


def _confidence(inquiry: Inquiry) -> float:
    """How surely an entry that explains all it names answers a message after an answer; 0 where none does."""
    outcome, library = following.follow_up(inquiry), inquiry.library
    if outcome is None or outcome.reply.kind is not Kind.ANSWER:
        return 0.0
    entry = library.knowledge.entries[outcome.reply.entry or ""]
    explains_all = all(library.finder.explains(entry, one) for one in inquiry.subjects)
    return outcome.reply.confidence if explains_all else 0.0
