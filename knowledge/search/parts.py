"""The questions that one message asks, each in the writer's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from knowledge.search.vocabulary import Sense
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.search.vocabulary import Found, Vocabulary

_SENTENCE: Final = re.compile(r"(?P<said>.+?)(?P<end>[?؟]+|(?<![.!;؛…])[.!;؛…]++(?=\s|$)|\n|$)")
"""What was said, and the sign at its end; a full stop inside '99.5' or 'U.S.' ends nothing but what a blank follows.

A row of such signs is looked at from its first one only: from each of them, thousands would take a second.
"""
_AND: Final = re.compile(r"(?:[,،]\s*)?(?<!\S)(?:(?:and|also|plus|wa|w|و|&)\s+|و)(?=\S)|[,،]\s*(?=\S)", re.IGNORECASE)
"""Where another question may begin: after 'and', an Arabic 'and' that is glued on, or a comma."""
_QUESTION_MARK: Final = re.compile(r"[?؟]")
_NOT_OR_WHAT: Final = re.compile(r"ما\s+(?!هو|هي|هم|هذ)")
"""Arabic 'what', which after 'and' is more often 'not'."""
_WHO_DOES: Final = re.compile(r"من\s+(?P<verb>ي\w{3,})")
"""Arabic 'who' before a verb of the present; before other words it is more often 'from'."""
_OUT_OF: Final = re.compile(
    r"(?:of|out of|among|from|from among|من|بين|من بين|من اصل|من أصل|من مجموع)\s", re.IGNORECASE
)
"""Begins what names the whole of which a part is asked for: 'Of the 1,457 civilians, how many…'."""
_COMMAS: Final = frozenset(",،")
BEGINNING: Final = 6
"""Words among which a question word is looked for, and up to which a clause may be a mere subject."""
_BEGINNING_SIGNS: Final = 300
"""Characters among which those words are looked for: what comes after a hundredth 'and' is not read a hundred times."""


def questions_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The parts of a text that ask: sentences, and within one what follows 'and' and begins with a question word."""
    parts: list[str] = []
    for sentence in _SENTENCE.finditer(text):
        is_question = _QUESTION_MARK.match(sentence["end"]) is not None
        parts += (part for part in _clauses(sentence["said"], vocabulary) if is_question or _asks(part, vocabulary))
    return tuple(part for part in parts if words(part))


def _clauses(sentence: str, vocabulary: Vocabulary) -> Iterator[str]:
    start = 0
    for conjunction in _AND.finditer(sentence):
        rest = sentence[conjunction.end() :][:_BEGINNING_SIGNS]
        said = sentence[start : conjunction.start()]
        if _begins_asking(rest, vocabulary) and not (
            _NOT_OR_WHAT.match(rest) or (conjunction[0].strip() in _COMMAS and _only_names(said, vocabulary))
        ):
            yield said.strip()
            start = conjunction.end()
    yield sentence[start:].strip()


def _only_names(said: str, vocabulary: Vocabulary) -> bool:
    """Whether what stands before a comma asks nothing, but names what the next question is about: 'And Roj, when…'."""
    tokens = words(said)
    is_short = len(tokens) <= BEGINNING or _OUT_OF.match(said) is not None
    return is_short and not any(map(_is_question_word, vocabulary.find(tokens)))


def _asks(part: str, vocabulary: Vocabulary) -> bool:
    """Whether a question word stands at its beginning, or as in Arabic also at its end."""
    runs = vocabulary.find(words(part))
    return _begins_asking(part, vocabulary) or (bool(runs) and _is_question_word(runs[-1]))


def _begins_asking(said: str, vocabulary: Vocabulary) -> bool:
    """Whether the first word that tells something is a question word, or 'من' stands for 'who'."""
    who_does = _WHO_DOES.match(said)
    if who_does is not None and _is_deed(vocabulary.find(words(who_does["verb"]))[0]):
        return True
    telling = (run for run in vocabulary.find(words(said)[:BEGINNING]) if not _is_filler(run))
    first = next(telling, None)
    return first is not None and _is_question_word(first)


def _is_deed(run: Found) -> bool:
    """Whether a word is a concept and no name; a month or a day is neither."""
    return run.meaning is not None and run.meaning.sense is Sense.CONCEPT and not run.meaning.is_named


def _is_filler(run: Found) -> bool:
    return run.meaning is not None and run.meaning.sense is Sense.FILLER


def _is_question_word(run: Found) -> bool:
    return run.meaning is not None and run.meaning.sense is Sense.KIND
