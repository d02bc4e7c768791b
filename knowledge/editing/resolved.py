"""The question tests that come from gaps: one row for each decision of a curator."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from knowledge.editing.items import line_end
from knowledge.text.tokens import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.schema import Variety
    from knowledge.tree import Tree

RESOLVED: Final = "questions/resolved.jsonl"
"""Where they stand."""

_NUMBER: Final = re.compile(r'"resolved-(\d+)"')


def with_answer(tree: Tree, text: str, variety: Variety, entry: str) -> Tree:
    """With a test that the question is answered from an entry."""
    return _with_row(tree, {"text": text, "expect": "answer", "entry": entry, "variety": variety})


def with_gap(tree: Tree, text: str, variety: Variety) -> Tree:
    """With a test that nothing answers the question."""
    return _with_row(tree, {"text": text, "expect": "gap", "variety": variety})


def _with_row(tree: Tree, row: Mapping[str, Any]) -> Tree:
    """With one more row; a row for the same question goes, since it was decided anew."""
    content = tree.files.get(RESOLVED, "")
    ending = line_end(content)
    number = max(map(int, _NUMBER.findall(content)), default=0) + 1
    asked = wording(row["text"])
    kept = [line.rstrip("\r") for line in content.split("\n") if line.strip() and not _asks(line, asked)]
    written = json.dumps({"id": f"resolved-{number}", **row}, ensure_ascii=False)
    return tree.with_file(RESOLVED, "".join(line + ending for line in (*kept, written)))


def _asks(line: str, asked: str) -> bool:
    """Whether a row asks this; a line that is no row asks nothing."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    text = row.get("text") if isinstance(row, dict) else None
    return isinstance(text, str) and wording(text) == asked
