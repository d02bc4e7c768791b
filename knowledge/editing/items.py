"""The items of a YAML file that is one list: where each stands, without reading the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from knowledge.editing.changes import ChangeError
from knowledge.errors import Place
from knowledge.problems import sentence
from knowledge.yaml_reader import YamlReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge.errors import Problem
    from knowledge.tree import Tree

_FIRST: Final = re.compile(r"(?:^|(?<=\ufeff))( *)-(?=\s)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a file: its own lines, comments in them, but neither those above nor blank lines behind."""

    file: str
    start: int
    """Where `text` begins in the file, in characters."""
    text: str
    node: yaml.MappingNode
    """The item as it was composed; its places count from the beginning of `text`."""

    @property
    def indent(self) -> int | None:
        """Blanks before its hyphen; None where the file is written in brackets."""
        return first_indent(self.text.partition("\n")[0] + "\n")

    def replaced(self, tree: Tree, text: str) -> Tree:
        """The tree with another text in its place."""
        file = tree.files[self.file]
        return tree.with_file(self.file, file[: self.start] + text + file[self.start + len(self.text) :])


def find(tree: Tree, files: Iterable[str], identity: str, *, key: str = "id") -> Item | None:
    """The item of this id, or None when there is none.

    Args:
        tree: where to look.
        files: which of its files are looked through, in their order.
        identity: of the item.
        key: what the id stands behind.

    Raises:
        ChangeError: where it seems to stand, the text cannot be read.
    """
    # To compose little more than the item.
    named = re.compile(rf"{key}[\"']?\s*:\s*[\"']?{re.escape(identity)}(?![\w-])")
    for file in files:
        content = tree.files.get(file, "")
        for start, text in _parts(content) if named.search(content) is not None else ():
            if named.search(text) is None:
                continue
            root = compose(text, file, first_line=content.count("\n", 0, start) + 1)
            for node in root.value if isinstance(root, yaml.SequenceNode) else ():
                if isinstance(node, yaml.MappingNode) and text_of(value(node, key)) == identity:
                    item = Item(file, start, text, node)
                    return item if first_indent(text) is not None else _in_brackets(item)
    return None


def compose(text: str, file: str, *, first_line: int = 1) -> yaml.Node:
    """Read YAML.

    Args:
        text: what is read.
        file: where it stands, for the person who reads what is wrong.
        first_line: the line on which it begins there.

    Raises:
        ChangeError: it cannot be read.
    """
    problems: list[Problem] = []
    root = YamlReader(Path(file), problems, lambda _: text.encode("utf-8", "surrogatepass")).root()
    if root is None:
        problem = problems[0]
        place = Place(Path(file), problem.place.line + first_line - 1)
        told = "{place}: {rule}: {wrong}: {remedy}"
        raise ChangeError(sentence(told, place=place, rule=problem.rule, wrong=problem.wrong, remedy=problem.remedy))
    return root


def first_indent(text: str) -> int | None:
    """Blanks before the hyphens of a file's list; None where it has no hyphens."""
    first = _FIRST.search(text)
    return len(first.group(1)) if first is not None else None


def line_end(text: str) -> str:
    """How the lines of a file end."""
    first = text.partition("\n")[0]
    return "\r\n" if first.endswith("\r") else "\n"


def value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """What stands behind a key of a mapping; None where there is no such key, or no mapping."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def text_of(node: yaml.Node | None) -> str:
    """The text of a scalar as the loader reads it; of anything else none."""
    return node.value.strip() if isinstance(node, yaml.ScalarNode) else ""


def _parts(content: str) -> Iterator[tuple[int, str]]:
    """Where items begin and the lines of each; a file in brackets is one part."""
    indent = first_indent(content)
    if indent is None:
        yield 0, content
        return
    dash = re.compile(rf"(?:^|(?<=\ufeff)) {{{indent}}}-(?=\s)", re.MULTILINE)
    starts = [match.start() for match in dash.finditer(content)]
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        yield start, _own_lines(content[start:end], indent)


def _own_lines(text: str, indent: int) -> str:
    """Without the blank lines at the end, and without the comments there that stand above the next item."""
    while True:
        text = text.rstrip()
        begin = text.rfind("\n") + 1
        last = text[begin:]
        if not last.lstrip(" ").startswith("#") or len(last) - len(last.lstrip(" ")) > indent:
            return text
        text = text[:begin]


def _in_brackets(beside: Item) -> Item:
    """An item of a list in brackets, without the others."""
    begin, end = beside.node.start_mark.index, beside.node.end_mark.index
    text = beside.text[begin:end]
    alone = compose(text, beside.file)
    assert isinstance(alone, yaml.MappingNode)  # noqa: S101 - it was one beside the others; tells the type checker
    return Item(beside.file, beside.start + begin, text, alone)
