"""How a difference is told to a reader: what was added, changed word by word, and removed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator


class Fate(StrEnum):
    """What became of something."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together and share a fate; None: they stayed."""

    text: str
    fate: Fate | None


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text in both languages, word by word; a language that did not change is one run."""

    what: str
    """`title`, `claim 2026-02`, `reply`…"""
    fate: Fate
    en: tuple[Run, ...]
    ar: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ListChange:
    """What was added to a list of short things, and what removed: phrasings, near misses, sources of a claim."""

    what: str
    """`questions en`, `unlike iraqi`, `related`, `claim 2026-02: sources`, `claim 2026-02: period`…"""
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One entry, source, topic or subject that differs; or what a lexicon says of one concept; or a question test.

    Or a file, by its lines: one that cannot be read, or in which only remarks, order or layout differ.
    """

    kind: str
    """`entry`, `source`, `topic`, `elsewhere`, `heard`, `lexicon`, `question test`, `file`."""
    id: str
    title: str
    fate: Fate
    texts: tuple[TextChange, ...] = ()
    lists: tuple[ListChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All of it, in the order of the newer knowledge; what was removed comes last."""

    changed: tuple[Changed, ...]

    def lines(self) -> tuple[str, ...]:
        """For a terminal or a plain message: one line each, added with `+`, removed with `-`, changed with `~`.

        Within a changed text, `{+words+}` were added and `[-words-]` removed.
        """
        return tuple(_visible(line) for changed in self.changed for line in _told(changed))


_MARKS: Final = {Fate.ADDED: "+", Fate.CHANGED: "~", Fate.REMOVED: "-"}
_BRACKETS: Final = {Fate.ADDED: ("{+", "+}"), Fate.REMOVED: ("[-", "-]")}


def _told(changed: Changed) -> Iterator[str]:
    title = f": {changed.title}" if changed.title != changed.id else ""
    yield f"{_MARKS[changed.fate]} {changed.kind} {changed.id}{title}"
    for text in changed.texts:
        for language, runs in (("en", text.en), ("ar", text.ar)):
            yield f"  {_MARKS[text.fate]} {text.what} ({language}): {_in_words(text.fate, runs)}"
    for listed in changed.lists:
        yield from (f"  + {listed.what}: {one}" for one in listed.added)
        yield from (f"  - {listed.what}: {one}" for one in listed.removed)


def _in_words(fate: Fate, runs: tuple[Run, ...]) -> str:
    """A text that is wholly new or gone needs no brackets."""
    if fate is not Fate.CHANGED:
        return "".join(run.text for run in runs)
    return "".join(_bracketed(run) for run in runs)


def _bracketed(run: Run) -> str:
    if run.fate is None:
        return run.text
    opening, closing = _BRACKETS[run.fate]
    words = run.text.strip()
    before, _, after = run.text.partition(words)
    return f"{before}{opening}{words}{closing}{after}"


def _visible(line: str) -> str:
    """What a terminal would obey is shown as a mark: files that cannot be read are told, too."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line)
