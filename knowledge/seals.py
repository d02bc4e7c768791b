"""Seals: proof that both languages of a text were read side by side after either was last changed.

A seal is the first eight hexadecimal digits of the SHA-256 of each language's text, kept beside them in the YAML. When
one half no longer fits, the other language is stale.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import yaml

from knowledge.yaml_reader import YamlReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.errors import Problem
    from knowledge.schema import Bilingual, ClaimText

_DIGITS: Final = 8


class SealState(StrEnum):
    """How a text stands to its seal."""

    INTACT = "intact"
    MISSING = "missing"
    ENGLISH_CHANGED = "the English was changed and the Arabic was not"
    ARABIC_CHANGED = "the Arabic was changed and the English was not"
    BOTH_CHANGED = "both languages were changed"


def seal(text: Bilingual) -> str:
    """The seal that fits a text."""
    return f"{_digest(text.en)}-{_digest(text.ar)}"


def seal_state(text: ClaimText) -> SealState:
    """Compare a text with the seal beside it."""
    if text.seal is None:
        return SealState.MISSING
    english, _, arabic = text.seal.partition("-")
    changed = (english != _digest(text.bilingual.en), arabic != _digest(text.bilingual.ar))
    return {
        (False, False): SealState.INTACT,
        (True, False): SealState.ENGLISH_CHANGED,
        (False, True): SealState.ARABIC_CHANGED,
        (True, True): SealState.BOTH_CHANGED,
    }[changed]


def renew(path: Path, problems: list[Problem]) -> int:
    """Write the fitting seal beside every text of an entries file, leaving all else in the file as it stands.

    Returns:
        How many seals were added or changed. A file that cannot be read is left alone; its problems are collected, and
        so is every text that cannot take a seal.
    """
    reader = YamlReader(path, problems)
    root = reader.root()
    if root is None:
        return 0
    for node in braced_texts(root):
        reader.report(node, "seal.braces")
    text, count = sealed(path.read_bytes().decode("utf-8"), root)
    if count:
        path.write_bytes(text.encode("utf-8"))
    return count


def sealed(text: str, root: yaml.Node) -> tuple[str, int]:
    """Write the fitting seal beside every text of entries that can take one, leaving all else as it stands.

    Args:
        text: entries, as YAML.
        root: the same, composed; its places count from the beginning of `text`.

    Returns:
        The text, and how many seals were added or changed.
    """
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if lines[0].endswith("\r\n") else "\n"
    lines[-1] = lines[-1].rstrip("\r\n") + ending
    changes = [change for node in _texts(root) if not node.flow_style and (change := _change(node, lines)) is not None]
    for line, replaced, written in sorted(changes, reverse=True):
        lines[line : line + replaced] = [written + ending]
    return ("".join(lines) if changes else text), len(changes)


def braced_texts(root: yaml.Node) -> list[yaml.MappingNode]:
    """The texts that cannot take a seal, because they stand in braces."""
    return [node for node in _texts(root) if node.flow_style]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _texts(root: yaml.Node) -> Iterator[yaml.MappingNode]:
    """The text mappings of all claims."""
    for entry in _items(root):
        for claim in _items(_value(entry, "claims")):
            text = _value(claim, "text")
            if isinstance(text, yaml.MappingNode):
                yield text


def _change(node: yaml.MappingNode, lines: list[str]) -> tuple[int, int, str] | None:
    """Line, number of lines to replace, and the line to write there; None when the seal fits."""
    english, arabic, present = _value(node, "en"), _value(node, "ar"), _value(node, "seal")
    if not isinstance(english, yaml.ScalarNode) or not isinstance(arabic, yaml.ScalarNode):
        return None
    fitting = f"{_digest(english.value.strip())}-{_digest(arabic.value.strip())}"
    indent = " " * node.value[0][0].start_mark.column
    if isinstance(present, yaml.ScalarNode):
        same = present.value == fitting
        return None if same else (present.start_mark.line, 1, f"{indent}seal: {fitting}")
    last = max(value.end_mark.line - (value.end_mark.column == 0) for _, value in node.value)
    while not lines[last].strip():
        last -= 1
    return last + 1, 0, f"{indent}seal: {fitting}"


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
