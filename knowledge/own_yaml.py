"""YAML that comes with Sanad: word lists and texts, of which nobody asks in which line something stands."""

from __future__ import annotations

from typing import Any, Final

import yaml

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""In C where it can be had: many times faster, and every start reads all of these files."""


def read_own_yaml(text: str) -> Any:  # noqa: ANN401 - whatever stands there
    """What a text of YAML says: mappings, lists, strings and numbers."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - either is safe
