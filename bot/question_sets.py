"""Question sets: files of questions with what is expected of their replies, and lists of the rows known to miss it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from handlers.judging import Expectation, Expected
from handlers.model import Intent
from knowledge.errors import Place, Problem, SanadError
from knowledge.schema import Bilingual
from knowledge.tree import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    Fields = Mapping[str, Any]

_HEADING: Final = "# Rows whose reply is not right. Written by `sanad eval FILE... --write-known` this file.\n"
_COMMENT: Final = "#"
_RULE: Final = "question-test"


class QuestionSetError(SanadError):
    """Lines of a question set, or of a list of known misses, cannot be used; names each with its file."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)
        """The lines of question sets, each with what is wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question and what is expected of its reply."""

    id: str
    text: str
    expected: Expected
    variety: str
    """As the set calls it; empty where it says nothing."""
    noise: str
    """The same."""
    turn: int
    """Its place in its conversation, counted from one."""
    place: Place


Dialogue = tuple[Row, ...]
"""The rows of one conversation, in order; most have one."""


def question_tests(knowledge: Path) -> list[Path]:
    """The question sets that a knowledge folder brings along, which guard what is published of it."""
    return sorted((knowledge / QUESTIONS).glob("*.jsonl"))


def read_sets(paths: Iterable[Path], entries: Container[str]) -> list[Dialogue]:
    """Read question sets, JSON lines, in order.

    Args:
        paths: the files.
        entries: the ids of the entries that a row may name.

    Raises:
        QuestionSetError: a file cannot be read or lines are no rows; names all of them, and says what to do.
    """
    dialogues: list[Dialogue] = []
    problems: list[Problem] = []
    for place, line in _lines(paths):
        try:
            dialogues.append(_dialogue(line, place, entries))
        except _RowError as error:
            problems.append(_problem(place, error.wrong, error.remedy))
    problems += _repeated(chain.from_iterable(dialogues))
    if problems:
        told = (f"{problem.place}: {problem.wrong.en}: {problem.remedy.en}" for problem in problems)
        raise QuestionSetError("\n".join(told), problems)
    if not dialogues:
        raise QuestionSetError('There is no question in these files: write one a line, {"id": "…", "text": "…", …}')
    return dialogues


def read_known(path: Path) -> dict[str, int]:
    """The ids of a list of known misses, each with its line; what follows a `#` is a comment.

    Raises:
        QuestionSetError: the file cannot be read, or a line has more than one id, or one that stood above.
    """
    known: dict[str, int] = {}
    for place, line in _lines([path]):
        identity = line.partition(_COMMENT)[0].strip()
        if len(identity.split()) > 1:
            raise QuestionSetError(f"{place}: {identity!r} is more than one id: write one a line")
        if identity in known:
            raise QuestionSetError(f"{place}: {identity!r} stands in line {known[identity]} already: take one out")
        if identity:
            known[identity] = place.line
    return known


def write_known(path: Path, remarks: Mapping[str, str]) -> None:
    """Write a list of known misses: ids, each with a remark.

    Raises:
        QuestionSetError: the file cannot be written.
    """
    lines = [f"{identity}  {_COMMENT} {remark}\n" for identity, remark in remarks.items()]
    try:
        path.write_text("".join([_HEADING, *lines]), encoding="utf-8")
    except OSError as error:
        raise QuestionSetError(f"{path} cannot be written: {error.strerror}") from error


class _RowError(Exception):
    """What is wrong with a line, and what to do."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(f"{wrong}: {remedy}")
        self.wrong, self.remedy = wrong, remedy


def _lines(paths: Iterable[Path]) -> Iterator[tuple[Place, str]]:
    """Every line that is not blank, with its place."""
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise QuestionSetError(f"{path} cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise QuestionSetError(f"{path} is not in UTF-8 (byte {error.start}): save it as UTF-8") from error
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield Place(path, number), line


def _dialogue(line: str, place: Place, entries: Container[str]) -> Dialogue:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _RowError(f"this is not JSON ({error})", "write one object a line") from error
    if not isinstance(fields, dict):
        raise _RowError("this is no object", 'write {"id": "…", "text": "…", "expect": "…"}')
    identity = _identity(fields)
    if "turns" not in fields:
        return (_row(fields, identity, 1, place, entries),)
    turns = fields["turns"]
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, dict) for turn in turns):
        raise _RowError('"turns" is no list of rows', 'write [{"text": "…", "expect": "…"}, …]')
    return tuple(_row(turn, f"{identity}.{number}", number, place, entries) for number, turn in enumerate(turns, 1))


def _row(fields: Fields, identity: str, turn: int, place: Place, entries: Container[str]) -> Row:
    text = fields.get("text")
    if not isinstance(text, str):
        raise _RowError(f'{identity} has no "text"', "write what is asked")
    return Row(
        id=identity,
        text=text,
        expected=_expected(fields, identity, entries),
        variety=str(fields.get("variety") or ""),
        noise=str(fields.get("noise") or ""),
        turn=turn,
        place=place,
    )


def _identity(fields: Fields) -> str:
    identity = fields.get("id")
    if not isinstance(identity, str) or len(identity.split()) != 1 or _COMMENT in identity:
        raise _RowError('there is no "id", or one with blanks or "#"', "give the row a short name of its own")
    return identity.strip()


def _expected(fields: Fields, identity: str, entries: Container[str]) -> Expected:
    expectation = fields.get("expect")
    if not isinstance(expectation, str) or expectation not in set(Expectation):
        raise _RowError(f'{identity} has "expect": {expectation!r}', f"write one of {', '.join(Expectation)}")
    expected = Expected(
        Expectation(expectation),
        facts=_facts(fields.get("facts") or [], identity),
        entries=_entries(fields.get("entry") or [], identity, entries),
        intent=_intent(fields.get("topic"), identity) if expectation == Expectation.INTENT else None,
    )
    if expected.expectation in {Expectation.ANSWER, Expectation.EITHER} and not (expected.facts or expected.entries):
        raise _RowError(f"{identity} would take any answer", 'write what it has to say under "facts", or its "entry"')
    return expected


def _facts(written: object, identity: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(written, list) or not all(_is_texts(group) and group for group in written):
        raise _RowError(f'{identity} has "facts" that are no groups of texts', 'write [["90", "ninety"], ["2026"]]')
    return tuple(map(tuple, written))


def _entries(written: object, identity: str, entries: Container[str]) -> tuple[str, ...]:
    listed = [written] if isinstance(written, str) else written
    if not isinstance(listed, list) or not _is_texts(listed):
        raise _RowError(f'{identity} has an "entry" that is neither an id nor a list of them', "write an id")
    for entry in listed:
        if entry not in entries:
            raise _RowError(f'{identity} has "entry": {entry!r}, which does not exist', "mend the id")
    return tuple(listed)


def _intent(written: object, identity: str) -> Intent:
    if not isinstance(written, str) or written not in set(Intent):
        raise _RowError(f'{identity} has "topic": {written!r}', f"write the intent, one of {', '.join(Intent)}")
    return Intent(written)


def _is_texts(written: object) -> bool:
    return isinstance(written, list) and all(isinstance(one, str) and one for one in written)


def _repeated(rows: Iterable[Row]) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(row.id, row)
        if other is not row:
            wrong = f"the id {row.id!r} stands at {other.place} already"
            yield _problem(row.place, wrong, "give each row one of its own")


def _problem(place: Place, wrong: str, remedy: str) -> Problem:
    """A problem of a question set, whose keys are English: it is told in English to everybody."""
    return Problem(place, _RULE, Bilingual(wrong, wrong), Bilingual(remedy, remedy))
