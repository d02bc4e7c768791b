"""What people ask in a crash test, and the messages that have to come back, in order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from telegram_face.small_knowledge import PLACES, write_knowledge

from knowledge.loader import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from knowledge.schema import Knowledge

LONGEST: Final = 18
"""Questions of a conversation at the most: as many can wait without being taken for a flood."""
_BEGINNING: Final = "Here the chronicle begins"
_END: Final = "Here the chronicle ends"
_QUIET_YEARS: Final = " Nothing was written down in the year after." * 100


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, and what has to come back."""

    text: str
    answers: tuple[str, ...]
    """Words of each message of the answer; in one conversation they stand in no other message."""
    is_gap: bool = False
    """Whether it is noted as unanswered."""


@dataclass(frozen=True, slots=True)
class Script:
    """Everything that one person asks, in order."""

    language: str
    """Of the person's Telegram, such as `en`."""
    questions: tuple[Question, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """Words of each message that has to come back, in order."""
        return tuple(answer for question in self.questions for answer in question.answers)


_UNKNOWN: Final = Question("which wine goes with fish", ("This is not in my sources.",), is_gap=True)
"""Asked first: after an answer it would be taken for a question about that."""
_CHRONICLE: Final = Question("read the whole chronicle", (_BEGINNING, _END))
_FOLLOWED_UP: Final = (
    Question("How many members does the Coalition have?", ("The Coalition has 90 members",)),
    Question("and in 2019?", ("In 2019 it had 79 members",)),
)
_FOLLOWED_UP_IN_ARABIC: Final = (
    Question("كم عدد أعضاء التحالف؟", ("يضم التحالف 90 عضواً",)),
    Question("كم كان عدد الأعضاء في 2019؟", ("كان يضم 79 عضواً",)),
)


def scripts(conversations: int, questions: int, random: Random) -> Sequence[Script]:
    """So many conversations of so many questions each, every second one in Arabic."""
    if not 1 <= questions <= LONGEST:
        raise ValueError(f"a conversation has from 1 to {LONGEST} questions, not {questions}")
    return [(_arabic if number % 2 else _english)(questions, random) for number in range(conversations)]


def write_crash_knowledge(folder: Path) -> Knowledge:
    """Write the small knowledge with one entry more, whose answer is longer than a message, and load it again."""
    write_knowledge(folder)
    entries = folder / "entries" / "entries.yaml"
    written = json.loads(entries.read_text(encoding="utf-8"))
    entries.write_text(json.dumps([*written, _chronicle()], ensure_ascii=False), encoding="utf-8")
    return load(folder)


def _english(questions: int, random: Random) -> Script:
    projects = [
        Question(f"what was rebuilt in {place}", (f"A school in {place} was rebuilt",))
        for place in random.sample(PLACES, questions)
    ]
    asked = _shuffled([_FOLLOWED_UP, (_CHRONICLE,)], projects, questions - 1, random)
    return Script("en", (_UNKNOWN, *asked))


def _arabic(questions: int, random: Random) -> Script:
    projects = [
        Question(f"ماذا أعيد بناؤه في {place}", (f"أعيد بناء مدرسة في {place}",))
        for place in random.sample(PLACES, questions)
    ]
    return Script("ar", _shuffled([_FOLLOWED_UP_IN_ARABIC], projects, questions, random))


def _shuffled(
    special: Sequence[tuple[Question, ...]], projects: Sequence[Question], questions: int, random: Random
) -> tuple[Question, ...]:
    """So many questions, the special ones that fit among them, in any order; what is followed up stays together."""
    groups: list[tuple[Question, ...]] = []
    room = questions
    for group in [*special, *((project,) for project in projects)]:
        if len(group) <= room:
            groups.append(group)
            room -= len(group)
    random.shuffle(groups)
    return tuple(question for group in groups for question in group)


def _chronicle() -> dict[str, Any]:
    english = f"{_BEGINNING}.{_QUIET_YEARS} {_END}."
    claim = {"as_of": "2020-01", "text": {"en": english, "ar": "هذا هو السجل."}}
    return {
        "id": "chronicle",
        "topic": "coalition",
        "title": {"en": "The chronicle", "ar": "السجل"},
        "questions": {"en": ["read the whole chronicle", "chronicle"], "ar": ["اقرأ السجل كاملاً"]},
        "claims": [claim | {"sources": [{"id": "factsheet-2019", "at": "para 1"}]}],
    }
