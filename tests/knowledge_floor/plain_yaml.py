"""YAML as an editor reads it, by the core schema of YAML 1.2: dates and `no` are text, keys are text."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

_CORE: Final = (
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE"),
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|"),
    ("tag:yaml.org,2002:int", r"[-+]?[0-9]+"),
    ("tag:yaml.org,2002:float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
)


if yaml.__with_libyaml__:
    from yaml import CSafeLoader as _Loader
else:
    from yaml import SafeLoader as _Loader


class _CoreLoader(_Loader):
    """Knows truth, nothing and numbers; all else is text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - declared by the class above


for _tag, _written in _CORE:
    _CoreLoader.add_implicit_resolver(_tag, re.compile(rf"(?:{_written})\Z"), None)


def plain(content: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """The lists, mappings and values of a YAML text."""
    return _with_text_keys(yaml.load(content, Loader=_CoreLoader))  # noqa: S506 - a kind of safe loader


def _with_text_keys(value: object) -> object:
    if isinstance(value, list):
        return [_with_text_keys(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _with_text_keys(item) for key, item in value.items()}
    return value
