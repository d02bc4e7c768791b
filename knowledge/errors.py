"""What can be wrong with a knowledge folder.

SanadError
├── BilingualError      something that curators do cannot be done; they read why in their own language
└── KnowledgeError      the folder cannot be served; carries every problem that was found
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from knowledge.schema import Bilingual, Language
from knowledge.text.directions import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class SanadError(Exception):
    """Anything Sanad refuses with a sentence for the person who can mend it.

    What operators read is English. `sentence` is what somebody is told whose language is known.
    """

    def __init__(self, sentence: str | Bilingual) -> None:
        self.sentence = Bilingual(sentence, sentence) if isinstance(sentence, str) else sentence
        super().__init__(self.sentence.en)


class BilingualError(SanadError):
    """A refusal in both languages, made by `knowledge.problems.sentence`: whoever reads it need not know English."""

    def __init__(self, sentence: Bilingual) -> None:
        super().__init__(sentence)


class Severity(StrEnum):
    """An error stops a knowledge from being served; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file, counted from one."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing a curator should mend, and where. Those of the knowledge are made by `knowledge.problems`."""

    place: Place
    rule: str
    wrong: Bilingual
    remedy: Bilingual
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return self.told(Language.ENGLISH)

    def told(self, language: Language) -> str:
        """All of it in one line: `file:line: rule: what is wrong: what to do`."""
        return in_one_line(str(self.place), self.rule, self.wrong, self.remedy, language)


def in_one_line(where: str, rule: str, wrong: Bilingual, remedy: Bilingual, language: Language) -> str:
    """A problem as it is told; place and rule keep their direction in an Arabic line."""
    if language is Language.ARABIC:
        where, rule = isolate(where), isolate(rule)
    return f"{where}: {rule}: {wrong[language]}: {remedy[language]}"


class KnowledgeError(SanadError):
    """The knowledge has errors; `problems` holds all of them, in reading order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        english, arabic = ("\n".join(problem.told(language) for problem in problems) for language in Language)
        super().__init__(Bilingual(english, arabic))
        self.problems = tuple(problems)
