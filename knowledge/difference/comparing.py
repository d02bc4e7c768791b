"""Two trees beside each other: only files that differ are read, and things are matched by their ids."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from knowledge.difference.portraits import (
    Portrait,
    compare,
    fate_of,
    of_concept,
    of_entries,
    of_forms,
    of_heard,
    of_row,
    of_source,
    of_subject,
    of_topic,
)
from knowledge.difference.report import Changed, Difference, Fate, ListChange
from knowledge.errors import Severity
from knowledge.loader import read_tree
from knowledge.tree import QUESTIONS, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from knowledge.errors import Place
    from knowledge.loader import Reading
    from knowledge.schema import Elsewhere, Entry, Heard, Lexicon, Source, Topic

    _Compared = tuple[Changed, set[str]]
    """What differs, and the files in which it stands or stood."""

_LEXICON: Final = "lexicon.yaml"
_Placed = TypeVar("_Placed", "Source", "Topic", "Elsewhere", "Heard")


def difference(older: Tree, newer: Tree) -> Difference:
    """Compare two trees.

    A file that cannot be read as knowledge is compared line by line, and so is one in which only remarks, order or
    layout differ. Never raises for what stands in the trees: a broken upload is compared, too.
    """
    paths = {path for path in {*older.files, *newer.files} if older.files.get(path) != newer.files.get(path)}
    before, after = _part(older, paths), _part(newer, paths)
    compared = [*_of_knowledge(before, after), *_of_tests(before, after)]
    told = set[str]().union(*(files for _, files in compared))
    by_line = [_by_line(path, before.files.get(path), after.files.get(path)) for path in sorted(paths - told)]
    changed = [*(changed for changed, _ in compared), *by_line]
    return Difference(tuple(sorted(changed, key=lambda one: one.fate is Fate.REMOVED)))


def _part(tree: Tree, paths: set[str]) -> Tree:
    return Tree({path: text for path, text in tree.files.items() if path in paths})


def _of_knowledge(older: Tree, newer: Tree) -> list[_Compared]:
    before, after = read_tree(older), read_tree(newer)
    broken = _unreadable(before) | _unreadable(after)
    old, new = before.knowledge, after.knowledge
    compared = [
        *_of_entries(old.entries, new.entries),
        *_of_things("source", of_source, old.sources, new.sources),
        *_of_things("topic", of_topic, old.topics, new.topics),
        *_of_things("elsewhere", of_subject, _by_id(old.elsewhere), _by_id(new.elsewhere)),
        *_of_things("heard", of_heard, old.heard, new.heard),
        *_of_portraits("lexicon", _of_lexicon(old.lexicon), _of_lexicon(new.lexicon), _LEXICON),
    ]
    return [(changed, files) for changed, files in compared if not files & broken]


def _unreadable(reading: Reading) -> set[str]:
    return {_file(problem.place) for problem in reading.problems if problem.severity is Severity.ERROR}


def _of_entries(older: Mapping[str, Entry], newer: Mapping[str, Entry]) -> Iterator[_Compared]:
    for identity in dict.fromkeys([*newer, *older]):
        before, after = older.get(identity), newer.get(identity)
        changed = compare("entry", identity, *of_entries(before, after))
        if changed is not None:
            yield changed, {_file(entry.place) for entry in (before, after) if entry is not None}


def _of_things(
    kind: str, portrait: Callable[[_Placed], Portrait], older: Mapping[str, _Placed], newer: Mapping[str, _Placed]
) -> Iterator[_Compared]:
    for identity in dict.fromkeys([*newer, *older]):
        before, after = older.get(identity), newer.get(identity)
        pair = [portrait(thing) if thing is not None else None for thing in (before, after)]
        changed = compare(kind, identity, *pair)
        if changed is not None:
            yield changed, {_file(thing.place) for thing in (before, after) if thing is not None}


def _by_id(subjects: Iterable[Elsewhere]) -> dict[str, Elsewhere]:
    return {subject.id: subject for subject in subjects}


def _of_portraits(
    kind: str, older: Mapping[str, Portrait], newer: Mapping[str, Portrait], file: str
) -> Iterator[_Compared]:
    for identity in dict.fromkeys([*newer, *older]):
        changed = compare(kind, identity, older.get(identity), newer.get(identity))
        if changed is not None:
            yield changed, {file}


def _of_lexicon(lexicon: Lexicon) -> dict[str, Portrait]:
    """Each concept under its group and id: `concepts nato`, `months 2`."""
    groups: dict[str, Iterable[tuple[object, Any]]] = {
        group: getattr(lexicon, group).items() for group in ("kinds", "concepts", "times", "months", "numbers")
    }
    concepts = {f"{group} {key}": of_concept(one) for group, pairs in groups.items() for key, one in pairs}
    lists = {"fillers": lexicon.fillers, "unrelated": lexicon.unrelated}
    return {**concepts, **{name: of_forms(name, forms) for name, forms in lists.items() if forms}}


def _of_tests(older: Tree, newer: Tree) -> Iterator[_Compared]:
    for path in sorted({*newer.files, *older.files}):
        if path.startswith(f"{QUESTIONS}/"):
            before, after = _rows(older.files.get(path, "")), _rows(newer.files.get(path, ""))
            if before is not None and after is not None:
                yield from _of_portraits("question test", before, after, path)


def _rows(content: str) -> dict[str, Portrait] | None:
    """The question tests of a file by their ids; None where it cannot be read as such."""
    rows: dict[str, Portrait] = {}
    for line in filter(str.strip, content.split("\n")):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(row, dict) or not isinstance(row.get("id"), str) or row["id"] in rows:
            return None
        rows[row["id"]] = of_row(row)
    return rows


def _by_line(path: str, older: str | None, newer: str | None) -> Changed:
    before, after = _lines(older), _lines(newer)
    listed = ListChange("lines", _lacking(after, before), _lacking(before, after))
    return Changed("file", path, path, fate_of(older, newer), lists=(listed,))


def _lines(content: str | None) -> Sequence[str]:
    return [line for line in (content or "").splitlines() if line.strip()]


def _lacking(lines: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The lines that the others do not have, or have less often, in order."""
    left = Counter(others)
    found: list[str] = []
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
        else:
            found.append(line)
    return tuple(found)


def _file(place: Place) -> str:
    return place.file.as_posix()
