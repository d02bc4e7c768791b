"""The questions that one message asks, each in the writer's own words."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from knowledge.search.vocabulary import Sense
from knowledge.text.tokens import first_words, words

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
_GLUED: Final = "و"
_WITH: Final = re.compile(r"ويا(?:ه[مان]?|كم|نا|ي)")
"""'With him, them, her, you, us, me' in Iraq, whose rest may be 'which of them'; 'ويا' alone is 'and which' as well."""
_AND_TO: Final = "والي"
"""'And to', which is also the word for a governor."""
_SMALL_WORDS: Final = frozenset({Sense.KIND, Sense.FILLER})
"""Senses of words that the lexicon also knows with an 'and' before them, as people write them: 'وهل'."""
_QUESTION_MARK: Final = re.compile(r"[?؟]")
_NO_QUESTION: Final = re.compile(
    r"ما\s+(?!هو|هي|هم|هذ)|[أا]ذكر\s+[أاإ]ن|compared\s+(?:with|to)\b|(?:ب?ال)?مقارن[ةه]", re.IGNORECASE
)
"""Arabic 'what', which after 'and' is more often 'not'; 'I remember that', whose first word also asks for a name; and
'compared with', which asks nothing of its own."""
_SUBORDINATE: Final = re.compile(
    r"(?:(?:but|so|and)\s)?(?:if|since(?!\swhen)|because|although|though|given|assuming|considering)\b"
    r"|(?:(?:طب|طيب|يعني)\s)?[وف]?(?:[إا]ذا|لو|بما\s[أا]ن|ما\s?دام|طالما|ل[أا]ن)\b",
    re.IGNORECASE,
)
"""Begins a clause in which no question stands: 'If it is over, does that mean…' is one question."""
_OF_THE_ASKER: Final = re.compile(
    r"(?<=[\s،,])(?:ف?[أا]ن[اي]|ل[أا]نن?ي|عشان\s[أا]نا"
    r"|(?:because|cause|cuz|bcz|bc)\s(?:i|my|we)|as\si|(?<=,\s)(?:i|my|we|our))\s",
    re.IGNORECASE,
)
"""Begins what is told behind a question of whoever asks it: '… which day was it because I lost my notes'."""
_WHO_DOES: Final = re.compile(r"من\s+(?P<verb>ي\w{3,})")
"""Arabic 'who' before a verb of the present; before other words it is more often 'from'."""
_OUT_OF: Final = re.compile(
    r"(?:of|out of|among|from|from among|من|بين|من بين|من اصل|من أصل|من مجموع)\s", re.IGNORECASE
)
"""Begins what names the whole of which a part is asked for: 'Of the 1,457 civilians, how many…'."""
_WORD: Final = re.compile(r"\S+")
"""A word with the signs at it."""
_COMMAS: Final = frozenset(",،")
_BETWEEN: Final = " \t\n،,"
"""Signs between a question and what follows it."""
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
MOST_ASKED: Final = 12
"""Parts of a message that are asked; one of hundreds would keep everybody else waiting."""
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
        asking = [clause for clause in clauses if _may_ask(clause, is_marked=is_question)]
        if is_question or last.asks or last.question_after_story is not None or last.question_before_the_asker:
            asking.append(last)
        parts += (_without_the_asker(_Clause(_without_story(clause), vocabulary)) for clause in asking)
    return tuple(part for part in parts if words(part))


def first_asked(parts: Sequence[str]) -> Sequence[str]:
    """The first of some parts, as many as are asked at all, each once."""
    return tuple(dict.fromkeys(parts))[:MOST_ASKED]


class _Clause:
    """A part of a sentence; what its words mean is looked up once."""

    def __init__(self, said: str, vocabulary: Vocabulary) -> None:
        self.said = said
        self.vocabulary = vocabulary

    @cached_property
    def tokens(self) -> list[str]:
        """Its folded words."""
        return words(self.said)

    @cached_property
    def runs(self) -> list[Found]:
        """What they mean."""
        return self.vocabulary.find(self.tokens)

    @cached_property
    def begins_asking(self) -> bool:
        return _begins_asking(self.said, self.vocabulary)

    @property
    def asks(self) -> bool:
        """Whether a question word stands at its beginning, or as in Arabic also at its end."""
        return self.begins_asking or (bool(self.runs) and _is_question_word(self.runs[-1]))

    @property
    def has_question_word(self) -> bool:
        return any(map(_is_question_word, self.runs))

    @cached_property
    def question_after_story(self) -> int | None:
        """Where the question begins that follows a story without a sign between them; None without such a story.

        It begins with the last question word, or one shortly before that; of one that ends in it, a few words earlier.
        """
        spans = [word.span() for word in _WORD.finditer(self.said)]
        if len(spans) < TOLD + SHORTEST or self.begins_asking or not self.has_question_word:
            return None
        places = [place for place, (start, end) in enumerate(spans) for _ in words(self.said[start:end])]
        asking = [run for run in self.runs if _is_question_word(run)]
        if len(spans) - places[asking[-1].first] < SHORTEST:
            asking = _without_repetition(asking)
        first = places[asking[-1].first]
        for place in (places[run.first] for run in reversed(asking)):
            if first - place <= NEAR:
                first = place
        if len(spans) - first < SHORTEST:
            first -= NEAR
        return spans[first][0] if first >= TOLD else None

    @cached_property
    def question_before_the_asker(self) -> str | None:
        """What asks before something is told of whoever asks; None if nothing is."""
        told = _OF_THE_ASKER.search(self.said)
        if told is None:
            return None
        before = _Clause(self.said[: told.start()].rstrip(_BETWEEN), self.vocabulary)
        return before.said if len(before.tokens) >= SHORTEST and before.has_question_word else None


def _without_repetition(asking: list[Found]) -> list[Found]:
    """Question words up to one that the last of them repeats: 'on which day was it, for I lost the date'."""
    *before, last = asking
    repeated = [place for place, run in enumerate(before, 1) if run.meaning == last.meaning]
    return asking[: repeated[-1]] if repeated else asking


def _may_ask(clause: _Clause, *, is_marked: bool) -> bool:
    """Whether what stands before another question is one, too.

    It begins or ends with a question word, or is no story and has one; of what ends in a question mark, it may also be
    short, or begin like a question for yes or no.
    """
    if clause.asks or (len(clause.tokens) < TOLD and clause.has_question_word):
        return True
    return is_marked and (len(clause.tokens) < STORY or clause.tokens[0] in _WHETHER)


def _without_story(clause: _Clause) -> str:
    """A clause without what many words tell before its last part that has a question word, if it begins with none.

    What names the whole of which a part is asked for stays, and so does a condition.
    """
    said, vocabulary = clause.said, clause.vocabulary
    belongs_to_it = _OUT_OF.match(said) or _SUBORDINATE.match(said)
    if len(clause.tokens) < STORY or clause.begins_asking or belongs_to_it:
        return said
    ends = list(_CLAUSE.finditer(said))
    starts = [0, *(end.end() for end in ends)]
    ranges = zip(starts, (*starts[1:], len(said)), strict=True)
    parts = [_Clause(said[start:end], vocabulary) for start, end in ranges] if ends else [clause]
    asking = (place for place in reversed(range(len(parts))) if parts[place].has_question_word)
    place = next(asking, len(parts) - 1)
    before = words(said[: starts[place]])
    is_told = len(before) > BEGINNING or (place > 0 and ends[place - 1][0] == ":")
    last = clause if place == 0 else _Clause(said[starts[place] :], vocabulary)
    kept = last if is_told and len(last.tokens) >= SHORTEST else clause
    return _cut(kept).strip()


def _without_the_asker(clause: _Clause) -> str:
    """A question without what is told of the asker behind it, if it asks before that already."""
    return clause.question_before_the_asker or clause.said


def _cut(clause: _Clause) -> str:
    """What is said without a sign, from the question in it on, if a story stands before that."""
    start = clause.question_after_story
    return clause.said if start is None else clause.said[start:]


def _clauses(sentence: str, vocabulary: Vocabulary) -> Iterator[_Clause]:
    start = 0
    for conjunction in _AND.finditer(sentence):
        rest = sentence[conjunction.end() :][:_BEGINNING_SIGNS]
        if not _begins_asking(rest, vocabulary) or _NO_QUESTION.match(rest):
            continue
        if _is_part_of_a_word(conjunction, rest, vocabulary):
            continue
        said = sentence[start : conjunction.start()]
        if conjunction[0].strip() not in _COMMAS or not _only_leads_to_it(said, vocabulary):
            yield _Clause(said.strip(), vocabulary)
            start = conjunction.end()
    yield _Clause(sentence[start:].strip(), vocabulary)


def _is_part_of_a_word(conjunction: re.Match[str], rest: str, vocabulary: Vocabulary) -> bool:
    """Whether an 'and' that is glued on is none: 'واحد', one, is not 'and somebody', nor 'وياهم', with them."""
    if conjunction[0] != _GLUED:
        return False
    word = f"{_GLUED}{first_words(rest, 1)[0]}"
    whole, without = (vocabulary.find([form])[0].meaning for form in (word, word[1:]))
    is_own = whole is not None and whole.sense not in _SMALL_WORDS and whole != without and word != _AND_TO
    return is_own or _WITH.fullmatch(word) is not None


def _only_leads_to_it(said: str, vocabulary: Vocabulary) -> bool:
    """Whether what stands before a comma belongs to the question behind it.

    It names what that is about ('And Roj, when…'), or on what condition it is asked ('If it is over, does…').
    """
    if _SUBORDINATE.match(said.strip()):
        return True
    clause = _Clause(said, vocabulary)
    is_short = len(clause.tokens) <= BEGINNING or _OUT_OF.match(clause.said) is not None
    return is_short and not clause.has_question_word


def _begins_asking(said: str, vocabulary: Vocabulary) -> bool:
    """Whether the first word that tells something is a question word, or 'من' stands for 'who'."""
    who_does = _WHO_DOES.match(said)
    if who_does is not None and _is_deed(vocabulary.find(words(who_does["verb"]))[0]):
        return True
    telling = (run for run in vocabulary.runs(first_words(said, BEGINNING)) if not _is_filler(run))
    first = next(telling, None)
    return first is not None and _is_question_word(first)


def _is_deed(run: Found) -> bool:
    """Whether a word is a concept and no name; a month or a day is neither."""
    return run.meaning is not None and run.meaning.sense is Sense.CONCEPT and not run.meaning.is_named


def _is_filler(run: Found) -> bool:
    return run.meaning is not None and run.meaning.sense is Sense.FILLER


def _is_question_word(run: Found) -> bool:
    return run.meaning is not None and run.meaning.sense is Sense.KIND
