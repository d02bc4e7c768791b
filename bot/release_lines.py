"""Releases, what waits, and examinations as lines for a terminal and as objects for a script."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from knowledge.editing import (
    AddElsewhere,
    AddEntry,
    AddNearMiss,
    AddPhrasing,
    AddSource,
    AddTold,
    AddUntold,
    ReplaceEntry,
    id_of,
)
from knowledge.errors import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from handlers.releases import Draft, DraftChange, Examination, Otherwise, Release
    from knowledge.editing import AddQuestion, Change

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
"""What people wrote must not steer the terminal of whoever reads it."""
_STANDS: Final[Mapping[type[AddQuestion], str]] = {
    AddPhrasing: "is also asked as",
    AddNearMiss: "does not answer",
    AddTold: "tells what was asked as",
    AddUntold: "does not tell what was asked as",
}
"""How an entry stands to a question."""


def draft_lines(draft: Draft) -> Iterator[str]:
    """What waits, numbered, and what of it can no longer be made."""
    if not draft.changes and not draft.conflicts:
        yield "Nothing waits to be published."
        return
    on_top = f"on top of release {draft.base}" if draft.base else "before the first release"
    yield f"{len(draft.changes)} to be published, {on_top}:"
    yield from (f"  {change_line(change)}" for change in draft.changes)
    if draft.conflicts:
        yield f"{len(draft.conflicts)} that can no longer be made; drop them, or mend what they are about:"
        yield from (f"  {change_line(change)}: {plain(reason.en)}" for change, reason in draft.conflicts)


def change_line(waiting: DraftChange) -> str:
    """One change: its number, what it does, and whose it is."""
    of_gap = f", gap {waiting.group}" if waiting.group is not None else ""
    return f"{waiting.number}  {plain(_done_by(waiting.change))}  ({waiting.author}, {moment(waiting.at)}{of_gap})"


def release_lines(release: Release) -> Iterator[str]:
    """Everything that is known of one release."""
    yield f"release    {release.number}, {_standing(release)}"
    yield f"author     {release.author}"
    yield f"handed in  {moment(release.at)}, on top of release {release.base}"
    if release.published_at is not None:
        yield f"published  {moment(release.published_at)}"
    yield f"note       {plain(release.note) or '-'}"
    yield f"hash       {release.hash}"
    yield from (f"reason     {plain(reason)}" for reason in release.reasons)


def release_object(release: Release) -> dict[str, Any]:
    """The same for a script."""
    return {
        **asdict(release),
        "at": release.at.isoformat(),
        "published_at": release.published_at.isoformat() if release.published_at is not None else None,
    }


def history_table(releases: Sequence[Release], served: int) -> Table:
    """One row a release; a star stands at the one that is served."""
    table = Table(box=None, pad_edge=False)
    for heading in ("release", "state", "at", "author", "on", "content", "note"):
        table.add_column(heading, overflow="fold")
    for release in releases:
        table.add_row(
            f"{release.number}{'*' if release.number == served else ''}",
            _standing(release),
            moment(release.published_at or release.at),
            release.author,
            str(release.base),
            release.hash[:12],
            plain(release.note) or "-",
        )
    return table


def examination_lines(examination: Examination) -> Iterator[str]:
    """What was found: what speaks against publishing first, then what changes."""
    errors = [problem for problem in examination.problems if problem.severity is Severity.ERROR]
    warnings = len(examination.problems) - len(errors)
    tests, failed = examination.tests, len(examination.failed)
    yield f"{len(errors)} errors, {warnings} warnings; {tests} question tests, {failed} fail"
    yield from (f"  {plain(str(found))}" for found in (*errors, *examination.failed))
    yield from _otherwise("question tests get another reply", examination.changed)
    yield from _otherwise("recorded gaps get another reply", examination.gaps)
    if examination.collisions:
        yield f"{len(examination.collisions)} pairs of entries are taken for each other:"
    for collision in examination.collisions:
        examples = ", ".join(f"“{plain(text)}”" for text in collision.phrasings[:3])
        yield f"  {collision.one} and {collision.other}: {examples}"


def examination_object(examination: Examination) -> dict[str, Any]:
    """The same for a script."""
    return {"passes": examination.passes, **asdict(examination)}


def plain(text: str) -> str:
    """A text on one line, without what could steer a terminal."""
    return _CONTROLS.sub(" ", text)


def moment(at: datetime) -> str:
    """To the minute, in UTC."""
    return f"{at:%Y-%m-%d %H:%M}"


def _otherwise(what: str, changed: Sequence[Otherwise]) -> Iterator[str]:
    if changed:
        yield f"{len(changed)} {what}:"
        yield from (f"  {one.id}: “{plain(one.text)}”: {one.before} -> {one.after}" for one in changed)


def _standing(release: Release) -> str:
    forced = " by force" if release.is_forced else ""
    restored = f", brings back {release.restores}" if release.restores is not None else ""
    return f"{release.state}{forced}{restored}"


def _done_by(change: Change) -> str:
    match change:
        case AddPhrasing() | AddNearMiss() | AddTold() | AddUntold():
            return f"{change.entry} {_STANDS[type(change)]} “{change.text}” ({change.variety})"
        case AddElsewhere():
            return f"“{change.text}” belongs elsewhere: {change.subject} ({change.variety})"
        case AddEntry():
            return f"new entry {id_of(change.text)} in {change.file}"
        case ReplaceEntry():
            return f"{change.entry} is edited"
        case AddSource():
            return f"new source {id_of(change.text)}"
