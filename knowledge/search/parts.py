"""The questions that one message asks, each in the writer's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from knowledge.search.vocabulary import Sense
from knowledge.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.search.vocabulary import Found, Vocabulary

_NO_END: Final = r"(?<!\b(?:Lt|Dr|Mr))(?<!\b(?:Gen|Maj|Col|Adm|Mrs))(?<!\.[A-Za-z])"
_SENTENCE: Final = re.compile(rf"(?P<said>.+?)(?P<end>[?؟]+|(?<![.!;؛…]){_NO_END}[.!;؛…]++(?=\s|$)|\n|$)")
"""What was said, and the sign at its end; a full stop inside '99.5' ends nothing but what a blank follows, and one
after a title, a rank, or single letters as in 'U.S.' ends nothing.

A row of such signs is looked at from its first one only: from each of them, thousands would take a second.
"""
_AND: Final = re.compile(r"(?:[,،]\s*)?(?<!\S)(?:(?:and|also|plus|wa|w|و|&)\s+|و)(?=\S)|[,،]\s*(?=\S)", re.IGNORECASE)
"""Where another question may begin: after 'and', an Arabic 'and' that is glued on, or a comma."""
_QUESTION_MARK: Final = re.compile(r"[?؟]")
_NO_QUESTION: Final = re.compile(r"ما\s+(?!هو|هي|هم|هذ)|[أا]ذكر\s+[أاإ]ن")
"""Arabic 'what', which after 'and' is more often 'not'; 'I remember that', whose first word also asks for a name."""
_WHO_DOES: Final = re.compile(r"من\s+(?P<verb>ي\w{3,})")
"""Arabic 'who' before a verb of the present; before other words it is more often 'from'."""
_OUT_OF: Final = re.compile(
    r"(?:of|out of|among|from|from among|من|بين|من بين|من اصل|من أصل|من مجموع)\s", re.IGNORECASE
)
"""Begins what names the whole of which a part is asked for: 'Of the 1,457 civilians, how many…'."""
_WORD: Final = re.compile(r"\S+")
"""A word with the signs at it."""
_COMMAS: Final = frozenset(",،")
_CLAUSE: Final = re.compile(r"[،,:](?=\s)|\s[-–—]\s")
"""Where a clause ends within a sentence."""
STORY: Final = 9
"""Words from which a text may be a story with a question in it."""
TOLD: Final = 12
"""Words from which what stands before a question, without a stop between them, is a story and not its beginning."""
SHORTEST: Final = 3
"""Words of a question that follows a story; with fewer, the question is what stands before them."""
NEAR: Final = 4
"""Words within which question words belong to one question."""
_WHETHER: Final = frozenset(
    ("is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would", "هل")
)
"""Words that begin a question for yes or no."""
BEGINNING: Final = 6
"""Words among which a question word is looked for, and up to which a clause may be a mere subject."""
_BEGINNING_SIGNS: Final = 300
"""Characters among which those words are looked for: what comes after a hundredth 'and' is not read a hundred times."""


def questions_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The parts of a text that ask: sentences, and within one what follows 'and' and begins with a question word.

    What many words tell before a question in its sentence is left out, and so are sentences that end in a full stop
    before one that ends in a question mark.
    """
    parts: list[str] = []
    sentences = list(_SENTENCE.finditer(text))
    marked = [_QUESTION_MARK.match(sentence["end"]) is not None for sentence in sentences]
    for place, (sentence, is_question) in enumerate(zip(sentences, marked, strict=True)):
        if not is_question and any(marked[place:]):
            continue
        *clauses, last = _clauses(sentence["said"], vocabulary)
        asking = [clause for clause in clauses if _may_ask(clause, vocabulary, is_marked=is_question)]
        if is_question or _asks(last, vocabulary) or _run_on(last, vocabulary) is not None:
            asking.append(last)
        parts += (_without_story(clause, vocabulary) for clause in asking)
    return tuple(part for part in parts if words(part))


def _may_ask(clause: str, vocabulary: Vocabulary, *, is_marked: bool) -> bool:
    """Whether what stands before another question is one, too.

    It begins or ends with a question word, or is no story and has one; of what ends in a question mark, it may also be
    short, or begin like a question for yes or no.
    """
    if _asks(clause, vocabulary):
        return True
    tokens = words(clause)
    if len(tokens) < TOLD and _has_question_word(tokens, vocabulary):
        return True
    return is_marked and (len(tokens) < STORY or tokens[0] in _WHETHER)


def _without_story(part: str, vocabulary: Vocabulary) -> str:
    """A part without what many words tell before its last clause that has a question word, if it begins with none.

    What names the whole of which a part is asked for stays.
    """
    if len(words(part)) < STORY or _begins_asking(part, vocabulary) or _OUT_OF.match(part):
        return part
    ends = list(_CLAUSE.finditer(part))
    starts = [0, *(end.end() for end in ends)]
    asking = (
        place
        for place in reversed(range(len(starts)))
        if _has_question_word(words(part[starts[place] : (*starts, len(part))[place + 1]]), vocabulary)
    )
    place = next(asking, len(starts) - 1)
    before, clause = words(part[: starts[place]]), part[starts[place] :]
    is_told = len(before) > BEGINNING or (place > 0 and ends[place - 1][0] == ":")
    said = clause if is_told and len(words(clause)) >= SHORTEST else part
    return _cut(said, vocabulary).strip()


def _cut(said: str, vocabulary: Vocabulary) -> str:
    """What is said without a sign, from the question in it on, if a story stands before that."""
    start = _run_on(said, vocabulary)
    return said if start is None else said[start:]


def _run_on(said: str, vocabulary: Vocabulary) -> int | None:
    """Where the question begins that follows a story without a sign between them; None where there is no such story.

    It begins with the last question word, or one shortly before that; of one that ends in it, a few words earlier.
    """
    spans = [word.span() for word in _WORD.finditer(said)]
    if len(spans) < TOLD + SHORTEST or _begins_asking(said, vocabulary):
        return None
    tokens = [(token, place) for place, (start, end) in enumerate(spans) for token in words(said[start:end])]
    runs = vocabulary.find([token for token, _ in tokens])
    asking = [tokens[run.first][1] for run in runs if _is_question_word(run)]
    if not asking:
        return None
    first = asking[-1]
    for place in reversed(asking):
        if first - place <= NEAR:
            first = place
    if len(spans) - first < SHORTEST:
        first -= NEAR
    return spans[first][0] if first >= TOLD else None


def _has_question_word(tokens: Sequence[str], vocabulary: Vocabulary) -> bool:
    return any(map(_is_question_word, vocabulary.find(tokens)))


def _clauses(sentence: str, vocabulary: Vocabulary) -> Iterator[str]:
    start = 0
    for conjunction in _AND.finditer(sentence):
        rest = sentence[conjunction.end() :][:_BEGINNING_SIGNS]
        said = sentence[start : conjunction.start()]
        is_subject = conjunction[0].strip() in _COMMAS and _only_names(said, vocabulary)
        if _begins_asking(rest, vocabulary) and not (is_subject or _NO_QUESTION.match(rest)):
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
