"""How much of what could identify somebody is taken out of questions, and how much else is taken out with it.

Examples are lines of JSON: a text, and the spans in it that have to go, each with its kind. A span is gone when no
letter or figure of it is left; what was taken out is right when every letter and figure of it lies in such spans.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from benchmarks.tables import NOTHING, head, milliseconds, percent, row
from handlers.public_names import PublicNames
from handlers.redaction import plain, redact
from knowledge.loader import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ROOT: Final = Path(__file__).parent.parent
CONTENT: Final = _ROOT / "knowledge" / "content"
FOLDER: Final = _ROOT / "tests" / "redaction"
HELD_OUT: Final = FOLDER / "held_out.jsonl"
"""Written before the rules were made for the others, and never looked at for their sake."""
DEVELOPMENT: Final = FOLDER / "development.jsonl"
BLIND: Final = FOLDER / "blind.jsonl"
"""Written by somebody who knew neither the rules nor the other examples; never looked at."""
INDEPENDENT: Final = FOLDER / "independent.jsonl"
"""Written in the same way by another; the rules were mended for them since."""
_SHARES: Final = {
    "of somebody who knew no rules, at which nobody who makes them has looked": BLIND,
    "of somebody else, seen while the rules were mended": INDEPENDENT,
    "held out": HELD_OUT,
    "seen while the rules were made": DEVELOPMENT,
}
_MARK: Final = re.compile(r"\[(?:link|mail|name|number|place)\]")
_CHARACTER: Final = re.compile(r"\w")
_KINDS: Final = {
    "[link]": "link",
    "[mail]": "mail",
    "[name]": "name",
    "[number]": "number",
    "[place]": "place",
}

LONGEST: Final = 4096
"""Characters of a message on Telegram."""
_HARD: Final = (
    *(
        "0",
        "0-",
        "+",
        "(",
        "1 ",
        "7 dash ",
        "one ",
        "صفر ",
        "33.333 ",
        "33°18'",
        "1 1 1 N ",
        "38SMB",
        "AA00 AAAA ",
        "1 A ",
    ),
    *(
        "O",
        "0o ",
        "oh 1 ",
        "A-1",
        "telegram ",
        "حسابي ",
        "a_",
        "_",
        "badge ",
        "رقم ملف ",
        "car ",
        "سيارة ",
        "بغداد 1 ",
        "س ",
    ),
    *(
        "apt 1 ",
        "1 Ab ",
        "1 شارع ",
        "شارع ا ",
        "Ab st ",
        "م 1 ",
        "a mah. ",
        "a-",
        "1 rue de ",
        "قرار 1 222 ",
        "10.10.2014-",
    ),
    *("a.", "a@", "@", "@00", "é@", "www.", "a dot ", "a at ", "[name]@", "2014 ", "2014-", "1,000,", "1 000 "),
    *(
        "my name is ",
        "my late ",
        "Dr. ",
        "Ali ",
        "Ali from ",
        "شكرا، ",
        "his name is ",
        "اسمي ",
        "انا ",
        "ابو ",
        "بن ",
        "محلة 1 ",
        "حي ا ",
        "Ab quarter ",
        "Ab, ",
        "خيمة ",
        "0770 then ",
        "محمد ",
        "Ali Noor ",
        "عبد ",
        "house a ",
        "plate ",
        " ",
        "-",
        "'",
        "1 1 1 N www.",
    ),
)
HARD_TEXTS: Final = tuple((piece * LONGEST)[:LONGEST] for piece in _HARD)
"""What makes a careless pattern try everything."""

Places: TypeAlias = frozenset[int]
"""Where letters and figures stand in a text."""


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a text that has to go."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text that somebody might write."""

    text: str
    script: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What became of examples, counted by kind."""

    wanted: Counter[str] = field(default_factory=Counter)
    """Spans that have to go."""
    gone: Counter[str] = field(default_factory=Counter)
    """Of those, the ones that went."""
    taken: Counter[str] = field(default_factory=Counter)
    """Marks that stand for something."""
    rightly: Counter[str] = field(default_factory=Counter)
    """Of those, the ones that stand for what had to go, and nothing else."""

    def recall(self, kind: str | None = None) -> float:
        """The share of spans that went, of one kind or of all."""
        return _share(self.gone, self.wanted, kind)

    def precision(self, kind: str | None = None) -> float:
        """The share of what was taken out that had to be."""
        return _share(self.rightly, self.taken, kind)


def read_examples(path: Path) -> list[Example]:
    """The examples of a file."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Example(row["text"], row["script"], tuple(Span(*span) for span in row["spans"])) for row in rows]


@cache
def public_names() -> PublicNames:
    """The names that stay where the shipped knowledge is served."""
    return PublicNames.of(load(CONTENT).lexicon)


def measured(examples: Iterable[Example]) -> Score:
    """What becomes of them where the shipped knowledge is served."""
    score = Score()
    for example in examples:
        _count(example, score)
    return score


def redaction() -> Iterator[str]:
    """A table for each share of the examples, and how long the longest message takes, at its worst."""
    for name, path in _SHARES.items():
        examples = read_examples(path)
        harmless = sum(not example.spans for example in examples)
        yield f"Texts {name}: {len(examples)}, in {harmless} of them nothing has to go."
        yield ""
        yield from _table(measured(examples))
        yield ""
    slowest = milliseconds(max(map(_seconds, HARD_TEXTS)))
    yield f"The slowest of {len(HARD_TEXTS)} texts of {LONGEST} characters that were made to be slow: {slowest} ms."


def missed(examples: Iterable[Example]) -> Iterator[tuple[Example, str]]:
    """The examples that are not as they should be, with what becomes of them."""
    for example in examples:
        score = measured([example])
        if score.gone != score.wanted or score.rightly != score.taken:
            yield example, redact(example.text, public_names())


def _table(score: Score) -> Iterator[str]:
    yield from head("what", "spans", "recall", "marks", "precision")
    for kind in sorted({*score.wanted, *score.taken}):
        yield _row(kind, score.wanted[kind], score.recall(kind), score.taken[kind], score.precision(kind))
    yield _row("all", score.wanted.total(), score.recall(), score.taken.total(), score.precision())


def _row(kind: str, wanted: int, recall: float, taken: int, precision: float) -> str:
    return row(
        kind,
        str(wanted),
        percent(recall) if wanted else NOTHING,
        str(taken),
        percent(precision) if taken else NOTHING,
    )


def _seconds(text: str) -> float:
    """How long a text takes on the processor."""
    begun = time.process_time()
    redact(text)
    return time.process_time() - begun


def _count(example: Example, score: Score) -> None:
    text = plain(example.text)
    wanted = list(_wanted(text, example.spans))
    taken = list(_taken(text, redact(example.text, public_names())))
    everything = frozenset().union(*(places for _, places in taken))
    for kind, places in wanted:
        score.wanted[kind] += 1
        score.gone[kind] += places <= everything
    had_to_go = frozenset().union(*(places for _, places in wanted))
    for kind, places in taken:
        score.taken[kind] += 1
        score.rightly[kind] += places <= had_to_go


def _wanted(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, Places]]:
    begun = 0
    for span in spans:
        written = plain(span.text)
        begun = text.index(written, begun)
        yield span.kind, _places(text, begun, begun + len(written))
        begun += len(written)


def _taken(text: str, redacted: str) -> Iterator[tuple[str, Places]]:
    """What each mark stands for."""
    marks, kept = _MARK.findall(redacted), map(re.escape, _MARK.split(redacted))
    found = re.fullmatch("(.+?)".join(kept), text, re.DOTALL)
    if found is None:
        raise ValueError(f"{redacted!r} is more than {text!r} with something taken out")
    for number, mark in enumerate(marks, start=1):
        yield _KINDS[mark], _places(text, *found.span(number))


def _places(text: str, start: int, end: int) -> Places:
    return frozenset(start + found.start() for found in _CHARACTER.finditer(text[start:end]))


def _share(part: Counter[str], whole: Counter[str], kind: str | None) -> float:
    some, every = (part.total(), whole.total()) if kind is None else (part[kind], whole[kind])
    return some / every if every else 1.0
