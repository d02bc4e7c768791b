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

from knowledge.errors import Place
from knowledge.problems import Foreign, Phrase, error

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from knowledge.errors import Problem
    from knowledge.problems import Value, What

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
        except OSError as failure:
            self._unreadable(1, "file", reason=Foreign(failure.strerror or str(failure)))
            return None
        if len(content) > LARGEST_FILE:
            self._unreadable(1, "file-size", size=len(content), most=LARGEST_FILE)
            return None
        root = self._compose(content)
        repeated = _first_repeated(root) if root is not None else None
        if repeated is not None:
            self._unreadable(repeated.start_mark.line + 1, "alias")
            return None
        return root

    def _compose(self, content: bytes) -> yaml.Node | None:
        try:
            written = content.decode("utf-8")
        except UnicodeDecodeError as failure:
            self._unreadable(content[: failure.start].count(b"\n") + 1, "encoding")
            return None
        unprintable = Reader.NON_PRINTABLE.search(written)
        if unprintable is not None:
            line = written.count("\n", 0, unprintable.start()) + 1
            self._unreadable(line, "syntax.character", code=f"U+{ord(unprintable.group()):04X}")
            return None
        try:
            root: yaml.Node | None = yaml.compose(written, Loader=_Loader)
        except (yaml.YAMLError, RecursionError) as failure:
            self._syntax(failure)
            return None
        if root is None:
            self._unreadable(1, "empty.file")
        return root

    def place(self, node: yaml.Node) -> Place:
        return Place(self.path, node.start_mark.line + 1)

    def report(self, node: yaml.Node, message: str, /, **values: Value) -> None:
        """Note one problem at the node's line, told by a message of the catalogue."""
        self.problems.append(error(self.place(node), message, **values))

    def items(self, node: yaml.Node | None, what: What) -> Iterator[yaml.Node]:
        """The items of a list; anything else is a problem and yields nothing."""
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self.report(node, "type.list", what=what)
            return
        yield from node.value

    def pairs(self, node: yaml.Node, what: What) -> Iterator[tuple[str, yaml.Node]]:
        """The keys and values of a mapping with free keys; a repeated key is a problem and its first value stands."""
        for _, key, value in self._keyed(node, what):
            yield key, value

    def _keyed(self, node: yaml.Node, what: What) -> Iterator[tuple[yaml.Node, str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self.report(node, "type.mapping", what=what)
            return
        seen: set[str] = set()
        for key_node, value in node.value:
            key = self.text(key_node, Phrase("a key"))
            if key in seen:
                self.report(key_node, "repeated-key", key=key, what=what)
                continue
            seen.add(key)
            yield key_node, key, value

    def fields(
        self, node: yaml.Node, what: What, *, required: Collection[str], optional: Collection[str] = ()
    ) -> Mapping[str, yaml.Node]:
        """The values of a mapping with known keys; unknown and missing keys are problems."""
        known = [*required, *optional]
        values: dict[str, yaml.Node] = {}
        for key_node, key, value in self._keyed(node, what):
            if key in known:
                values[key] = value
            else:
                self._unknown_key(key_node, key, what, known)
        for key in required:
            if key not in values:
                self.report(node, "missing-key", key=key, what=what)
        return values

    def text(self, node: yaml.Node | None, what: What) -> str:
        """The text of a scalar, without the blanks around it; anything else is a problem and gives ''."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.report(node, "type.text", what=what)
            return ""
        text: str = node.value
        if not text.strip():
            self.report(node, "empty", what=what)
        return text.strip()

    def _syntax(self, failure: yaml.YAMLError | RecursionError) -> None:
        mark = getattr(failure, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        reason = getattr(failure, "problem", None) or "this is not YAML"
        self._unreadable(line, "syntax", reason=Foreign(str(reason)))

    def _unreadable(self, line: int, message: str, /, **values: Value) -> None:
        self.problems.append(error(Place(self.path, line), message, **values))

    def _unknown_key(self, node: yaml.Node, key: str, what: What, known: list[str]) -> None:
        close = get_close_matches(key, known, n=1)
        if close:
            self.report(node, "unknown-key.similar", key=key, what=what, similar=close[0])
        else:
            self.report(node, "unknown-key", key=key, what=what, known=", ".join(known))


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
