"""An examination as text, on its way from the process that made it to the one that asked for it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from handlers.releases import Colliding, Examination, Failed, Found, Otherwise
from knowledge.errors import Severity
from knowledge.schema import Bilingual


def to_json(examination: Examination) -> str:
    """One JSON object."""
    return json.dumps(asdict(examination), ensure_ascii=False)


def from_json(written: str) -> Examination:
    """The examination that `to_json` wrote.

    Raises:
        ValueError, KeyError, TypeError: it did not write this.
    """
    fields: dict[str, Any] = json.loads(written)
    return Examination(
        hash=fields["hash"],
        problems=tuple(_problem(one) for one in fields["problems"]),
        failed=tuple(Failed(**one) for one in fields["failed"]),
        changed=tuple(Otherwise(**one) for one in fields["changed"]),
        gaps=tuple(Otherwise(**one) for one in fields["gaps"]),
        collisions=tuple(_collision(one) for one in fields["collisions"]),
        tests=fields["tests"],
    )


def _problem(fields: dict[str, Any]) -> Found:
    sentences = {name: Bilingual(**fields[name]) for name in ("wrong", "remedy")}
    return Found(**{**fields, **sentences, "severity": Severity(fields["severity"])})


def _collision(fields: dict[str, Any]) -> Colliding:
    return Colliding(**{**fields, "phrasings": tuple(fields["phrasings"])})
