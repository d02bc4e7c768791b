"""YAML as an editor reads it, by the core schema of YAML 1.2: dates and `no` are text, keys are text."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

_Loader: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?", re.ASCII)


def plain(content: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """The lists, mappings and values of a YAML text."""
    root = yaml.compose(content, Loader=_Loader)
    return _value(root) if root is not None else None


def _value(node: yaml.Node) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    return node.value if isinstance(node, yaml.ScalarNode) and node.style else _guessed(node.value)


def _guessed(written: str) -> str | bool | float | None:
    """What an unquoted word stands for."""
    if written in _WORDS:
        return _WORDS[written]
    return (float(written) if "." in written else int(written)) if _NUMBER.fullmatch(written) else written
