"""Sets of labelled questions, and how they are read from files.

A set is a file `<name>.jsonl.gz`: gzipped JSON, one object a line, `{"split": …, "text": …, "label": …}`. Any split
may lack, and there may be several of those with a `…`:

train                   the phrasings
val                     in scope, to choose settings with
test, test_…            in scope
oos_val                 out of scope, to choose settings with; the label is not looked at
oos_test, oos_test_…    out of scope
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.errors import SanadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

ENDING: Final = ".jsonl.gz"
_SPLIT: Final = re.compile(r"train|val|oos_val|(?:oos_)?test(?:_.+)?")


class SetError(SanadError):
    """A folder or a file is no test set; names it, and the line."""


class Labelled(NamedTuple):
    """A question, and the label that is right for it."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions by the name of their split, in the order of the file."""

    name: str
    splits: Mapping[str, Sequence[Labelled]]

    @property
    def tests(self) -> tuple[str, ...]:
        """The names of the splits with questions in scope to be judged by."""
        return tuple(split for split in self.splits if split.startswith("test"))

    @property
    def oos_tests(self) -> tuple[str, ...]:
        """The same, out of scope."""
        return tuple(split for split in self.splits if split.startswith("oos_test"))

    @property
    def choosing(self) -> str | None:
        """The split on which thresholds are chosen: out of scope if there is one."""
        return next((split for split in ("oos_val", "val") if split in self.splits), None)


def read_sets(folder: Path) -> list[QuestionSet]:
    """All sets of a folder, by name.

    Raises:
        SetError: there is none, or one cannot be read.
    """
    paths = sorted(folder.glob(f"*{ENDING}"))
    if not paths:
        raise SetError(f"{folder}: no test set in it: put files there whose names end in {ENDING}")
    return [read_set(path) for path in paths]


def read_set(path: Path) -> QuestionSet:
    """One set.

    Raises:
        SetError: the file cannot be read, or a line is malformed.
    """
    splits: defaultdict[str, list[Labelled]] = defaultdict(list)
    for number, line in enumerate(_lines(path), start=1):
        try:
            split, question = _parsed(line)
        except ValueError as error:
            raise SetError(f"{path}:{number}: {error}") from error
        splits[split].append(question)
    return QuestionSet(path.name.removesuffix(ENDING), dict(splits))


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) as file:
            yield from file
    except (OSError, EOFError, zlib.error) as error:
        raise SetError(f"{path}: cannot be read as a gzipped file: {error}") from error


def _parsed(line: bytes) -> tuple[str, Labelled]:
    """The split and the question of a line; a ValueError says what is wrong with it."""
    match json.loads(line):
        case {"split": str(split), "text": str(text), "label": str(label)}:
            pass
        case _:
            raise ValueError('not an object with the texts "split", "text" and "label"')
    if _SPLIT.fullmatch(split) is None:
        raise ValueError(f"unknown split {split!r}: use train, val, test, test_…, oos_val, oos_test or oos_test_…")
    return split, Labelled(text, label)
