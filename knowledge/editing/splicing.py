"""One more phrasing in an item's text, in the layout that the item has: lines with hyphens, or brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml

from knowledge.editing.changes import ChangeError
from knowledge.editing.items import line_end, value
from knowledge.problems import sentence
from knowledge.schema import Variety
from knowledge.yaml_scalars import flow_scalar, scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.editing.items import Item

_STEP: Final = 2
"""Blanks by which curators indent."""
_BEHIND: Final = {"questions": (), "unlike": ("questions",), "told": ("entry",), "untold": ("told", "entry")}
"""Where lists of phrasings are put into an item that lacks them: behind the first of these that it has."""


def with_phrasing(item: Item, key: str, variety: Variety, text: str) -> str:
    """The item's text with a phrasing at the end of the variety's list under one of the keys that hold such lists.

    Raises:
        ChangeError: something else stands where the list should.
    """
    phrasings = value(item.node, key)
    before = next((found for name in _BEHIND[key] if (found := value(item.node, name)) is not None), None)
    if phrasings is None and before is not None:
        return _with_pair(item.text, item.node, before, (key, variety), text)
    listed = value(phrasings, variety)
    if isinstance(phrasings, yaml.MappingNode) and listed is None:
        return _with_pair(item.text, phrasings, _neighbour(phrasings, variety), (variety,), text)
    if isinstance(listed, yaml.SequenceNode):
        return _with_item(item.text, listed, text)
    wrong = "{file}: `{key}` has no list of phrasings where one belongs: mend the text first"
    raise ChangeError(sentence(wrong, file=item.file, key=key))


def _with_item(text: str, listed: yaml.SequenceNode, phrasing: str) -> str:
    if not listed.value:
        return _inserted(text, listed.start_mark.index + 1, flow_scalar(phrasing))
    end = _content_end(listed.value[-1], text)
    if listed.flow_style:
        return _inserted(text, end, f", {flow_scalar(phrasing)}")
    return _with_lines(text, end, [f"{' ' * listed.start_mark.column}- {scalar(phrasing)}"])


def _with_pair(
    text: str, mapping: yaml.MappingNode, after: yaml.Node | None, keys: Sequence[str], phrasing: str
) -> str:
    """With one more key, and keys in it, down to a list of one phrasing; `after` is None in empty braces."""
    if after is None:
        return _inserted(text, mapping.start_mark.index + 1, _flow_pair(keys, phrasing))
    end = _content_end(after, text)
    if mapping.flow_style:
        return _inserted(text, end, f", {_flow_pair(keys, phrasing)}")
    return _with_lines(text, end, _block_pair(keys, phrasing, mapping.value[0][0].start_mark.column))


def _flow_pair(keys: Sequence[str], phrasing: str) -> str:
    inner = f"[{flow_scalar(phrasing)}]" if len(keys) == 1 else f"{{{_flow_pair(keys[1:], phrasing)}}}"
    return f"{keys[0]}: {inner}"


def _block_pair(keys: Sequence[str], phrasing: str, column: int) -> list[str]:
    lines = [f"{key}:" for key in keys] + [f"- {scalar(phrasing)}"]
    return [" " * (column + _STEP * depth) + line for depth, line in enumerate(lines)]


def _neighbour(phrasings: yaml.MappingNode, variety: Variety) -> yaml.Node | None:
    """The list after which that of a variety belongs, by the order of varieties."""
    earlier = list(Variety)[: list(Variety).index(variety)]
    before = [value for key, value in phrasings.value if key.value in earlier]
    return next(reversed(before or [value for _, value in phrasings.value]), None)


def _content_end(node: yaml.Node, text: str) -> int:
    """Where a node's last letter stands: the marks of what is written in lines reach to whatever follows."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _content_end(last[1] if isinstance(last, tuple) else last, text)
    return len(text[: node.end_mark.index].rstrip())


def _with_lines(text: str, offset: int, lines: Sequence[str]) -> str:
    """Lines put in behind the one on which `offset` lies, remarks on it included."""
    ending = line_end(text)
    found = text.find(ending, offset)
    return _inserted(text, len(text) if found < 0 else found, "".join(ending + line for line in lines))


def _inserted(text: str, offset: int, written: str) -> str:
    return text[:offset] + written + text[offset:]
