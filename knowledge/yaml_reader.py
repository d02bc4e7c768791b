"""YAML with line numbers: every value is read as text, every misuse becomes a `Problem`, nothing stops at the first.

PyYAML's composer gives nodes with their places; its constructor would lose them. Aliases are refused, so that a file is
never larger than it looks.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml
from yaml.reader import Reader

from knowledge.errors import Place, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

LARGEST_FILE: Final = 4_000_000
"""Bytes; the whole curated knowledge is a tenth of this."""

_Loader: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class YamlReader:
    """Reads one file into plain text, lists and mappings, and collects what is wrong with it in `problems`."""

    def __init__(self, path: Path, problems: list[Problem], content: Callable[[Path], bytes] = Path.read_bytes) -> None:
        """`content` gives what a file holds, or raises OSError; for files that lie on no disk."""
        self.path = path
        self.problems = problems
        self._content = content

    def root(self) -> yaml.Node | None:
        """The file's outermost node, or None where it cannot be read at all (which is then a problem)."""
        try:
            content = self._content(self.path)
        except OSError as error:
            self._unreadable(1, "file", error.strerror or str(error), "put the file in its place")
            return None
        if len(content) > LARGEST_FILE:
            self._unreadable(1, "file-size", f"{len(content):,} bytes", f"keep it under {LARGEST_FILE:,}")
            return None
        root = self._compose(content)
        repeated = _first_repeated(root) if root is not None else None
        if repeated is not None:
            line = repeated.start_mark.line + 1
            self._unreadable(line, "alias", "an anchor is used again with *", "write the value out in full")
            return None
        return root

    def _compose(self, content: bytes) -> yaml.Node | None:
        try:
            written = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self._unreadable(line, "encoding", "this is not UTF-8", "save the file as UTF-8")
            return None
        unprintable = Reader.NON_PRINTABLE.search(written)
        if unprintable is not None:
            line = written.count("\n", 0, unprintable.start()) + 1
            self._unreadable(line, "syntax", f"U+{ord(unprintable.group()):04X} may not stand in YAML", "take it out")
            return None
        try:
            root: yaml.Node | None = yaml.compose(written, Loader=_Loader)
        except (yaml.YAMLError, RecursionError) as error:
            self._syntax(error)
            return None
        if root is None:
            self._unreadable(1, "empty", "the file holds nothing", "write at least one item")
        return root

    def place(self, node: yaml.Node) -> Place:
        return Place(self.path, node.start_mark.line + 1)

    def report(self, node: yaml.Node, rule: str, wrong: str, remedy: str, severity: Severity = Severity.ERROR) -> None:
        """Note one problem at the node's line."""
        self.problems.append(Problem(self.place(node), rule, wrong, remedy, severity))

    def items(self, node: yaml.Node | None, what: str) -> Iterator[yaml.Node]:
        """The items of a list; anything else is a problem and yields nothing."""
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self.report(node, "type", f"{what} is not a list", "write one item a line, each after a hyphen")
            return
        yield from node.value

    def pairs(self, node: yaml.Node, what: str) -> Iterator[tuple[str, yaml.Node]]:
        """The keys and values of a mapping with free keys; a repeated key is a problem and its first value stands."""
        for _, key, value in self._keyed(node, what):
            yield key, value

    def _keyed(self, node: yaml.Node, what: str) -> Iterator[tuple[yaml.Node, str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self.report(node, "type", f"{what} is not a mapping", "write `key: value` pairs")
            return
        seen: set[str] = set()
        for key_node, value in node.value:
            key = self.text(key_node, "a key")
            if key in seen:
                self.report(key_node, "repeated-key", f"{key!r} stands twice in {what}", "keep one of them")
                continue
            seen.add(key)
            yield key_node, key, value

    def fields(
        self, node: yaml.Node, what: str, *, required: Collection[str], optional: Collection[str] = ()
    ) -> Mapping[str, yaml.Node]:
        """The values of a mapping with known keys; unknown and missing keys are problems."""
        known = [*required, *optional]
        values: dict[str, yaml.Node] = {}
        for key_node, key, value in self._keyed(node, what):
            if key in known:
                values[key] = value
            else:
                self.report(key_node, "unknown-key", f"{what} has no key {key!r}", _suggestion(key, known))
        for key in required:
            if key not in values:
                self.report(node, "missing-key", f"{what} lacks {key!r}", f"add `{key}:`")
        return values

    def text(self, node: yaml.Node | None, what: str) -> str:
        """The text of a scalar, without the blanks around it; anything else is a problem and gives ''."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.report(node, "type", f"{what} is not a single text", "write one text; quote it if it holds ': '")
            return ""
        text: str = node.value
        if not text.strip():
            self.report(node, "empty", f"{what} is empty", "write it, or leave the key out")
        return text.strip()

    def _syntax(self, error: yaml.YAMLError | RecursionError) -> None:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        wrong = getattr(error, "problem", None) or "this is not YAML"
        self._unreadable(line, "syntax", str(wrong), "look for a missing quote, comma or blank on this line or above")

    def _unreadable(self, line: int, rule: str, wrong: str, remedy: str) -> None:
        self.problems.append(Problem(Place(self.path, line), rule, wrong, remedy))


def _suggestion(key: str, known: list[str]) -> str:
    close = get_close_matches(key, known, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known keys are {', '.join(known)}"


def _first_repeated(root: yaml.Node) -> yaml.Node | None:
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            return node
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting.extend(part for pair in node.value for part in pair)
    return None
